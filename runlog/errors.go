package runlog

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// A LockedError is the error of Open if another program has the log open.
type LockedError struct {
	// Path is the path of the log.
	Path string
	// PID is the id of the other process; 0 if it is not known.
	PID int
}

// Error names the log and the process, and says the way out.
func (e *LockedError) Error() string {
	by := "another process"
	if e.PID != 0 {
		by = fmt.Sprintf("process %d", e.PID)
	}
	return fmt.Sprintf("the run log %s is in use by %s; end that program, or give this one a log "+
		"of another name", e.Path, by)
}

// A DamageError is the error of what reads a log of which a line is damaged that is not
// of the last batch.
type DamageError struct {
	// Log is the path of the log, Path that of the segment.
	Log, Path string
	// Line is the number of the line, from 1.
	Line int
	// Err says what is wrong.
	Err error
}

// Error names the line, what is wrong, and the way out.
func (e *DamageError) Error() string {
	return fmt.Sprintf("%s:%d: the run log is damaged: %v; %s", e.Path, e.Line, e.Err,
		wayOut(e.Log))
}

// A NewerError says that a line, or a row, is whole, and has what this program does not know: a
// newer rocketc has written it.
type NewerError struct {
	// Err says what is not known.
	Err error
}

// Error says what is not known, and the way out.
func (e *NewerError) Error() string {
	return fmt.Sprintf("%v; a newer rocketc has written it: use that one, or a later one", e.Err)
}

// Unwrap returns Err.
func (e *NewerError) Unwrap() error { return e.Err }

// newer returns an error as a NewerError, and nil for nil.
func newer(err error) error {
	if err == nil {
		return nil
	}
	return &NewerError{err}
}

func isNewer(err error) bool {
	_, ok := errors.AsType[*NewerError](err)
	return ok
}

// wayOut says what can be done about a damaged log.
func wayOut(log string) string {
	if strings.ContainsFunc(log, func(c rune) bool { return c == '\'' || unicode.IsSpace(c) }) {
		log = strconv.Quote(log)
	}
	return "restore it from a backup, or run: rocketc history repair " + log
}

// Unwrap returns Err.
func (e *DamageError) Unwrap() error { return e.Err }

func isDamage(err error) bool {
	_, ok := errors.AsType[*DamageError](err)
	return ok
}

// errTorn is the end of a segment whose last batch is not whole.
var errTorn = errors.New("the last batch is not whole")

var errNotOpen = errors.New("the run log is not open")
