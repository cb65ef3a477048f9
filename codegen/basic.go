package codegen

import (
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A constant is an exported constant of a package.
type constant struct{ path, name string }

// A fieldValue is a value of one field of a struct.
type fieldValue struct {
	of    reflect.Type
	field string
	value time.Duration
}

// Values with a name that says more than the value does: anywhere, or in one field
// only.
var (
	constants = map[rocket.Event]constant{
		stdconds.Ended: {stdcondsPath, "Ended"},
	}
	fieldConstants = map[fieldValue]constant{
		{reflect.TypeFor[rocket.TaskSpec](), "Timeout", rocket.Never}: {rocketPath, "Never"},
		{reflect.TypeFor[rocket.Config](), "Timeout", rocket.Never}:   {rocketPath, "Never"},
	}
)

// named writes a value that has a name: a constant, a weekday or month, or one
// whose GoString method gives its expression.
func (p *printer) named(v reflect.Value) (l literal, ok bool, err error) {
	if !v.CanInterface() {
		return literal{}, false, nil
	}
	switch value := v.Interface().(type) {
	case rocket.Event:
		if c, ok := constants[value]; ok {
			return p.qualified(c.path, c.name), true, nil
		}
		l, err = p.expression(value.GoString())
		return l, true, err
	case time.Weekday:
		known := time.Sunday <= value && value <= time.Saturday
		return p.qualified("time", value.String()), known, nil
	case time.Month:
		known := time.January <= value && value <= time.December
		return p.qualified("time", value.String()), known, nil
	case fmt.GoStringer:
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return literal{}, false, nil
		}
		l, err = p.expression(value.GoString())
		return l, true, err
	}
	return literal{}, false, nil
}

// inField writes the value of a field, if fieldConstants has a name for the value.
func (p *printer) inField(of reflect.Type, field string, v reflect.Value) (literal, bool) {
	d, ok := v.Interface().(time.Duration)
	if !ok {
		return literal{}, false
	}
	c, ok := fieldConstants[fieldValue{of, field, d}]
	if !ok {
		return literal{}, false
	}
	return p.qualified(c.path, c.name), true
}

// expression writes Go source. Packages in the source go by the names that
// generated code has for them.
func (p *printer) expression(source string) (literal, error) {
	parts, ok := p.expressions[source]
	if !ok {
		var err error
		if parts, err = parseExpression(source); err != nil {
			return literal{}, err
		}
		p.expressions[source] = parts
	}
	text := ""
	for _, part := range parts {
		text += part.text
		if part.from != "" {
			text += p.imported(part.from)
		}
	}
	return op(text), nil
}

// An expressionPart is text of an expression that the name of a package follows.
type expressionPart struct {
	text string
	from string // the path of the package; empty in the last part
}

// parseExpression formats Go source, and finds the packages in it.
func parseExpression(source string) (parts []expressionPart, err error) {
	if _, err := parser.ParseExpr(source); err != nil {
		return nil, fmt.Errorf("%q is not a Go expression: %w", source, err)
	}
	formatted, err := format.Source([]byte(source))
	if err != nil {
		return nil, err
	}
	text, done := string(formatted), 0
	all := golang.Tokens(text)
	for i, t := range all {
		from := ownPath(t.Text)
		if from != "" && i+1 < len(all) && all[i+1].Kind == token.PERIOD {
			parts = append(parts, expressionPart{text[done:t.Offset], from})
			done = t.Offset + len(t.Text)
		}
	}
	return append(parts, expressionPart{text[done:], ""}), nil
}

// importable reports whether a program can name the type.
func importable(t reflect.Type) bool {
	return token.IsExported(t.Name()) && token.IsIdentifier(t.Name()) &&
		t.PkgPath() != reflect.TypeFor[plan.Plan]().PkgPath()
}

// basic writes a value that is no composite literal.
func (p *printer) basic(v reflect.Value, known typing) (literal, error) {
	to, err := p.typeName(v.Type())
	if err != nil {
		return literal{}, err
	}
	if isDuration(v.Type()) {
		return p.duration(v, to, known), nil
	}
	l, err := plain(v, known)
	if err != nil || known != dynamic || isDefault(v.Type()) {
		return l, err
	}
	return l.convert(to), nil
}

// isDefault reports whether a constant without a type would have this one.
func isDefault(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[bool](), reflect.TypeFor[string](), reflect.TypeFor[int](),
		reflect.TypeFor[float64]():
		return true
	}
	return false
}

// plain writes a value as a constant without a type. Its default type is bool,
// string, int or float64.
func plain(v reflect.Value, known typing) (literal, error) {
	switch v.Kind() {
	case reflect.Bool:
		return op(strconv.FormatBool(v.Bool())), nil
	case reflect.String:
		return op(quote(v.String())), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return op(strconv.FormatInt(v.Int(), 10)), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return op(fmt.Sprintf("%#x", v.Uint())), nil // a set of bits
	case reflect.Float32, reflect.Float64:
		return float(v.Float(), v.Type().Bits(), known)
	}
	return literal{}, fmt.Errorf("a %s cannot be written as a literal", v.Type())
}

func float(f float64, bits int, known typing) (literal, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return literal{}, fmt.Errorf("%v cannot be written as a literal", f)
	}
	text := strconv.FormatFloat(f, 'g', -1, bits)
	if known == dynamic && !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return op(text), nil
}

// quote writes a string. The string is raw if it has several lines, or if the only
// escapes would be for quotes and backslashes.
func quote(s string) string {
	quoted := strconv.Quote(s)
	several := strings.Contains(strings.TrimRight(s, "\n"), "\n")
	if !several && !strings.ContainsAny(s, `"\`) {
		return quoted
	}
	if strings.HasSuffix(s, "\n") && !several ||
		!strconv.CanBackquote(strings.ReplaceAll(s, "\n", "")) {
		return quoted
	}
	return "`" + s + "`"
}

// isDuration reports whether the values of a type are lengths of time: the type is
// time.Duration or, by agreement, any other named type that is an int64.
func isDuration(t reflect.Type) bool { return t.Kind() == reflect.Int64 && t.PkgPath() != "" }

// duration writes a length of time.
func (p *printer) duration(v reflect.Value, to literal, known typing) literal {
	d := time.Duration(v.Int())
	l := p.length(d)
	isOwn := v.Type() == reflect.TypeFor[time.Duration]()
	if unit, _ := unitOf(d); unit == 0 && known != dynamic || unit != 0 && isOwn {
		return l
	}
	return l.convert(to)
}

// tooMany is a number of units that nobody would read.
const tooMany = 10_000

// length writes a length of time in the longest unit that divides it, such as
// 90 * time.Minute. If that takes too many units, full hours stand apart:
// 8*time.Hour + 500*time.Millisecond.
func (p *printer) length(d time.Duration) literal {
	unit, name := unitOf(d)
	if unit == 0 {
		return op(strconv.FormatInt(int64(d), 10))
	}
	hours := d.Truncate(time.Hour)
	if hours != 0 && hours != d && d/unit >= tooMany {
		sum := p.length(hours).text + " + " + p.length(d-hours).text
		return op(strings.ReplaceAll(sum, " * ", "*")) // as gofmt shows which binds closer
	}
	l := p.qualified("time", name)
	if d != unit {
		l = l.before(strconv.FormatInt(int64(d/unit), 10) + " * ")
	}
	return l
}

// unitOf returns the longest unit that divides d, and its name in package time. It
// returns 0 if d is 0 or no multiple of a microsecond.
func unitOf(d time.Duration) (unit time.Duration, name string) {
	units := [...]struct {
		unit time.Duration
		name string
	}{
		{time.Hour, "Hour"}, {time.Minute, "Minute"}, {time.Second, "Second"},
		{time.Millisecond, "Millisecond"}, {time.Microsecond, "Microsecond"},
	}
	for _, u := range units {
		if d != 0 && d%u.unit == 0 {
			return u.unit, u.name
		}
	}
	return 0, ""
}
