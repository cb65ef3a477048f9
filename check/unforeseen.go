package check

import "fmt"

// unforeseen is why check panics at a form of the language that it has no case for:
// a mistake in rocketc, which tests find by its name.
func unforeseen(kind string, n any) string {
	return fmt.Sprintf("check: the %s %T has no case", kind, n)
}
