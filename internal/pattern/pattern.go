// Package pattern has regular expressions that are compiled when they are first used: most
// runs of rocketc use none of them.
package pattern

import (
	"regexp"
	"sync"
)

// Lazy returns a function that returns the compiled expression. The first call compiles it;
// that call panics if the expression is wrong.
func Lazy(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
