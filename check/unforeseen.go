package check

import (
	"fmt"
)

// unforeseen is the message of a panic: check has no case for a form of the language. That
// is a mistake in rocketc, which a test finds and names.
func unforeseen(kind string, form any) string {
	if word, ok := form.(string); ok {
		return fmt.Sprintf("check: the %s %q has no case", kind, word)
	}
	return fmt.Sprintf("check: the %s %T has no case", kind, form)
}
