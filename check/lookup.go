package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/spelling"
)

// task returns the name of the task that is referred to, as the session has it. An unknown
// task is reported, and ok is false.
func (c *checker) task(ref *grammar.TaskRef) (name string, ok bool) {
	name = ref.Text()
	if _, found := c.byName[name]; found || c.anyTask {
		return name, true
	}
	if ref.Path != nil {
		if t := c.taskByFunc(ref); t != nil {
			return t.name, true
		}
	}
	c.unknownTask(ref)
	return name, false
}

// taskByFunc returns the task that calls the function that ref names, or nil.
func (c *checker) taskByFunc(ref *grammar.TaskRef) *task {
	callers := c.byFunc[c.funcKey(ref)]
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

func (c *checker) unknownTask(ref *grammar.TaskRef) {
	if c.options.Broken {
		return
	}
	name := ref.Text()
	d := c.diags.Errorf(diag.UnknownTask, ref.Span(), "task %q is not declared", name)
	if best := c.nearest(name, slices.Sorted(maps.Keys(c.byName))); best != "" {
		suggest(d, best)
	}
}

// condNamed returns the named condition of that name. If there is none, that is reported,
// and the result is nil.
func (c *checker) condNamed(name string, at diag.Span) *namedCond {
	if found := c.lookup(name); found != nil {
		found.used = true
		return found
	}
	if c.options.Broken {
		return nil
	}
	d := c.diags.Errorf(diag.UnknownCond, at, "cond %q is not declared", name)
	if best := c.nearestCond(name); best != "" {
		suggest(d, best)
	}
	if _, ok := c.byName[name]; ok {
		task := spelling.Name(name)
		d.Help = "a task is no condition; `after " + task + "` and `task " + task +
			" has succeeded` are"
	}
	return nil
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
		return true
	}
	if c.anyParam || c.options.Broken {
		return true
	}
	d := c.diags.Errorf(diag.UnknownParam, at, "param %q is not declared", name)
	if best := c.nearest(name, slices.Sorted(maps.Keys(c.params))); best != "" {
		suggest(d, best)
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
