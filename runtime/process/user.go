package process

import "fmt"

// A UserError reports that a process cannot run as a user.
type UserError struct {
	// User is the user as [Command.User] names it.
	User string
	Err  error
}

// Error names the user and the reason.
func (e *UserError) Error() string { return fmt.Sprintf("user %q: %v", e.User, e.Err) }

// Unwrap returns the reason.
func (e *UserError) Unwrap() error { return e.Err }
