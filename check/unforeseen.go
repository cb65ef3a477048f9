package check

import (
	"fmt"
)

// unforeseen says that check has no case for a form of the language, as it is called in
// the tree: a mistake in rocketc, which tests name.
func unforeseen(kind string, form any) string {
	if word, ok := form.(string); ok {
		return fmt.Sprintf("check: the %s %q has no case", kind, word)
	}
	return fmt.Sprintf("check: the %s %T has no case", kind, form)
}
