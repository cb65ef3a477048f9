package check

import (
	"fmt"
	"go/types"
	"reflect"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// The border of a process (docs/spec.md § Arguments): a run with execution
// process happens in the program started again. What other tasks returned goes
// in, and what the run returns comes out, as JSON of their Go types; both ways a
// value has to come through unharmed.

// judgeBorder reports what of a task that runs in a process of its own cannot
// cross the border. at is where its execution, or its name, is written.
func (c *checker) judgeBorder(t *task, at diag.Span) {
	var params []plan.GoParam
	var result types.Type
	switch a := t.rkt.Action.(type) {
	case *plan.GoFunc:
		params, result = a.Params, a.Result
	case *plan.Code:
		params, result = a.Params, a.Result
	}
	if result != nil {
		c.crosses(t, at, result, "what the task returns")
	}
	for _, p := range params {
		c.judgeSources(t, at, p.From)
	}
}

// judgeSources looks at what a source of an argument takes over the border.
func (c *checker) judgeSources(t *task, at diag.Span, from rocket.Argument) {
	switch a := from.(type) {
	case rocket.ReturnOf:
		if typ := c.returnType(c.byName[string(a)]); typ != nil {
			c.crosses(t, at, typ, a.String())
		}
	case rocket.SessionArg, rocket.TaskArg:
		d := c.diags.Errorf(diag.ProcessSession, at, "%s is an argument, and a process of its own cannot reach it", a)
		d.Help = "execution thread, async or main lets it"
	case rocket.First:
		c.judgeAll(t, at, a)
	case *plan.GoList:
		c.judgeAll(t, at, a.List)
	case *plan.GoMap:
		for _, v := range a.MapOf {
			c.judgeSources(t, at, v.Value)
		}
	case *plan.Converted:
		c.judgeSources(t, at, a.Argument)
	}
}

func (c *checker) judgeAll(t *task, at diag.Span, list []rocket.Argument) {
	for _, a := range list {
		c.judgeSources(t, at, a)
	}
}

// crosses reports a type of which a value does not come through JSON.
func (c *checker) crosses(t *task, at diag.Span, typ types.Type, what string) {
	path, why := losesJSON(typ, shortType(typ), nil)
	if why == "" {
		return
	}
	d := c.diags.Errorf(diag.Border, at, "%s: %s does not cross the border of a process", path, why)
	d.Label = what
	d.Help = "execution thread keeps the run in the program"
	if f, ok := t.decl.Action.(*grammar.Func); ok {
		d.Related = []diag.Related{{Span: f.Span(), Msg: "the task calls " + f.Name.String() + " here"}}
	}
}

// losesJSON looks for the part of a type that JSON loses. path leads to the type
// that is returned with why, which is empty where nothing is lost. A type that
// writes and reads JSON or text itself is trusted.
func losesJSON(t types.Type, path string, open []types.Type) (at, why string) {
	for _, o := range open {
		if types.Identical(o, t) {
			return path, ""
		}
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		open = append(open, t)
		if speaksFor(named) {
			return path, ""
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsComplex != 0 || u.Kind() == types.UnsafePointer {
			return path, shortType(t)
		}
	case *types.Pointer:
		return losesJSON(u.Elem(), path, open)
	case *types.Slice:
		return losesJSON(u.Elem(), path+"[]", open)
	case *types.Array:
		return losesJSON(u.Elem(), path+"[]", open)
	case *types.Map:
		if basic, ok := u.Key().Underlying().(*types.Basic); !speaksFor(u.Key()) && (!ok || basic.Info()&(types.IsString|types.IsInteger) == 0) {
			return path, fmt.Sprintf("a map with keys of type %s", shortType(u.Key()))
		}
		return losesJSON(u.Elem(), path+"[]", open)
	case *types.Struct:
		return structLosesJSON(u, path, open)
	case *types.Chan, *types.Signature, *types.Interface:
		return path, shortType(t)
	}
	return path, ""
}

func structLosesJSON(s *types.Struct, path string, open []types.Type) (at, why string) {
	exported := s.NumFields() == 0
	for i := range s.NumFields() {
		f := s.Field(i)
		if !f.Exported() && !f.Embedded() {
			continue
		}
		exported = true
		if reflect.StructTag(s.Tag(i)).Get("json") == "-" {
			continue
		}
		if at, why := losesJSON(f.Type(), path+"."+f.Name(), open); why != "" {
			return at, why
		}
	}
	if !exported {
		return path, "a struct without exported fields"
	}
	return path, ""
}

// speaksFor reports whether a type has methods that write and read it as JSON or
// as text.
func speaksFor(t types.Type) bool {
	has := func(name string) bool {
		o, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), false, nil, name)
		_, ok := o.(*types.Func)
		return ok
	}
	if _, isInterface := t.Underlying().(*types.Interface); isInterface {
		return false
	}
	return has("MarshalJSON") && has("UnmarshalJSON") || has("MarshalText") && has("UnmarshalText")
}
