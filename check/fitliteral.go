package check

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runtime/arg"
)

// Literals become values of Go types by the rules of Go for untyped constants, with one
// exception: a number without a unit is not a time.Duration.

// fitScalar lowers a text, a number, a bool or a duration.
func (c *checker) fitScalar(in *scope, a grammar.Arg, s slot) arg.Source {
	value, ok := c.scalar(in, a, s)
	if !ok {
		return nil
	}
	return &plan.GoLiteral{Literal: arg.Literal{Value: value}, Type: s.field()}
}

// scalar returns the value of a literal. A literal that does not fit is reported, and ok is
// false.
func (c *checker) scalar(in *scope, a grammar.Arg, s slot) (value any, ok bool) {
	switch a := a.(type) {
	case *grammar.Text:
		return a.Value(), c.takes(a, fmt.Sprintf("%q is string", a.Value()), types.IsString, s)
	case *grammar.Bool:
		return a.Value, c.takes(a, fmt.Sprintf("%t is bool", a.Value), types.IsBoolean, s)
	case *grammar.Duration:
		d, valid := c.durationValue(in, a)
		return d, valid && c.fitDuration(a, a.Text, s)
	case *grammar.Number:
		return c.fitNumber(a, a.Text, s)
	}
	panic(unforeseen("argument", a))
}

// fitConstant lowers the value of a parameter of a named condition.
func (c *checker) fitConstant(at *grammar.Word, value any, s slot) arg.Source {
	ok := false
	switch v := value.(type) {
	case string:
		ok = c.takes(at, at.Text+" is string", types.IsString, s)
	case bool:
		ok = c.takes(at, at.Text+" is bool", types.IsBoolean, s)
	case time.Duration:
		ok = c.fitDuration(at, at.Text, s)
	case hole: // a sample of any type
		return arg.Literal{}
	case int, float64:
		value, ok = c.fitNumber(at, fmt.Sprint(v), s)
	}
	if !ok {
		return nil
	}
	return &plan.GoLiteral{Literal: arg.Literal{Value: value}, Type: s.field()}
}

// takes reports whether a slot takes literals of a kind.
func (c *checker) takes(at grammar.Node, what string, kind types.BasicInfo, s slot) bool {
	if golang.IsAny(s.typ) {
		return true
	}
	basic, ok := s.typ.Underlying().(*types.Basic)
	if ok && basic.Info()&kind != 0 {
		return true
	}
	d := c.mismatch(at, what, s)
	if kind == types.IsString && golang.IsDuration(s.typ) {
		d.Help = "a duration stands without quotes, such as 10 minutes"
	}
	return false
}

func (c *checker) fitDuration(at grammar.Node, text string, s slot) bool {
	if golang.IsAny(s.typ) || golang.IsDuration(s.typ) {
		return true
	}
	c.mismatch(at, text+" is time.Duration", s)
	return false
}

// fitNumber returns a number. A number that the type cannot hold is reported.
func (c *checker) fitNumber(at grammar.Node, text string, s slot) (value any, ok bool) {
	number := numberOf(text)
	whole := constant.ToInt(number).Kind() == constant.Int
	what := text + " is float64"
	if whole {
		what = text + " is int"
	}
	basic, isBasic := s.typ.Underlying().(*types.Basic)
	switch {
	case number.Kind() == constant.Unknown:
		c.diags.Errorf(diag.BadNumber, at.Span(), "%s is not a number", text)
	case golang.IsAny(s.typ):
		return plan.Number(text), c.holds(at, number, defaultBasic(whole), s)
	case golang.IsDuration(s.typ):
		c.mismatch(at, text+" has no unit", s).Help = "for example " + text + " seconds"
	case !isBasic || basic.Info()&types.IsNumeric == 0, basic.Info()&types.IsInteger != 0 && !whole:
		c.mismatch(at, what, s)
	default:
		return plan.Number(text), c.holds(at, number, basic, s)
	}
	return nil, false
}

func defaultBasic(whole bool) *types.Basic {
	if whole {
		return types.Typ[types.Int]
	}
	return types.Typ[types.Float64]
}

// numberOf returns the value of a number as it is written.
func numberOf(text string) constant.Value {
	digits, negative := strings.CutPrefix(text, "-")
	digits = strings.TrimLeft(digits, "0")
	if digits == "" || digits[0] == '.' || digits[0] == 'e' || digits[0] == 'E' {
		digits = "0" + digits
	}
	kind := token.INT
	if strings.ContainsAny(digits, ".eE") {
		kind = token.FLOAT
	}
	v := constant.MakeFromLiteral(digits, kind, 0)
	if negative && v.Kind() != constant.Unknown {
		v = constant.UnaryOp(token.SUB, v, 0)
	}
	return v
}

// holds reports whether a basic type can hold the number. If it cannot, that is reported.
func (c *checker) holds(at grammar.Node, v constant.Value, basic *types.Basic, s slot) bool {
	if inRange(v, basic) {
		return true
	}
	c.mismatch(at, fmt.Sprintf("%s does not fit into %s", v, basic), s)
	return false
}

// intBits has the size of each integer type, negative for signed ones. An int has 64 bits.
var intBits = map[types.BasicKind]int{
	types.Int: -64, types.Int8: -8, types.Int16: -16, types.Int32: -32, types.Int64: -64,
	types.Uint: 64, types.Uint8: 8, types.Uint16: 16, types.Uint32: 32, types.Uint64: 64,
	types.Uintptr: 64,
}

func inRange(v constant.Value, basic *types.Basic) bool {
	bits, isInt := intBits[basic.Kind()]
	switch {
	case isInt && bits > 0:
		return constant.Sign(v) >= 0 && constant.BitLen(constant.ToInt(v)) <= bits
	case isInt:
		v = constant.ToInt(v)
		if constant.Sign(v) < 0 { // as many as there are numbers from 0
			v = constant.BinaryOp(v, token.ADD, constant.MakeInt64(1))
		}
		return constant.BitLen(v) < -bits
	case basic.Kind() == types.Float32 || basic.Kind() == types.Complex64:
		f, _ := constant.Float32Val(v)
		return !math.IsInf(float64(f), 0)
	}
	f, _ := constant.Float64Val(v)
	return !math.IsInf(f, 0)
}
