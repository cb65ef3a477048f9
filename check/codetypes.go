package check

import (
	"cmp"
	"go/token"
	"go/types"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
)

// checkCodes reports what the Go compiler would find wrong in the Go of the schedule. Other
// mistakes are reported first: these may follow from them. What keeps packages from being
// loaded is found when the schedule is built.
func (c *checker) checkCodes() {
	if !c.options.TypeCheck || c.options.Dir == "" || c.options.Broken ||
		c.options.Only != nil || c.stopped() || c.diags.HasErrors() {
		return
	}
	var places []*grammar.Code
	var functions []golang.Function
	for _, t := range c.tasks {
		if code, ok := t.spec.Action.(*plan.Code); ok {
			places = append(places, t.decl.Action.(*grammar.Code))
			functions = append(functions, functionOf(code))
		}
	}
	if len(places) == 0 {
		return
	}
	o := golang.Options{Dir: c.options.Dir, Tags: c.options.Tags, Load: c.options.Load}
	if len(c.ownDir().Declared) > 0 {
		o.Name = c.packageName() // the code may use what the package declares
	}
	found, err := golang.TypeCheck(o, c.plan.Own, functions)
	if err != nil {
		return
	}
	for _, e := range found {
		at := places[e.Function].Body.Span()
		if e.In == functions[e.Function].Type {
			at = places[e.Function].Type.Span()
		}
		at = at.Part(e.In.Text, e.Start, e.End)
		c.diags.Errorf(diag.GoSyntax, at, "%s", e.Msg)
	}
}

// functionOf returns the function that code becomes. Of the variables of the run it has those
// that the code uses.
func functionOf(code *plan.Code) golang.Function {
	f := golang.Function{File: code.Span.File, Imports: map[string]string{},
		Type: code.Type, Body: code.Body}
	for _, i := range code.Imports {
		f.Imports[cmp.Or(i.Alias, i.Name)] = i.Path
	}
	add := func(name string, typ types.Type) {
		f.Params = append(f.Params, types.NewParam(token.NoPos, nil, name, typ))
	}
	if code.Body.Uses(plan.ContextVariable) {
		add(plan.ContextVariable, declaredType("context", "Context"))
	}
	if code.Body.Uses(plan.RunVariable) {
		add(plan.RunVariable, types.NewPointer(declaredType(runtimePath, "Run")))
	}
	for _, p := range code.Params {
		add(p.Name, p.Type)
	}
	return f
}

// declaredType returns a type that stands for one of a package, which is known by its name.
func declaredType(path, name string) types.Type {
	object := types.NewTypeName(token.NoPos, types.NewPackage(path, name), name, nil)
	return types.NewNamed(object, types.Typ[types.Int], nil)
}
