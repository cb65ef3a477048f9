package check

import (
	"fmt"
	"go/types"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// givenArgs are the arguments that a schedule gives to a function: at the call,
// and before these what params says.
type givenArgs struct {
	positional []grammar.Arg
	named      map[string]grammar.Arg
	node       grammar.Node // where what is wrong with them stands
	used       map[string]bool
}

// given takes in the arguments of a call, and the params of a task; both may be
// nil. What is given twice is reported.
func (c *checker) given(node grammar.Node, call *grammar.Args, params *grammar.Map) *givenArgs {
	g := &givenArgs{named: map[string]grammar.Arg{}, node: node, used: map[string]bool{}}
	if call != nil {
		for _, item := range call.Items {
			if item.Name == nil {
				g.positional = append(g.positional, item.Value)
				continue
			}
			if _, twice := g.named[item.Name.Text]; twice {
				c.diags.Errorf(diag.DoubledParam, item.Span(), "the argument %s is given twice", item.Name.Text)
			}
			g.named[item.Name.Text] = item.Value
		}
	}
	if params != nil {
		for _, e := range params.Entries {
			g.named[e.Key.Text()] = e.Value
		}
	}
	return g
}

// take returns the argument for a parameter: by its name, else the next by
// position.
func (g *givenArgs) take(name string) grammar.Arg {
	if a, ok := g.named[name]; ok {
		g.used[name] = true
		return a
	}
	if len(g.positional) == 0 {
		return nil
	}
	a := g.positional[0]
	g.positional = g.positional[1:]
	return a
}

// fill finds what fills the parameters of a function. It reports those that
// nothing does, and arguments that fit none.
func (c *checker) fill(f *plan.GoFunc, call *goCall, signature *types.Signature, args *givenArgs) bool {
	ok := true
	for i := range signature.Params().Len() {
		p := signature.Params().At(i)
		fill, known := fills[types.TypeString(p.Type(), nil)]
		variadic := signature.Variadic() && i == signature.Params().Len()-1
		switch {
		case known && !variadic && args.named[p.Name()] == nil:
			f.Params = append(f.Params, plan.GoParam{Name: p.Name(), Fill: fill})
			call.session = call.session || fill == plan.FillSession
		case p.Type() == types.Typ[types.Invalid]:
			d := c.badFunc(diag.BadFunc, call, "the type of parameter %s of %s is not known", paramName(p), call.text())
			d.Help = "the package has errors: " + call.pkg.problem
			ok = false
		case variadic && args.take(p.Name()) == nil:
			// it is called without any
		case variadic:
			d := c.badFunc(diag.BadFunc, call, "%s takes any number of arguments as %s, and a schedule gives each parameter one", call.text(), paramName(p))
			d.Help = "write a function that takes a slice"
			ok = false
		default:
			ok = c.fillArg(f, call, p, args) && ok
		}
	}
	return c.leftOver(call, signature, args) && ok
}

// fillArg fills a parameter with what is given for it, else with the session
// parameter of its name.
func (c *checker) fillArg(f *plan.GoFunc, call *goCall, p *types.Var, args *givenArgs) bool {
	if !c.writable(call, p) {
		return false
	}
	param := plan.GoParam{Name: p.Name(), Fill: plan.FillArgument, Type: p.Type()}
	given := args.take(p.Name())
	if given == nil {
		if c.params[p.Name()] == nil {
			c.missingArg(call, p, args)
			return false
		}
		c.param(p.Name(), args.node.Span())
		given = &grammar.Word{Place: call.node.Place, Text: p.Name()}
	}
	found := len(c.diags)
	param.From = c.argument(given)
	if param.From == nil || len(c.diags) > found {
		return false
	}
	if m := c.fits(given, p.Type()); m != nil {
		c.reportMisfit(given, call, p, m)
		return false
	}
	f.Params = append(f.Params, param)
	c.addTypeImports(p.Type())
	return true
}

func (c *checker) missingArg(call *goCall, p *types.Var, args *givenArgs) {
	d := c.diags.Errorf(diag.MissingArgument, args.node.Span(), "%s takes %s %s, and nothing gives it", call.text(), paramName(p), shortType(p.Type()))
	d.Help = fmt.Sprintf("write %s(%s: …), or declare a session parameter: param %[2]s = …", call.text(), paramName(p))
}

// leftOver reports arguments that no parameter takes.
func (c *checker) leftOver(call *goCall, signature *types.Signature, args *givenArgs) bool {
	var names []string
	for i := range signature.Params().Len() {
		names = append(names, signature.Params().At(i).Name())
	}
	ok := true
	if len(args.positional) > 0 {
		c.diags.Errorf(diag.GoArgument, args.positional[0].Span(), "%s takes fewer arguments", call.text())
		ok = false
	}
	for _, name := range keys(args.named) {
		if args.used[name] {
			continue
		}
		d := c.diags.Errorf(diag.GoArgument, args.named[name].Span(), "%s has no parameter %q", call.text(), name)
		if best := diag.Nearest(name, names); best != "" {
			d.Msg += " (did you mean " + quote(best) + "?)"
		}
		ok = false
	}
	return ok
}

// writable reports whether generated code can write the type of a parameter;
// that it cannot is reported.
func (c *checker) writable(call *goCall, p *types.Var) bool {
	hidden := hiddenType(p.Type(), call.isOwn())
	if hidden == nil {
		return true
	}
	c.badFunc(diag.BadFunc, call, "the type %s of parameter %s of %s is not exported", shortType(hidden), paramName(p), call.text())
	return false
}

// hiddenType returns the first type in t that another package cannot name, or
// nil.
func hiddenType(t types.Type, own bool) (hidden types.Type) {
	eachNamed(t, func(n *types.TypeName) {
		if n.Pkg() != nil && !n.Exported() && !own && hidden == nil {
			hidden = n.Type()
		}
	})
	return hidden
}

// eachNamed visits the names of the types that t is written with.
func eachNamed(t types.Type, visit func(*types.TypeName)) {
	switch t := t.(type) {
	case *types.Named:
		visit(t.Obj())
		for i := range t.TypeArgs().Len() {
			eachNamed(t.TypeArgs().At(i), visit)
		}
	case *types.Alias:
		visit(t.Obj())
	case interface{ Elem() types.Type }:
		if m, ok := t.(*types.Map); ok {
			eachNamed(m.Key(), visit)
		}
		eachNamed(t.Elem(), visit)
	case *types.Signature:
		for _, tuple := range []*types.Tuple{t.Params(), t.Results()} {
			for i := range tuple.Len() {
				eachNamed(tuple.At(i).Type(), visit)
			}
		}
	case *types.Struct:
		for i := range t.NumFields() {
			eachNamed(t.Field(i).Type(), visit)
		}
	}
}

// addTypeImports enters the packages that a type is written with.
func (c *checker) addTypeImports(t types.Type) {
	eachNamed(t, func(n *types.TypeName) {
		if n.Pkg() != nil && n.Pkg().Path() != c.plan.Own {
			c.addImport(plan.Import{Path: n.Pkg().Path(), Name: n.Pkg().Name()})
		}
	})
}

// stepArgs lowers the arguments of `run T(args)`, which come before all others of
// the run.
func (c *checker) stepArgs(t *task, args *grammar.Args) (vars []rocket.Var) {
	if args == nil || len(args.Items) == 0 {
		return nil
	}
	given := c.given(args, args, nil)
	var names []string
	if t.call != nil {
		if fn := c.funcObject(t.call); fn != nil {
			return c.funcStepArgs(t.call, fn.Signature(), given)
		}
		return nil
	}
	for _, s := range t.decl.Attrs {
		if m, ok := s.Value.(*grammar.Map); ok && s.Key.Text == "params" {
			for _, e := range m.Entries {
				names = append(names, e.Key.Text())
			}
		}
	}
	for _, name := range names {
		if a := given.take(name); a != nil {
			vars = append(vars, rocket.Var{Name: name, Value: c.argument(a)})
		}
	}
	c.leftOverNames("task "+quote(t.name), names, given)
	return vars
}

// leftOverNames reports arguments that none of the names takes.
func (c *checker) leftOverNames(what string, names []string, given *givenArgs) {
	if len(given.positional) > 0 {
		c.diags.Errorf(diag.GoArgument, given.positional[0].Span(), "%s takes fewer arguments", what)
	}
	for _, name := range keys(given.named) {
		if !given.used[name] {
			d := c.diags.Errorf(diag.GoArgument, given.named[name].Span(), "%s has no parameter %q", what, name)
			if best := diag.Nearest(name, names); best != "" {
				d.Msg += " (did you mean " + quote(best) + "?)"
			}
		}
	}
}

func (c *checker) funcStepArgs(call *goCall, signature *types.Signature, given *givenArgs) (vars []rocket.Var) {
	for i := range signature.Params().Len() {
		p := signature.Params().At(i)
		if _, self := fills[types.TypeString(p.Type(), nil)]; self {
			continue
		}
		a := given.take(p.Name())
		if a == nil {
			continue
		}
		from := c.argument(a)
		if from == nil {
			continue
		}
		if m := c.fits(a, p.Type()); m != nil {
			c.reportMisfit(a, call, p, m)
			continue
		}
		vars = append(vars, rocket.Var{Name: p.Name(), Value: from})
	}
	c.leftOver(call, signature, given)
	return vars
}
