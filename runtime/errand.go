package rocket

import (
	"context"
	"log/slog"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

// overdueAfter is how long an errand may take before the log says where it stands.
const overdueAfter = 10 * time.Second

// An errand is a call of code of the program, in a goroutine of its own. If it takes long,
// a warning with its stack is logged, and later that it has returned; but not of a session that
// stands by.
type errand struct {
	session   *Session
	what      string // code of the program
	begin     time.Time
	goroutine atomic.Pointer[string] // its number; nil before it runs
	done      chan struct{}          // closed when err is there
	err       error
}

// send begins an errand. A panic in f is its error, and so is a Goexit.
func (s *Session) send(what string, f func() error) *errand {
	e := &errand{
		session: s, what: what, begin: time.Now(), done: make(chan struct{}), err: errGoexit,
	}
	if s.simulated() {
		e.err = guard(f)
		close(e.done)
	} else {
		go e.do(f)
	}
	return e
}

func (e *errand) do(f func() error) {
	id := goroutine()
	e.goroutine.Store(&id)
	var isLate atomic.Bool
	overdue := time.AfterFunc(overdueAfter, func() {
		if e.session.Standby() != "" {
			return // the run log waits for as long as another session leads
		}
		isLate.Store(true)
		e.say(slog.LevelWarn, "code of the program has not returned", "stack", e.stack())
	})
	defer func() {
		if !overdue.Stop() && isLate.Load() {
			e.say(slog.LevelInfo, "code of the program has returned")
		}
	}()
	defer close(e.done)
	e.err = guard(f)
}

// leave logs where the errand stands that nobody waits for any more, if the log takes it
// soon.
func (e *errand) leave() {
	said := make(chan struct{})
	go func() {
		defer close(said)
		e.say(slog.LevelError, "code of the program is left behind", "stack", e.stack())
	}()
	select {
	case <-said:
	case <-time.After(time.Second):
	}
}

// say logs a line about the errand at once: the loop, which writes the others, may wait
// for it.
func (e *errand) say(level slog.Level, text string, attrs ...any) {
	about := []any{"code", e.what, "after_ms", milliseconds(time.Since(e.begin))}
	line := line{level: level, text: text, attrs: append(about, attrs...)}
	_ = e.session.writeLine(context.Background(), line, nil)
}

// stack returns the stack of the errand; empty if it has returned, or does not run yet.
func (e *errand) stack() string {
	number := e.goroutine.Load()
	if number == nil {
		return ""
	}
	for stack := range strings.SplitSeq(stacks(), "\n\n") {
		if strings.HasPrefix(stack, *number) {
			return stack
		}
	}
	return ""
}

// goroutine returns how a stack of the calling goroutine begins.
func goroutine() string {
	const word = "goroutine "
	text := make([]byte, len(word)+20)
	text = text[:runtime.Stack(text, false)]
	number, _, _ := strings.Cut(string(text[len(word):]), " ")
	return word + number + " "
}

// stacks returns the stacks of all goroutines.
func stacks() string {
	const most = 64 << 20
	for size := 1 << 20; ; size *= 2 {
		text := make([]byte, size)
		if n := runtime.Stack(text, true); n < size || size >= most {
			return string(text[:n])
		}
	}
}
