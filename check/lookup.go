package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/spelling"
)

// task returns the name of the task that is referred to, as the session has it. An unknown
// task is reported, and ok is false.
//
// In a group, the names of its own tasks need no prefix. If a name without a prefix could
// also be that of a task outside all groups around it, it is ambiguous; between quotes it
// is the one outside.
func (c *checker) task(ref *grammar.TaskRef) (name string, ok bool) {
	name = ref.Text()
	own, inGroup := c.inGroup(name, ref.Span())
	switch _, found := c.byName[name]; {
	case found && inGroup && own != name && ref.Quoted == nil:
		c.ambiguousTask(ref, own)
		return own, true
	case found || c.anyTask:
		return name, true
	case inGroup:
		return own, true
	}
	if ref.Path != nil {
		if t := c.taskByFunc(ref); t != nil {
			return t.name, true
		}
	}
	c.unknownTask(ref)
	return name, false
}

// inGroup returns the whole name of the task that has a name in the innermost of the groups
// around a place.
func (c *checker) inGroup(name string, at diag.Span) (own string, ok bool) {
	for g := c.groupAt(at); g != nil; g = g.outer {
		if _, ok = c.byName[g.prefix+name]; ok {
			return g.prefix + name, true
		}
	}
	return "", false
}

// ambiguousTask reports a name that is that of a task of a group around it, own, and that
// of a task outside.
func (c *checker) ambiguousTask(ref *grammar.TaskRef, own string) {
	name := ref.Text()
	d := c.diags.Errorf(diag.AmbiguousTask, ref.Span(),
		"%s may be %s or the %[1]s outside the group", spelling.Name(name), spelling.Name(own))
	d.Help = "write " + spelling.Name(own) + ", or for the other one " + strconv.Quote(name) +
		" between quotes"
	for _, t := range []*task{c.byName[own], c.byName[name]} {
		d.Related = append(d.Related, diag.Related{Span: t.nameSpan(), Msg: "this is task " +
			spelling.Name(t.name)})
	}
}

// taskGroup returns how the names of the tasks of a group begin; "" for any task. A group
// without tasks is reported, and ok is false. In a group, the names of the groups in it need
// no prefix.
func (c *checker) taskGroup(ref *grammar.GroupRef) (prefix string, ok bool) {
	name := ref.Text()
	if name == "" {
		return "", true
	}
	if prefix := c.prefixOf(name, ref.Span()); prefix != "" || c.anyTask {
		return cmp.Or(prefix, name+"."), true
	}
	if !c.mayBeDeclared(name) && !(c.options.Broken && slices.Contains(c.groupNames(), name)) {
		d := c.diags.Errorf(diag.UnknownTask, ref.Span(), "group %q has no tasks", name)
		if best := c.nearest(name, c.groupNames()); best != "" {
			suggest(d, best)
			d.Suggestion = spelling.Name(best) + ".*"
		}
	}
	return "", false
}

// prefixOf returns how the names of the tasks of the group begin that a name means at a
// place; "" if there are no such tasks.
func (c *checker) prefixOf(name string, at diag.Span) string {
	for g := c.groupAt(at); g != nil; g = g.outer {
		if c.hasGroup(g.prefix + name + ".") {
			return g.prefix + name + "."
		}
	}
	if c.hasGroup(name + ".") {
		return name + "."
	}
	return ""
}

// hasGroup reports whether the names of tasks begin with a prefix.
func (c *checker) hasGroup(prefix string) bool {
	for name := range c.byName {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// groupNames returns the names of the groups.
func (c *checker) groupNames() (names []string) {
	for _, groups := range c.groups {
		for _, g := range groups {
			if name := strings.TrimSuffix(g.prefix, "."); name != "" {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// taskByFunc returns the task that calls the function that ref names, or nil. Tasks of the
// innermost group around ref that has any come before all others.
func (c *checker) taskByFunc(ref *grammar.TaskRef) *task {
	callers := c.byFunc[c.funcKey(ref)]
	for g := c.groupAt(ref.Span()); g != nil; g = g.outer {
		own := slices.DeleteFunc(slices.Clone(callers), func(t *task) bool { return !g.has(t) })
		if len(own) > 0 {
			callers = own
			break
		}
	}
	switch len(callers) {
	case 0:
		return nil
	case 1:
		return callers[0]
	}
	d := c.diags.Errorf(diag.AmbiguousTask, ref.Span(), "%d tasks call %s", len(callers),
		ref.Text())
	d.Help = "name the task that is meant, such as " + spelling.Name(callers[0].name)
	for _, t := range callers[:min(len(callers), maxNamed)] {
		d.Related = append(d.Related, diag.Related{Span: t.nameSpan(), Msg: "this one calls it"})
	}
	return callers[0]
}

// mayBeDeclared reports whether a part of the files that could not be read may declare a name,
// so that it cannot be called unknown.
func (c *checker) mayBeDeclared(name string) bool {
	return slices.ContainsFunc(c.files, func(f *grammar.File) bool { return f.MayDeclare(name) })
}

func (c *checker) unknownTask(ref *grammar.TaskRef) {
	name := ref.Text()
	if c.mayBeDeclared(name) {
		return
	}
	if c.prefixOf(name, ref.Span()) != "" {
		d := c.diags.Errorf(diag.UnknownTask, ref.Span(), "%q is a group and no task", name)
		d.Help = fmt.Sprintf("its tasks: after any %[1]s.*, and in a metatask %[1]s.*; "+
			"one of them: %[1]s.NAME", spelling.Name(name))
		return
	}
	d := c.diags.Errorf(diag.UnknownTask, ref.Span(), "task %q is not declared", name)
	if now := c.renamed(ref); now != "" {
		d.Suggestion = spelling.Name(now)
		d.Fix = diag.Fix{Span: nameOf(ref).Span(), Text: d.Suggestion}
		d.Help = "it is now called " + d.Suggestion + " (formerly " + spelling.Name(name) + ")"
	} else if best := c.nearest(name, c.taskNames(ref.Span())); best != "" {
		suggest(d, best)
		d.Fix = diag.Fix{Span: nameOf(ref).Span(), Text: spelling.Name(best)}
	} else if _, outcome := events[name]; outcome {
		d.Help = fmt.Sprintf("after whichever task: `after any task %s`", name)
	}
}

// nameOf returns the part of a reference to a task that is the name.
func nameOf(ref *grammar.TaskRef) grammar.Node {
	if ref.Quoted != nil {
		return ref.Quoted
	}
	return ref.Path
}

// renamed returns the name of the task that was called by the name of a reference; empty if
// there is no such task. Within a group the name may lack the prefix, as names now may.
func (c *checker) renamed(ref *grammar.TaskRef) string {
	names := []string{ref.Text()}
	for g := c.groupAt(ref.Span()); g != nil; g = g.outer {
		names = append(names, g.prefix+ref.Text())
	}
	for _, f := range c.formers {
		if slices.Contains(names, f.name) {
			return f.task.name
		}
	}
	return ""
}

// taskNames returns the names of tasks as they may be written at a place, those without the
// prefix of a group first.
func (c *checker) taskNames(at diag.Span) (names []string) {
	all := slices.Sorted(maps.Keys(c.byName))
	for g := c.groupAt(at); g != nil && g.prefix != ""; g = g.outer {
		for _, name := range all {
			if own, ok := strings.CutPrefix(name, g.prefix); ok {
				names = append(names, own)
			}
		}
	}
	return append(names, all...)
}

// condNamed returns the named condition of that name. If there is none, that is reported,
// and the result is nil. args are those that it is used with, or nil.
func (c *checker) condNamed(name string, at diag.Span, args *grammar.Args) *namedCond {
	if found := c.lookup(name); found != nil {
		found.used = true
		return found
	}
	if c.mayBeDeclared(name) {
		return nil
	}
	d := c.diags.Errorf(diag.UnknownCond, at, "cond %q is not declared", name)
	c.hintCond(d, name, name+callText(args))
	_, own := c.inGroup(name, at)
	if _, ok := c.byName[name]; ok || own {
		task := spelling.Name(name)
		d.Help = "a task is no condition; `after " + task + "` and `task " + task +
			" has succeeded` are"
	}
	return nil
}

// hintCond adds to the error of an unknown condition what was meant: a condition of the
// schedule with nearly its name, what other tools mean by its text, or a near word.
func (c *checker) hintCond(d *diag.Diagnostic, name, text string) bool {
	best := c.nearestCond(name)
	hint, known := elsewhere.Condition(text)
	switch {
	case known && !c.declares(best):
		d.Help = hint.Help
	case best != "":
		suggest(d, best)
	}
	return d.Help != "" || best != ""
}

// declares reports whether the schedule itself declares a condition that is named so.
func (c *checker) declares(name string) bool {
	for _, d := range c.conds {
		if condName(d.decl) == name {
			return true
		}
	}
	return false
}

// callText returns arguments as they are written, in brackets, or "" if there are none.
func callText(args *grammar.Args) string {
	if args == nil {
		return ""
	}
	texts := make([]string, len(args.Items))
	for i, item := range args.Items {
		texts[i] = literalText(item.Value)
	}
	return "(" + strings.Join(texts, ", ") + ")"
}

// literalText returns a literal or a word as it is written, and … for any other argument.
func literalText(a grammar.Arg) string {
	switch a := a.(type) {
	case *grammar.Text:
		return a.Raw
	case *grammar.Word:
		return a.Text
	case *grammar.Number:
		return a.Text
	case *grammar.Duration:
		return a.Text
	}
	return "…"
}

// lookup returns the condition that the schedule, or else the prelude, declares by that
// name, or nil.
func (c *checker) lookup(name string) *namedCond {
	if found, ok := c.conds[name]; ok {
		return found
	}
	return c.fromPrelude(name)
}

// nearestCond returns the condition or the word of the language that a text is most likely
// meant to be, or "".
func (c *checker) nearestCond(text string) string {
	candidates := slices.Concat(slices.Sorted(maps.Keys(c.conds)),
		slices.Sorted(maps.Keys(prelude().conds)), grammar.ConditionWords())
	best := c.nearest(text, candidates)
	if d, ok := c.conds[best]; ok {
		return condName(d.decl)
	}
	return best
}

// param marks a session parameter as used, and reports whether it is declared. If it is
// not, a message says so.
func (c *checker) param(name string, at diag.Span) bool {
	if p, ok := c.params[name]; ok {
		p.used = true
	}
	return c.knowsParam(name, at)
}

// knowsParam is param for what does not use the value.
func (c *checker) knowsParam(name string, at diag.Span) bool {
	if _, ok := c.params[name]; ok {
		return true
	}
	if c.anyParam || c.mayBeDeclared(name) {
		return true
	}
	d := c.diags.Errorf(diag.UnknownParam, at, "param %q is not declared", name)
	if best := c.nearest(name, slices.Sorted(maps.Keys(c.params))); best != "" {
		suggest(d, best)
		d.Fix = diag.Fix{Span: at, Text: spelling.Key(best)}
	}
	return false
}

// suggest adds to a finding what is most likely meant.
func suggest(d *diag.Diagnostic, best string) {
	d.Msg += " (did you mean " + quote(best) + "?)"
	d.Suggestion = best
}

// quote writes a name as a message has it.
func quote(name string) string { return `"` + name + `"` }

// maxHints is how many unknown names are compared with all that are known.
const maxHints = 40

// nearest returns the candidate that the name is most likely meant to be, or "". A
// candidate that only has a group before the name is the nearest.
func (c *checker) nearest(name string, candidates []string) string {
	if c.hints++; c.hints > maxHints {
		return ""
	}
	for _, candidate := range candidates {
		if strings.HasSuffix(candidate, "."+name) {
			return candidate
		}
	}
	return spelling.Nearest(name, candidates)
}
