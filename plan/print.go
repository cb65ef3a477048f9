package plan

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/stdconds"
)

// String returns the plan as text, for people and for golden files: what was understood
// of the schedule, with every option and attribute that is not its default. It is no
// schedule; conditions and arguments are written as the language has them. Literals of
// secrets are not shown.
func (p *Plan) String() string {
	var b printer
	b.line("package %s", cmp.Or(p.Package, "-"))
	for _, f := range p.Files {
		b.line("file %s", f)
	}
	for _, i := range p.Imports {
		b.line("import %s", i)
	}
	b.line("config")
	b.fields(p.Schedule.Config)
	if log := p.Schedule.RunLog; log != nil {
		b.line("\tlog          %v", log)
	}
	if engine := p.Schedule.Engine; engine != nil {
		b.line("\tengine       %v", engine)
	}
	if console := p.Schedule.Console; console != nil {
		b.line("\tconsole      %v", strings.TrimPrefix(console.Spec().String(), "console "))
	}
	for _, param := range p.Schedule.Params {
		b.param(param)
	}
	for _, c := range p.Schedule.Calendars {
		b.calendar(c)
	}
	for _, pool := range p.Schedule.Pools {
		b.line("pool %s %d", pool.Name, pool.Size)
	}
	for _, h := range p.Schedule.Hooks {
		b.line("hook %s %s", h.Around, valueText(h.Call))
	}
	for _, g := range p.Groups {
		b.line("group %s at %s", strconv.Quote(g.Name), g.Pos)
		b.description(g.Description)
		if g.When != nil {
			b.field("when", g.When)
		}
	}
	for _, t := range p.Schedule.Tasks {
		b.line("task %s at %s", strconv.Quote(t.Name), t.Pos)
		b.description(t.Description)
		b.fields(*t, "Name", "Pos", "Description")
		b.windows(t.When)
	}
	for _, t := range p.Tests {
		b.test(t, p.Schedule.Params)
	}
	return b.String()
}

// test writes a test, with what its words mean.
func (b *printer) test(t *simulate.Test, params []rocket.Param) {
	b.line("test %q at %s", t.Name, t.Span)
	b.description(t.Description)
	b.line("\t%-12s %s", "at", t.At.Format(time.RFC3339))
	b.line("\t%-12s %s", "timezone", t.Zone)
	for _, name := range slices.Sorted(maps.Keys(t.Params)) {
		text := valueText(t.Params[name])
		secret := func(p rocket.Param) bool { return p.Name == name && p.Secret }
		if slices.ContainsFunc(params, secret) {
			text = secretText(arg.Literal{})
		}
		b.line("\t%-12s %s = %s", "with", name, text)
	}
	for _, step := range t.Steps {
		b.line("\t%s", step)
	}
}

// String returns the import as the language writes it, with the package's own name if
// that is not plain from the path.
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

func (b *printer) description(text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		b.line("\t%s", strings.TrimRight("# "+line, " "))
	}
}

func (b *printer) param(p rocket.Param) {
	if p.Secret {
		b.line("secret %s = %s", p.Name, secretText(p.Value))
	} else {
		b.line("param %s = %s", p.Name, valueText(p.Value))
	}
	b.description(p.Description)
}

// calendar writes a calendar with its days.
func (b *printer) calendar(c *period.Calendar) {
	b.line("calendar %s", c.Name)
	b.fields(*c, "Name", "Holidays", "Open")
	b.days("holidays", c.Holidays)
	b.days("open", c.Open)
}

// days writes the days of each year.
func (b *printer) days(key string, days period.DaySet) {
	if days == "" {
		return
	}
	for line := range strings.SplitSeq(string(days), "\n") {
		b.line("\t%-12s %s", key, line)
	}
}

// secretText is valueText for the value of a secret: it shows no literal.
func secretText(a arg.Source) string {
	switch a := a.(type) {
	case arg.Literal, arg.List:
		return "*****"
	case arg.First:
		texts := make([]string, len(a))
		for i, source := range a {
			texts[i] = secretText(source)
		}
		return strings.Join(texts, " >> ")
	}
	return valueText(a)
}

// fields writes the fields of a struct that are not zero, but for those left out.
func (b *printer) fields(of any, left ...string) {
	v := reflect.ValueOf(of)
	for i := range v.NumField() {
		name, value := v.Type().Field(i).Name, v.Field(i)
		if !value.IsZero() && !slices.Contains(left, name) {
			b.field(snake(name), value.Interface())
		}
	}
}

// field writes one value with its key.
func (b *printer) field(key string, value any) {
	switch v := value.(type) {
	case rocket.Command:
		if len(v.Args) > 0 {
			b.field("command", v.Args)
		} else {
			b.field("command", v.Line)
		}
		b.fields(v, "Line", "Args")
	case rocket.Do:
		b.line("\t%-12s %s", "do", joined(v, ", "))
	case *GoFunc:
		b.line("\t%-12s %s", "func", v)
	case []arg.Var:
		for _, entry := range v {
			b.line("\t%-12s %s: %s", key, entry.Name, valueText(entry.Value))
		}
	case []rocket.PoolShare:
		for _, share := range v {
			b.line("\t%-12s %s", "pool", share)
		}
	case *Code:
		b.code(v)
	case rocket.Action: // of a package that few programs link: its text begins with its word
		word, rest, _ := strings.Cut(valueText(v), " ")
		b.line("\t%-12s %s", word, rest)
	case rocket.Condition:
		b.line("\t%-12s %s", key, valueText(v))
		b.names(v, map[string]bool{})
	default:
		b.line("\t%-12s %s", key, valueText(v))
	}
}

// windows writes how the windows of a start condition are served.
func (b *printer) windows(cond rocket.Condition) {
	if d := CatchUp(cond); d > 0 {
		b.field("catch_up", d)
	}
	if text := Spread(cond); text != "" {
		b.line("\t%-12s %s", "spread", text)
	}
}

// snake returns a name of Go as the language writes it: on_startup for OnStartup.
func snake(name string) string {
	var b strings.Builder
	lower := false // the letter before is lower-case
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			b.WriteByte('_')
		}
		lower = unicode.IsLower(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// valueText writes a value as the language does.
func valueText(value any) string {
	switch v := value.(type) {
	case nil:
		return "?"
	case time.Duration:
		if v == rocket.Never {
			return "never"
		}
		return period.FormatDuration(v)
	case string:
		return strconv.Quote(v)
	case []string:
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(value)
}

// names writes what the named conditions in c stand for, each once.
func (b *printer) names(c rocket.Condition, seen map[string]bool) {
	switch c := c.(type) {
	case stdconds.Named:
		if !seen[c.Name] {
			seen[c.Name] = true
			b.line("\t\t%s = %s", c.Name, valueText(c.Of))
		}
	case stdconds.Ask:
		if !seen[c.Text] {
			seen[c.Text] = true
			b.line("\t\t%s = func %s", c.Text, valueText(c.Call))
		}
	}
	if composite, ok := c.(rocket.Composite); ok {
		for _, part := range composite.Parts() {
			b.names(part, seen)
		}
	}
}

// joined writes a list of values.
func joined[T any](list []T, separator string) string {
	texts := make([]string, len(list))
	for i, v := range list {
		texts[i] = valueText(v)
	}
	return strings.Join(texts, separator)
}

// code writes a task's Go.
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

// String returns the function with its import path, its parameters with what they get,
// and its results.
func (f *GoFunc) String() string {
	name := f.Func
	if f.Import.Path != "" {
		name = f.Import.Path + "." + name
	}
	s := name + "(" + joined(f.Params, ", ") + ")"
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
	return strings.TrimSpace(fmt.Sprintf("%s %s", p.Name, p.Type)) + " = " + valueText(p.From)
}

var fillTypes = [...]string{
	FillContext: "context.Context",
	FillSession: "*rocket.Session",
	FillTask:    "*rocket.Task",
	FillLogger:  "*slog.Logger",
	FillEvent:   "rocket.HookEvent",
}

// String returns the function that is asked.
func (c *GoCond) String() string { return c.Of.String() }

// String returns the function that is called.
func (h *GoHook) String() string { return h.Of.String() }

// String returns the function that names the runs.
func (n *GoNamer) String() string { return n.Of.String() }
