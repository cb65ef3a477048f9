package check

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// A mismatch says why a value does not fit a parameter.
type mismatch struct {
	what, is string // return of fetch, []prices.Price
	why      string // more than the types; may be empty
	related  []diag.Related
}

func (c *checker) reportMisfit(a grammar.Arg, call *goCall, p *types.Var, m *mismatch) {
	d := c.diags.Errorf(diag.GoArgument, a.Span(), "%s is %s, but %s takes %s (parameter %q)",
		m.what, m.is, call.text(), shortType(p.Type()), paramName(p))
	d.Help, d.Related = m.why, m.related
}

// fits compares a value of the schedule with the type of what takes it. It
// returns nil where it fits: a literal as a constant fits in Go, text where it
// can be converted when the program runs, and the value of a function where it
// can be assigned.
func (c *checker) fits(a grammar.Arg, to types.Type) *mismatch {
	if isAny(to) {
		return nil
	}
	switch a := a.(type) {
	case *grammar.Word:
		return c.wordFits(a, to)
	case *grammar.EnvArg, *grammar.CLIArg:
		return textFits("text of "+sourceText(a), to)
	case *grammar.ReturnOf:
		return c.returnFits(a, to)
	case *grammar.Fallback:
		for _, alternative := range a.Args {
			if m := c.fits(alternative, to); m != nil {
				return m
			}
		}
		return nil
	case *grammar.Func:
		return c.computedFits(a, to)
	case *grammar.Handle:
		return handleFits(a, to)
	case *grammar.List:
		return c.listFits(a, to)
	case *grammar.Map:
		return c.mapFits(a, to)
	}
	value, _ := c.literal(a)
	return constantFits(sourceText(a), value, to)
}

// sourceText is how a message names a value.
func sourceText(a grammar.Arg) string {
	switch a := a.(type) {
	case *grammar.Text:
		return a.Raw
	case *grammar.Number:
		return a.Text
	case *grammar.Duration:
		return a.Text
	case *grammar.Bool:
		return fmt.Sprint(a.Value)
	case *grammar.EnvArg:
		return "env " + a.Var.Raw
	case *grammar.CLIArg:
		return "cli " + a.Flag.Raw
	case *grammar.Word:
		return a.Text
	}
	return "the value"
}

func isAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

// wordFits compares a parameter: of the named condition that is being expanded,
// or of the session.
func (c *checker) wordFits(a *grammar.Word, to types.Type) *mismatch {
	if value, ok := c.args[a.Text]; ok {
		if _, sample := value.(hole); sample {
			return nil
		}
		return constantFits(a.Text, value, to)
	}
	p := c.params[a.Text]
	if p == nil || p.decl == nil || p.open {
		return nil // reported
	}
	p.open = true
	defer func() { p.open = false }()
	m := c.fits(p.decl.Value, to)
	if m != nil {
		m.what = "param " + a.Text + ", " + m.what + ","
		m.related = append(m.related, diag.Related{Span: p.decl.Name.Span(), Msg: "the parameter is declared here"})
	}
	return m
}

// returnFits compares what a task returns.
func (c *checker) returnFits(a *grammar.ReturnOf, to types.Type) *mismatch {
	t := c.byName[a.Task.Text()]
	if t == nil && a.Task.Path != nil {
		t = c.taskByFunc(a.Task)
	}
	if t == nil {
		return nil // reported, or any task is one
	}
	what := "return of " + taskText(t.name)
	related := []diag.Related{{Span: t.nameSpan(), Msg: "the task is declared here"}}
	switch action := t.decl.Action.(type) {
	case *grammar.Command:
		m := textFits(what, to)
		if m != nil {
			m.related = related
		}
		return m
	case *grammar.Code:
		if action.Type == nil || strings.ReplaceAll(action.Type.Text, " ", "") == strings.ReplaceAll(shortType(to), " ", "") {
			return nil
		}
		return &mismatch{what: what, is: action.Type.Text, related: related}
	case *grammar.Func:
		return c.funcReturnFits(t, what, related, to)
	}
	return &mismatch{what: what, is: "nothing", why: "a metatask returns nothing", related: related}
}

func (c *checker) funcReturnFits(t *task, what string, related []diag.Related, to types.Type) *mismatch {
	result, known := c.resultOf(t.call)
	switch {
	case !known:
		return nil // reported at the task
	case result == nil:
		return &mismatch{what: what, is: "nothing", why: t.call.text() + " has no result but perhaps an error", related: related}
	case !types.AssignableTo(result, to):
		return &mismatch{what: what, is: shortType(result), related: related}
	}
	return nil
}

// resultOf returns the type of the value that a function returns, nil where it
// returns none; known is false where that cannot be told.
func (c *checker) resultOf(call *goCall) (result types.Type, known bool) {
	if call == nil || call.pkg == nil || call.pkg.types == nil {
		return nil, false
	}
	fn, ok := call.pkg.types.Scope().Lookup(call.name).(*types.Func)
	if !ok {
		return nil, false
	}
	results := fn.Signature().Results()
	if results.Len() == 0 || results.Len() == 1 && isError(results.At(0).Type()) {
		return nil, true
	}
	return results.At(0).Type(), true
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

// computedFits compares what a function that is called for the value returns.
func (c *checker) computedFits(a *grammar.Func, to types.Type) *mismatch {
	result, known := c.resultOf(c.callOf(a))
	if !known {
		return nil
	}
	if result == nil || !types.AssignableTo(result, to) {
		is := "nothing"
		if result != nil {
			is = shortType(result)
		}
		return &mismatch{what: "the value of " + a.Name.String(), is: is}
	}
	return nil
}

// handleTypes are the types of handles.
var handleTypes = map[string]string{
	"session": "*" + runtimePath + ".Session",
	"task":    "*" + runtimePath + ".Task",
	"config":  runtimePath + ".Config",
	"logger":  "*log/slog.Logger",
}

func handleFits(a *grammar.Handle, to types.Type) *mismatch {
	want := handleTypes[a.Word]
	if types.TypeString(to, nil) == want {
		return nil
	}
	return &mismatch{what: a.Word, is: strings.ReplaceAll(strings.ReplaceAll(want, runtimePath, "runtime"), "log/", "")}
}

// textFits says whether text can be converted to a type when the program runs.
func textFits(what string, to types.Type) *mismatch {
	if types.TypeString(to, nil) == "time.Time" {
		return nil
	}
	if b, ok := to.Underlying().(*types.Basic); ok && b.Info()&(types.IsString|types.IsBoolean|types.IsInteger|types.IsFloat) != 0 {
		return nil
	}
	return &mismatch{what: what, is: "text", why: "text converts to a string, a bool, a number, a time.Duration or a time.Time"}
}

// constantFits says whether a literal fits a type as a constant does in Go.
func constantFits(what string, value any, to types.Type) *mismatch {
	basic, _ := to.Underlying().(*types.Basic)
	isDuration := types.TypeString(to, nil) == "time.Duration"
	misfit := func(is, why string) *mismatch { return &mismatch{what: what, is: is, why: why} }
	info := types.BasicInfo(0)
	if basic != nil {
		info = basic.Info()
	}
	switch v := value.(type) {
	case string:
		if info&types.IsString == 0 {
			return misfit("a string", "")
		}
	case bool:
		if info&types.IsBoolean == 0 {
			return misfit("a bool", "")
		}
	case time.Duration:
		if !isDuration {
			return misfit("a duration", "")
		}
	case int, float64:
		if info&types.IsNumeric == 0 || info&types.IsComplex != 0 {
			return misfit("a number", "")
		}
		if isDuration {
			return misfit("a number", "a duration has a unit: "+what+" seconds")
		}
		return numberFits(what, v, basic)
	}
	return nil
}

// numberFits says whether a number can be represented in a type.
func numberFits(what string, value any, basic *types.Basic) *mismatch {
	number := constant.Make(value)
	if i, ok := value.(int); ok {
		number = constant.MakeInt64(int64(i))
	}
	if basic.Info()&types.IsFloat != 0 {
		return nil
	}
	whole := constant.ToInt(number)
	if whole.Kind() != constant.Int {
		return &mismatch{what: what, is: "not a whole number"}
	}
	low, high := intRange(basic)
	if constant.Compare(whole, token.LSS, low) || constant.Compare(whole, token.GTR, high) {
		return &mismatch{what: what, is: "out of range", why: fmt.Sprintf("%s holds %v to %v", basic, low, high)}
	}
	return nil
}

// intRange returns the least and the greatest value of an integer type.
func intRange(basic *types.Basic) (low, high constant.Value) {
	bits := uint(types.SizesFor("gc", "amd64").Sizeof(basic) * 8)
	one := constant.MakeInt64(1)
	if basic.Info()&types.IsUnsigned != 0 {
		return constant.MakeInt64(0), constant.BinaryOp(constant.Shift(one, token.SHL, bits), token.SUB, one)
	}
	half := constant.Shift(one, token.SHL, bits-1)
	return constant.UnaryOp(token.SUB, half, 0), constant.BinaryOp(half, token.SUB, one)
}

// listFits compares the items of a list with the elements of a slice or array.
func (c *checker) listFits(a *grammar.List, to types.Type) *mismatch {
	var elem types.Type
	switch t := to.Underlying().(type) {
	case *types.Slice:
		elem = t.Elem()
	case *types.Array:
		if int64(len(a.Items)) != t.Len() {
			return &mismatch{what: "a list", is: fmt.Sprintf("of %d items", len(a.Items))}
		}
		elem = t.Elem()
	default:
		return &mismatch{what: "the value", is: "a list"}
	}
	for i, item := range a.Items {
		if m := c.fits(item, elem); m != nil {
			m.what = fmt.Sprintf("item %d of the list, %s,", i+1, m.what)
			return m
		}
	}
	return nil
}

// mapFits compares the entries of a map with the elements of a map, or the fields
// of a structure.
func (c *checker) mapFits(a *grammar.Map, to types.Type) *mismatch {
	field := func(string) (types.Type, bool) { return nil, false }
	switch t := to.Underlying().(type) {
	case *types.Map:
		if b, ok := t.Key().Underlying().(*types.Basic); !ok || b.Info()&types.IsString == 0 {
			return &mismatch{what: "the value", is: "a map of strings"}
		}
		field = func(string) (types.Type, bool) { return t.Elem(), true }
	case *types.Struct:
		field = func(name string) (types.Type, bool) { return structField(t, name) }
	default:
		return &mismatch{what: "the value", is: "a map"}
	}
	for _, e := range a.Entries {
		t, ok := field(e.Key.Text())
		if !ok {
			return &mismatch{what: "the value", is: "a map with the key " + quote(e.Key.Text()), why: "the structure has no field of that name"}
		}
		if m := c.fits(e.Value, t); m != nil {
			m.what = fmt.Sprintf("the entry %s, %s,", quote(e.Key.Text()), m.what)
			return m
		}
	}
	return nil
}

// structField returns the type of the field that JSON has under a name.
func structField(t *types.Struct, name string) (types.Type, bool) {
	for i := range t.NumFields() {
		f := t.Field(i)
		if jsonName, shown := jsonField(f, t.Tag(i)); shown && strings.EqualFold(jsonName, name) {
			return f.Type(), true
		}
	}
	return nil, false
}

// durationType is time.Duration, which needs no package to be loaded.
var durationType = types.NewNamed(
	types.NewTypeName(token.NoPos, types.NewPackage("time", "time"), "Duration", nil), types.Typ[types.Int64], nil)

var anyType = types.Universe.Lookup("any").Type()

// typeOf returns the type that a value has by itself: of a literal its own, of
// text a string, of what a function returns that.
func (c *checker) typeOf(a grammar.Arg) types.Type {
	switch a := a.(type) {
	case *grammar.Word:
		if p := c.params[a.Text]; p != nil && p.decl != nil && !p.open {
			p.open = true
			defer func() { p.open = false }()
			return c.typeOf(p.decl.Value)
		}
		return anyType
	case *grammar.EnvArg, *grammar.CLIArg, *grammar.Text:
		return types.Typ[types.String]
	case *grammar.Bool:
		return types.Typ[types.Bool]
	case *grammar.Duration:
		return durationType
	case *grammar.Number:
		if _, whole := c.number(a).(int); whole {
			return types.Typ[types.Int]
		}
		return types.Typ[types.Float64]
	case *grammar.Fallback:
		return c.typeOf(a.Args[len(a.Args)-1])
	case *grammar.Func:
		if result, _ := c.resultOf(c.callOf(a)); result != nil {
			return result
		}
	case *grammar.ReturnOf:
		return c.returnType(a)
	}
	return anyType
}

// returnType returns the type of what a task returns, as far as it is known.
func (c *checker) returnType(a *grammar.ReturnOf) types.Type {
	t := c.byName[a.Task.Text()]
	if t == nil {
		return anyType
	}
	if _, isCommand := t.decl.Action.(*grammar.Command); isCommand {
		return types.Typ[types.String]
	}
	if result, _ := c.resultOf(t.call); result != nil && hiddenType(result, false) == nil {
		return result
	}
	return anyType
}
