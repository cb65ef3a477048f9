package golang

import "go/types"

// Results is what a function returns by the custom of Go: nothing, a value, an
// error, or a value and an error.
type Results struct {
	// Value is the type of the value; nil if there is no value.
	Value types.Type
	Error bool
}

// ResultsOf returns what a function returns; ok is false if the function does not
// follow that custom.
func ResultsOf(s *types.Signature) (r Results, ok bool) {
	list := s.Results()
	n := list.Len()
	if n > 0 && IsError(list.At(n-1).Type()) {
		r.Error = true
		n--
	}
	if n == 1 {
		r.Value = list.At(0).Type()
	}
	return r, n <= 1
}
