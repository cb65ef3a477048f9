package rocket

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"strconv"
	"time"
)

// RunID is how runs are named.
type RunID uint8

// The ways to name runs.
const (
	// SessionRunID is the session's way, and of a session UUID.
	SessionRunID RunID = iota
	// UUID is a UUIDv7: unique everywhere, and in the order of time.
	UUID
	// Increment counts the runs of the task, from 1, on from those in the run
	// log.
	Increment
)

var runIDs = enum[RunID]{
	SessionRunID: {"SessionRunID", ""},
	UUID:         {"UUID", "uuid"},
	Increment:    {"Increment", "increment"},
}

// RunIDs returns the ways to name runs that a schedule can name.
func RunIDs() []RunID { return runIDs.values() }

// String returns the word the language has for r, which is empty for [SessionRunID].
func (r RunID) String() string { return runIDs.String(r) }

// GoString returns the Go expression for r.
func (r RunID) GoString() string { return runIDs.GoString(r) }

// A RunNamer names runs: it is called for each run, in a goroutine of its own, and the
// run starts when it returns. If it panics, or the name is empty or has a secret, the run gets a
// UUID.
// The live runs of a task must have different names.
type RunNamer interface {
	NameRun(t *Task) string
}

// RunNamerFunc is a function as a [RunNamer].
type RunNamerFunc func(t *Task) string

// NameRun calls the function.
func (f RunNamerFunc) NameRun(t *Task) string { return f(t) }

// RunArgsNamerFunc is a function as a [RunNamer] that gets the run's own arguments, too, by
// the names of parameters: those with which it was asked for. It may change its copy.
type RunArgsNamerFunc func(t *Task, args map[string]any) string

// NameRun calls the function for a run without arguments of its own.
func (f RunArgsNamerFunc) NameRun(t *Task) string { return f(t, map[string]any{}) }

// namer returns what names the runs of a task, nil if nothing does.
func (l *loop) namer(t *task) RunNamer {
	if t.NameRun == nil && t.RunID == SessionRunID {
		return l.s.config().NameRun
	}
	return t.NameRun
}

// runID returns an id for the next run of a task.
func (l *loop) runID(t *task) string {
	way := t.RunID
	if way == SessionRunID && t.NameRun == nil {
		way = l.s.config().RunID
	}
	if way == Increment {
		return strconv.Itoa(t.history.Total(Started) + 1)
	}
	return l.ids.next(l.now)
}

// named asks a namer. If the namer panics, named logs that and returns no id.
func (s *Session) named(t *task, namer RunNamer, args map[string]any) (id string) {
	err := guard(func() error {
		if f, ok := namer.(RunArgsNamerFunc); ok && args != nil {
			id = f(&t.handle, maps.Clone(args))
		} else {
			id = namer.NameRun(&t.handle)
		}
		return nil
	})
	if err != nil {
		attrs := append([]any{"task", t.Name}, errorAttrs(err)...)
		s.logger.Error("naming a run failed", attrs...)
	}
	return id
}

// A uuids makes UUIDv7s. It reads random bytes for many of them at once. The zero value is
// ready to use.
type uuids struct {
	random [1000]byte
	left   int // of random
}

// next returns a UUIDv7 of that instant.
func (u *uuids) next(at time.Time) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], uint64(at.UnixMilli())<<16)
	if u.left == 0 {
		rand.Read(u.random[:]) // never fails
		u.left = len(u.random)
	}
	u.left -= copy(b[6:], u.random[u.left-10:u.left])
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	text := [36]byte{8: '-', 13: '-', 18: '-', 23: '-'}
	hex.Encode(text[:], b[:4])
	hex.Encode(text[9:], b[4:6])
	hex.Encode(text[14:], b[6:8])
	hex.Encode(text[19:], b[8:10])
	hex.Encode(text[24:], b[10:])
	return string(text[:])
}

// unique reports whether an id looks like one of uuids, which no other program has.
func unique(id string) bool { return len(id) == 36 && id[14] == '7' }
