package check

import (
	"go/token"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/runtime/arg"
)

// distinctEntries returns the entries of a map: the first of each name, and the others.
func distinctEntries(m *grammar.Map) (first, doubled []*grammar.Entry) {
	given := map[string]bool{}
	for _, e := range m.Entries {
		if name := e.Key.Text(); given[name] {
			doubled = append(doubled, e)
		} else {
			given[name] = true
			first = append(first, e)
		}
	}
	return first, doubled
}

// entries returns the entries of a map, the first of each name. It reports the others.
func (c *checker) entries(m *grammar.Map) []*grammar.Entry {
	list, doubled := distinctEntries(m)
	for _, e := range doubled {
		name := e.Key.Text()
		first := slices.IndexFunc(list, func(f *grammar.Entry) bool { return f.Key.Text() == name })
		c.doubled(diag.DoubledKey, quote(name), e.Key, list[first].Key)
	}
	return list
}

// entriesOf returns the entries of a setting, which should be a map.
func (c *checker) entriesOf(s *grammar.Setting) []*grammar.Entry {
	m, ok := s.Value.(*grammar.Map)
	if !ok {
		c.wrongValue(s, "entries between braces")
		return nil
	}
	return c.entries(m)
}

// vars lowers the entries of a setting, in their order.
func (c *checker) vars(s *grammar.Setting) (vars []arg.Var) {
	for _, e := range c.entriesOf(s) {
		if value := c.argument(nil, e.Value); value != nil {
			vars = append(vars, arg.Var{Name: e.Key.Text(), Value: value})
		}
	}
	return vars
}

// osEntries judges what the entries of a setting hand to a command.
func (c *checker) osEntries(s *grammar.Setting) {
	m, ok := s.Value.(*grammar.Map)
	if !ok {
		return
	}
	instead := insteadOfParam
	if s.Key.Text == "env" {
		instead = insteadOfEnv
	}
	for _, e := range m.Entries {
		c.osTexts(e.Value, instead)
		if strings.Contains(e.Key.Text(), "\x00") && s.Key.Text == "params" {
			c.diags.Errorf(diag.BadValue, e.Key.Span(), "the name of a flag has no NUL byte")
		}
	}
}

// envVars lowers the entries of a setting whose keys are environment variables.
func (c *checker) envVars(s *grammar.Setting) []arg.Var {
	vars := c.vars(s)
	if m, ok := s.Value.(*grammar.Map); ok {
		for _, e := range m.Entries {
			c.variableName(e.Key.Text(), e.Key)
		}
	}
	return vars
}

// paramsOf returns the entries of a task's params attribute, and of those of its groups the
// entries that no inner params has and that its function has parameters for. What is wrong
// with them is reported when the attribute is lowered.
func (c *checker) paramsOf(t *task) []*grammar.Entry {
	entries := mapOf(t.decl.Attrs, "params")
	for g := t.group; g != nil; g = g.outer {
		for _, e := range mapOf(g.decl.Attrs, "params") {
			name := e.Key.Text()
			taken := slices.ContainsFunc(entries,
				func(own *grammar.Entry) bool { return own.Key.Text() == name })
			if !taken && c.hasParam(t, name) {
				entries = append(entries, e)
			}
		}
	}
	return entries
}

// mapOf returns the entries of the setting of that key, or nil if there is none.
func mapOf(list []*grammar.Setting, key string) (entries []*grammar.Entry) {
	if s := setting(list, key); s != nil {
		if m, ok := s.Value.(*grammar.Map); ok {
			entries, _ = distinctEntries(m)
		}
	}
	return entries
}

// hasParam reports whether the function of a task has a parameter of that name, or the code
// of a task can have such a variable.
func (c *checker) hasParam(t *task, name string) bool {
	if c.resolve(t.call) == nil {
		return token.IsIdentifier(name)
	}
	return slices.ContainsFunc(t.call.formals(), func(p formal) bool { return p.name == name })
}
