package arg

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/rocketc/rocketc/spelling"
)

// As makes a T of a value. The value may be
//
//   - a T, or nil, which is the zero T;
//   - a text of a T that is a string, a bool, a number, a time.Duration or a time.Time
//     (RFC 3339);
//   - an int or a float64, if T is a type of numbers that can hold it exactly;
//   - a []any or a map[string]any, if encoding/json makes a T of its JSON;
//   - a json.RawMessage, which has crossed the border of a process: JSON of a T, or of a
//     text of a T.
//
// Anything else is an error.
func As[T any](value any) (v T, err error) {
	if text, crossed := value.(json.RawMessage); crossed {
		return decode[T](text)
	}
	if v, is := value.(T); is {
		return v, nil
	}
	return convert[T](value)
}

// convert makes a value that is no T one.
func convert[T any](value any) (v T, err error) {
	switch value := value.(type) {
	case nil:
		return v, nil
	case string:
		return v, parse(value, &v)
	case int:
		if number(float64(value), &v) {
			return v, nil
		}
	case float64:
		if number(value, &v) {
			return v, nil
		}
	case []any, map[string]any:
		return throughJSON[T](value)
	}
	return v, fmt.Errorf("a value of type %T is no %s", value, typeName(&v))
}

// Text returns a value as the text that a command takes: a string or a fmt.Stringer as it
// is, JSON of lists and structures. A value that does not become JSON is an error.
func Text(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case fmt.Stringer:
		return v.String(), nil
	case bool, int, int64, float64:
		return fmt.Sprint(v), nil
	case json.RawMessage: // of a process
		if bytes.HasPrefix(v, []byte{'"'}) {
			return As[string](v)
		}
		return string(v), nil
	}
	text, err := json.Marshal(value)
	return string(text), err
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

// throughJSON makes a T of a list or a map by way of JSON. Those of a schedule are short.
func throughJSON[T any](value any) (v T, err error) {
	text, err := json.Marshal(value)
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
		return fmt.Errorf("%s does not convert to %s", spelling.Quote(text), typeName(p))
	}
	if err != nil {
		return fmt.Errorf("%s is no %s", spelling.Quote(text), typeName(p))
	}
	return nil
}

func parseFloat(text string, p *float32) error {
	f, err := strconv.ParseFloat(text, 32)
	*p = float32(f)
	return err
}

// number stores a number in what p points to, and reports whether it could: p points to a
// number of a type that can hold it exactly.
func number(f float64, p any) bool {
	switch p.(type) {
	case *int, *int8, *int16, *int32, *int64, *uint, *uint8, *uint16, *uint32, *uint64,
		*float32, *float64:
		text := strconv.FormatFloat(f, 'f', -1, 64)
		return json.Unmarshal([]byte(text), p) == nil
	}
	return false
}

// typeName returns the type that p points to.
func typeName(p any) string { return fmt.Sprintf("%T", p)[1:] }
