package arg

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// A Literal is a value that the schedule says: a string, a bool, a number, a
// time.Duration, a list or a map of such, or any value of Go.
type Literal struct{ Value any }

// Resolve returns the value.
func (l Literal) Resolve(Scope) (any, bool, error) { return l.Value, true, nil }

// String returns the value as the language writes it, or as Go does if the language has no
// such value.
func (l Literal) String() string {
	switch v := l.Value.(type) {
	case time.Duration:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		list := make(List, len(v))
		for i, item := range v {
			list[i] = Literal{item}
		}
		return list.String()
	case map[string]any:
		entries := make(MapOf[any], 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			entries = append(entries, Var{name, Literal{v[name]}})
		}
		return entries.String()
	}
	return fmt.Sprintf("%#v", l.Value)
}
