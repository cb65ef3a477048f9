package check

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A formal is a parameter that an argument can be given for: one of a Go
// function, or a variable of Go code.
type formal struct {
	owner    string // what the parameter belongs to: "prices.Fetch"
	name     string // "" if it has none
	typ      types.Type
	variadic bool
	fill     plan.Fill // what fills it by its type; FillArg: an argument
}

// formals returns the parameters of a function.
func (g *goCall) formals() []formal {
	signature := g.fn.Signature()
	list := make([]formal, signature.Params().Len())
	for i := range list {
		p := signature.Params().At(i)
		list[i] = formal{owner: g.text(), name: p.Name(), typ: p.Type(), fill: plan.FillArg}
		if fill, ok := fills[golang.String(p.Type())]; ok {
			list[i].fill = fill
		}
		if p.Name() == "_" {
			list[i].name = ""
		}
	}
	if signature.Variadic() {
		list[len(list)-1].variadic = true
	}
	return list
}

// bind finds what each parameter of a function gets. In this order count: the params of the
// task; arguments, by position and by name; what the type of the parameter says; the
// session parameter of its name; of an action's time.Time that is called scheduled, the instant
// for which the run was scheduled. Parameters that get nothing are reported, and arguments
// that no parameter takes.
func (c *checker) bind(in *scope, f *plan.GoFunc, call *goCall, args *grammar.Args,
	params []*grammar.Entry) bool {
	formals := call.formals()
	given, ok := c.assign(formals, args, call.text())
	for _, e := range params {
		at, found := c.formalNamed(formals, e.Key.Text(), e.Key.Span(), call.text())
		if ok = ok && found; found {
			given[at] = []grammar.Arg{e.Value}
		}
	}
	assigned := ok
	for i, p := range formals {
		if !assigned && given[i] == nil {
			continue // one finding is enough
		}
		param, known := c.bindOne(in, call, p, given[i])
		ok = ok && known
		f.Params = append(f.Params, param)
	}
	f.Variadic = call.fn.Signature().Variadic()
	return ok
}

// bindOne finds what one parameter gets.
func (c *checker) bindOne(in *scope, call *goCall, p formal,
	given []grammar.Arg) (plan.GoParam, bool) {
	if p.fill == plan.FillEvent {
		c.noEvent(call)
		return plan.GoParam{}, false
	}
	if p.fill != plan.FillArg && given == nil {
		call.touch(p.fill)
		return plan.GoParam{Name: p.name, Fill: p.fill}, true
	}
	if !c.nameable(call, p) {
		return plan.GoParam{}, false
	}
	param := plan.GoParam{Name: p.name, Fill: plan.FillArg, Type: p.typ, Plain: golang.Plain(p.typ)}
	param.From = c.argumentFor(in, call, p, given)
	c.addTypes(p.typ)
	return param, param.From != nil
}

// touch notes that a function takes a part of the session.
func (g *goCall) touch(fill plan.Fill) {
	switch fill {
	case plan.FillSession:
		g.touches = "the session"
	case plan.FillTask:
		if g.touches == "" {
			g.touches = "a task of the session"
		}
	}
}

// nameable reports whether generated code can name the type of a parameter.
func (c *checker) nameable(call *goCall, p formal) bool {
	name := p.name
	if name == "" {
		name = "_"
	}
	switch hidden := golang.Hidden(p.typ, c.plan.Own); {
	case golang.HasInvalid(p.typ):
		d := c.badFunc(diag.BadFunc, call, "the type of parameter %s of %s is not known", name,
			call.text())
		if call.pkg.Problem != "" {
			d.Help = "the package has errors: " + call.pkg.Problem
		}
	case hidden != "":
		d := c.badFunc(diag.BadFunc, call,
			"the type of parameter %s of %s is %s, which is not exported",
			name, call.text(), hidden)
		d.Help = "only its own package can make a value of that type; take another one"
	default:
		return true
	}
	return false
}

// argumentFor lowers what is given for a parameter. If nothing is given, that is the
// session parameter of its name.
func (c *checker) argumentFor(in *scope, call *goCall, p formal,
	given []grammar.Arg) arg.Source {
	s := slot{formal: p}
	switch {
	case given != nil:
		return c.given(in, given, s)
	case p.name != "" && c.params[p.name] != nil && !c.anyParam:
		if at := slices.Index(c.open, c.params[p.name]); at >= 0 {
			c.params[p.name].used = true
			c.reportParamCircle(c.open[at:], call.node.Name.Span())
			return nil
		}
		return c.fitParam(p.name, call.node.Name.Span(), s)
	case call.acts && p.name == "scheduled" && golang.String(p.typ) == "time.Time":
		return arg.Scheduled{}
	case p.variadic:
		return &plan.GoLiteral{Literal: arg.Literal{Value: []any{}}, Type: p.typ}
	}
	c.missing(call, p)
	return nil
}

// given lowers what is given for a parameter. Several arguments, or one that is not a
// slice, are the elements of a variadic parameter.
func (c *checker) given(in *scope, args []grammar.Arg, s slot) arg.Source {
	if s.variadic && !(len(args) == 1 && c.isWhole(in, args[0], s)) {
		return c.fitItems(in, args[0], args, s)
	}
	return c.fit(in, args[0], s)
}

func (c *checker) missing(call *goCall, p formal) {
	if p.name == "" {
		d := c.badFunc(diag.ArgCount, call,
			"%s takes a parameter without a name, %s, and no argument by position is left for it",
			call.text(), golang.Short(p.typ))
		d.Help = "give it by position"
		return
	}
	d := c.badFunc(diag.ArgCount, call, "%s takes %s %s, and nothing gives it", call.text(), p.name,
		golang.Short(p.typ))
	d.Help = fmt.Sprintf("write it as an argument, %s(%s: …), "+
		"or declare the session parameter: param %s = …", call.text(), p.name, p.name)
}

// assign returns for each parameter, by its index, the arguments that are given for it.
// Only a variadic parameter can get more than one.
func (c *checker) assign(formals []formal, args *grammar.Args,
	owner string) (given map[int][]grammar.Arg, ok bool) {
	given = map[int][]grammar.Arg{}
	if args == nil {
		return given, true
	}
	next, named := 0, false
	for _, item := range args.Items {
		if item.Name != nil {
			named = true
			at, found := c.formalNamed(formals, item.Name.Text, item.Name.Span(), owner)
			if !found {
				return given, false
			}
			if given[at] != nil {
				c.diags.Errorf(diag.ArgCount, item.Span(), "the argument %q is given twice",
					item.Name.Text)
				return given, false
			}
			given[at] = []grammar.Arg{item.Value}
			continue
		}
		if named {
			c.diags.Errorf(diag.ArgCount, item.Span(),
				"an argument by position stands behind one by name")
			return given, false
		}
		if next = nextFormal(formals, next, item.Value); next == len(formals) {
			d := c.diags.Errorf(diag.ArgCount, item.Span(), "%s does not take so many arguments",
				owner)
			d.Help = signatureHelp(owner, formals)
			return given, false
		}
		given[next] = append(given[next], item.Value)
		if !formals[next].variadic {
			next++
		}
	}
	return given, true
}

// nextFormal returns the index of the parameter that takes an argument by position. It
// passes over parameters that are filled by their type, unless the argument is a part of
// the program.
func nextFormal(formals []formal, from int, value grammar.Arg) int {
	_, handle := value.(*grammar.Handle)
	for i := from; i < len(formals); i++ {
		if formals[i].fill == plan.FillArg || handle && formals[i].fill != plan.FillContext {
			return i
		}
	}
	return len(formals)
}

// formalNamed returns the index of the parameter of that name. If there is none, that is
// reported.
func (c *checker) formalNamed(formals []formal, name string, at diag.Span,
	owner string) (i int, ok bool) {
	i = slices.IndexFunc(formals, func(p formal) bool { return p.name == name && name != "" })
	if i >= 0 {
		return i, true
	}
	d := c.diags.Errorf(diag.ArgCount, at, "%s has no parameter %q", owner, name)
	var names []string
	for _, p := range formals {
		if p.fill == plan.FillArg && p.name != "" {
			names = append(names, p.name)
		}
	}
	if best := c.nearest(name, names); best != "" {
		suggest(d, best)
	}
	d.Help = signatureHelp(owner, formals)
	return 0, false
}

// signatureHelp says which arguments can be given.
func signatureHelp(owner string, formals []formal) string {
	var params []string
	for _, p := range formals {
		if p.fill == plan.FillArg {
			params = append(params, strings.TrimSpace(p.name+" "+p.typeText()))
		}
	}
	if len(params) == 0 {
		return owner + " takes no arguments"
	}
	return owner + " takes (" + strings.Join(params, ", ") + ")"
}

func (p formal) typeText() string {
	if slice, ok := p.typ.(*types.Slice); ok && p.variadic {
		return "..." + golang.Short(slice.Elem())
	}
	return golang.Short(p.typ)
}
