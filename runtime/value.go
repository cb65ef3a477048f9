package rocket

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// An Arg is an argument of a Go function, of type T. Generated code has one for
// each parameter that a schedule fills.
//
// The value is that of the run (see [Task.Run]) where it has one of that name,
// else that of From. Text (of the environment, the command line, a file) is
// converted to a T that is a number, a bool, a time.Duration or a time.Time
// (RFC 3339), and what crossed the border of a process is decoded from JSON.
type Arg[T any] struct {
	// Name is that of the function's parameter.
	Name string
	// From is where the value comes from; nil: only the run can give it.
	From Argument
}

// Value returns the argument for a run. An error names the parameter, and is
// the run's failure.
func (a Arg[T]) Value(r *Run) (T, error) { return a.in(r.scope()) }

// Observed returns the argument for a condition.
func (a Arg[T]) Observed(o *Observation) (T, error) { return a.in(o.scope()) }

func (a Arg[T]) in(s scope) (v T, err error) {
	raw, ok := s.values[a.Name]
	if !ok && a.From == nil {
		return v, &prerunError{fmt.Errorf("parameter %q has no value", a.Name)}
	}
	if !ok {
		raw, err = value(s, a.From)
	}
	if err == nil {
		v, err = convert[T](raw)
	}
	if err != nil {
		err = &prerunError{fmt.Errorf("parameter %q: %w", a.Name, err)}
	}
	return v, err
}

// convert makes a T of a value that is one, or of a text or JSON of one.
func convert[T any](raw any) (v T, err error) {
	if text, crossed := raw.(json.RawMessage); crossed {
		return decode[T](text)
	}
	switch raw := raw.(type) {
	case nil: // of an interface type
		return v, nil
	case T:
		return raw, nil
	case string:
		return v, parse(raw, &v)
	case int:
		if number(float64(raw), &v) {
			return v, nil
		}
	case float64:
		if number(raw, &v) {
			return v, nil
		}
	case []any, map[string]any:
		return throughJSON[T](raw)
	}
	return v, fmt.Errorf("a value of type %T is no %T", raw, v)
}

// decode makes a T of JSON of one, or of JSON of a text of one.
func decode[T any](raw json.RawMessage) (v T, err error) {
	if err = json.Unmarshal(raw, &v); err == nil {
		return v, nil
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return v, err
	}
	return v, parse(text, &v)
}

// throughJSON makes a list or a map by way of JSON; a schedule's are short.
func throughJSON[T any](raw any) (v T, err error) {
	text, err := json.Marshal(raw)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	return v, err
}

// parse reads text into what p points to.
func parse(text string, p any) (err error) {
	switch p := p.(type) {
	case *string:
		*p = text
	case *bool:
		*p, err = strconv.ParseBool(text)
	case *time.Duration:
		*p, err = time.ParseDuration(text)
	case *time.Time:
		*p, err = time.Parse(time.RFC3339, text)
	case *float64:
		*p, err = strconv.ParseFloat(text, 64)
	case *float32:
		err = parseFloat(text, p)
	case *int:
		*p, err = strconv.Atoi(text)
	case *int8, *int16, *int32, *int64, *uint, *uint8, *uint16, *uint32, *uint64:
		err = json.Unmarshal([]byte(text), p)
	default:
		return fmt.Errorf("%s does not convert to %s", quoteShort(text), typeName(p))
	}
	if err != nil {
		return fmt.Errorf("%s is no %s", quoteShort(text), typeName(p))
	}
	return nil
}

func parseFloat(text string, p *float32) error {
	f, err := strconv.ParseFloat(text, 32)
	*p = float32(f)
	return err
}

// number stores a number of the schedule in what p points to, where that is of
// a numeric type that can hold it exactly.
func number(f float64, p any) bool {
	if _, ok := p.(*time.Duration); ok {
		return false
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	switch p.(type) {
	case *int, *int8, *int16, *int32, *int64, *uint, *uint8, *uint16, *uint32, *uint64, *float32, *float64:
		return json.Unmarshal([]byte(text), p) == nil
	}
	return false
}

// typeName returns the type that p points to.
func typeName(p any) string { return fmt.Sprintf("%T", p)[1:] }

// quoteShort quotes a text that a message shows.
func quoteShort(text string) string {
	const most = 40
	if len(text) > most {
		text = text[:most] + "…"
	}
	return strconv.Quote(text)
}
