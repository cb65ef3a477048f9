package rocket

import (
	"fmt"
	"strings"
)

// An enum has the constants of a type, from 0 on: what Go calls each, and its word in
// the language, which is empty if a schedule cannot name it.
type enum[T ~uint8] []struct{ name, word string }

// String returns the word of a constant.
func (e enum[T]) String(v T) string {
	if int(v) < len(e) {
		return e[v].word
	}
	return strings.TrimPrefix(e.GoString(v), "rocket.")
}

// GoString returns the Go expression for a constant.
func (e enum[T]) GoString(v T) string {
	if int(v) < len(e) {
		return "rocket." + e[v].name
	}
	return fmt.Sprintf("%T(%d)", v, v)
}

// values returns the constants that have a word.
func (e enum[T]) values() (list []T) {
	for v := range e {
		if e[v].word != "" {
			list = append(list, T(v))
		}
	}
	return list
}
