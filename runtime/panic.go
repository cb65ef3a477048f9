package rocket

import (
	"fmt"
	"runtime/debug"
)

// failOnPanic makes a panic an error, with its stack. It is deferred around code that
// is not the scheduler's own.
func failOnPanic(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}
