package plan

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// String returns the plan as text, for people and for golden files: complete,
// and the same for the same plan. It is no schedule: conditions and actions are
// written as the language has them where they can be.
func (p *Plan) String() string {
	var b printer
	b.line("package %s", or(p.Package, "-"))
	for _, f := range p.Files {
		b.line("file %s", f)
	}
	for _, i := range p.Imports {
		b.line("import %s", i)
	}
	b.config(p.Schedule.Config)
	for _, param := range p.Schedule.Params {
		b.param(param)
	}
	b.hooks(p.Schedule.Hooks)
	for _, t := range p.Schedule.Tasks {
		b.task(t)
	}
	return b.String()
}

// String returns the import as the language writes it, with the package's own
// name where that is not plain from the path.
func (i Import) String() string {
	text := strconv.Quote(i.Path)
	if i.Alias != "" {
		text = i.Alias + " " + text
	}
	if i.Name != "" && !strings.HasSuffix(i.Path, "/"+i.Name) && i.Path != i.Name {
		text += " (package " + i.Name + ")"
	}
	return text
}

// A printer writes the lines of a plan.
type printer struct{ strings.Builder }

func (b *printer) line(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }

// value writes a line with a key, unless the value is the zero value of its
// type.
func value[T comparable](b *printer, key string, v T) {
	var zero T
	if v != zero {
		b.line("\t%-12s %s", key, text(v))
	}
}

// text writes a value as the language does.
func text(v any) string {
	switch v := v.(type) {
	case time.Duration:
		if v == rocket.Never {
			return "never"
		}
		return period.FormatDuration(v)
	case string:
		return strconv.Quote(v)
	}
	return fmt.Sprint(v)
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func (b *printer) config(c rocket.Config) {
	b.line("config")
	value(b, "task_execution", c.TaskExecution)
	value(b, "task_pre_exist", c.TaskPreExist)
	value(b, "max_process_count", c.MaxProcessCount)
	switch {
	case c.CycleSleep < 0:
		b.line("\t%-12s none", "cycle_sleep")
	default:
		value(b, "cycle_sleep", c.CycleSleep)
	}
	value(b, "timeout", c.Timeout)
	value(b, "multilaunch", c.Multilaunch)
	value(b, "instant_shutdown", c.InstantShutdown)
	value(b, "restarting", c.Restarting)
	value(b, "silence_cond_check", c.SilenceCondCheck)
	b.cond("shut_cond", c.ShutCond)
	value(b, "timezone", c.Timezone)
}

func (b *printer) param(p rocket.Param) {
	if p.Secret {
		b.line("secret %s = %s", p.Name, secretText(p.Value))
	} else {
		b.line("param %s = %s", p.Name, argument(p.Value))
	}
	b.description(p.Description)
}

// secretText is argument for the value of a secret: of a literal nothing is
// shown.
func secretText(a rocket.Argument) string {
	switch a := a.(type) {
	case rocket.Literal, rocket.List:
		return "*****"
	case rocket.First:
		texts := make([]string, len(a))
		for i, source := range a {
			texts[i] = secretText(source)
		}
		return strings.Join(texts, " >> ")
	}
	return argument(a)
}

func argument(a rocket.Argument) string {
	if a == nil {
		return "?"
	}
	return a.String()
}

func (b *printer) description(text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		b.line("\t%s", strings.TrimRight("# "+line, " "))
	}
}

func (b *printer) task(t *rocket.TaskSpec) {
	b.line("task %s at %s", strconv.Quote(t.Name), t.Pos)
	b.description(t.Description)
	b.cond("when", t.When)
	b.cond("until", t.Until)
	b.action(t.Action)
	value(b, "execution", t.Execution)
	value(b, "priority", t.Priority)
	value(b, "timeout", t.Timeout)
	value(b, "grace", t.Grace)
	value(b, "multilaunch", t.Multilaunch)
	value(b, "on_startup", t.OnStartup)
	value(b, "on_shutdown", t.OnShutdown)
	value(b, "permanent", t.Permanent)
	value(b, "disabled", t.Disabled)
}

// cond writes a condition and, one step in each, what its names stand for.
func (b *printer) cond(key string, c rocket.Condition) {
	if c == nil {
		return
	}
	b.line("\t%-12s %s", key, c)
	seen := map[string]bool{}
	b.names(c, seen)
}

// names writes what the named conditions in c stand for, each once.
func (b *printer) names(c rocket.Condition, seen map[string]bool) {
	if named, ok := c.(stdconds.Named); ok && !seen[named.Name] {
		seen[named.Name] = true
		b.line("\t\t%s = %s", named.Name, named.Of)
	}
	if ask, ok := c.(stdconds.Ask); ok && !seen[ask.Text] {
		seen[ask.Text] = true
		if cond, ok := ask.Call.(*GoCond); ok {
			b.line("\t\t%s = func %s", ask.Text, cond.Of.signature())
		}
	}
	if composite, ok := c.(rocket.Composite); ok {
		for _, part := range composite.Parts() {
			b.names(part, seen)
		}
	}
}

func (b *printer) action(a rocket.Action) {
	switch a := a.(type) {
	case rocket.Command:
		b.command(a)
	case rocket.Do:
		steps := make([]string, len(a))
		for i, step := range a {
			steps[i] = step.String()
		}
		b.line("\t%-12s %s", "do", strings.Join(steps, ", "))
	case *GoFunc:
		b.line("\t%-12s %s", "func", a.signature())
	case *Code:
		b.code(a)
	}
}

func (b *printer) command(c rocket.Command) {
	if len(c.Args) > 0 {
		b.line("\t%-12s %q", "command", c.Args)
	} else {
		b.line("\t%-12s %q", "command", c.Line)
	}
	b.vars("params", c.Params)
	value(b, "short_flags", c.ShortFlags)
	value(b, "shell", c.Shell)
	value(b, "dir", c.Dir)
	b.vars("env", c.Env)
	if len(c.Success) > 0 {
		b.line("\t%-12s %v", "success", c.Success)
	}
	value(b, "user", c.User)
	value(b, "output", c.Output)
}

func (b *printer) vars(key string, vars []rocket.Var) {
	for _, v := range vars {
		b.line("\t%-12s %s: %s", key, v.Name, argument(v.Value))
	}
}

var fillTypes = [...]string{
	FillContext: "context.Context",
	FillSession: "*rocket.Session",
	FillTask:    "*rocket.Task",
	FillLogger:  "*slog.Logger",
	FillEvent:   "rocket.HookEvent",
}

// signature returns the function with its import path, parameters, what
// arguments they get, and results.
func (f *GoFunc) signature() string {
	params := make([]string, len(f.Params))
	for i, p := range f.Params {
		params[i] = p.String()
	}
	s := f.Func + "(" + strings.Join(params, ", ") + ")"
	if f.Import.Path != "" {
		s = f.Import.Path + "." + s
	}
	switch {
	case f.Value && f.Error:
		s += fmt.Sprintf(" (%s, error)", f.Result)
	case f.Value:
		s += fmt.Sprintf(" %s", f.Result)
	case f.Error:
		s += " error"
	}
	return s
}

// String returns the parameter with its type and what it gets.
func (p GoParam) String() string {
	if p.Fill != FillArg {
		return strings.TrimSpace(p.Name + " " + fillTypes[p.Fill])
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", p.Name, p.Type)) + " = " + argument(p.From)
}

func (b *printer) hooks(hooks []rocket.Hook) {
	for _, h := range hooks {
		if call, ok := h.Call.(*GoHook); ok {
			b.line("hook %s %s", h.Around, call.Of.signature())
		}
	}
}

func (b *printer) code(c *Code) {
	typ := "any"
	if c.Type != nil {
		typ = c.Type.Text
	}
	b.line("\t%-12s %s at %s", "code", typ, c.Span)
	for _, i := range c.Imports {
		b.line("\t\timport %s", i)
	}
	for _, p := range c.Params {
		b.line("\t\tparam %s", p)
	}
	for line := range strings.SplitSeq(strings.Trim(c.Body.Text, "\n"), "\n") {
		b.line("\t\t| %s", strings.TrimRight(line, " \t\r"))
	}
	if !c.Body.Terminates {
		b.line("\t\t| (end)")
	}
}
