package period

import (
	"fmt"
	"math"
	"math/bits"
	"os"
	"sync"
	"time"
)

// Spread is the windows of a period, each later by the same part of a span of time. The part
// is drawn from a key: it is the same each time, and those of many keys fill the span evenly.
// So tasks that would all begin at 02:00 do not begin at once.
type Spread struct {
	Of Period
	// Span is what the shift is a part of: 0 ≤ shift < Span. It is greater than zero.
	Span time.Duration
	// Key is what the shift is drawn from: in a schedule its name and that of the task.
	Key string
	// ByHost says that the name of the machine is drawn from, too.
	ByHost bool
	// Whole says that windows are moved with their ends. Else only their starts are, and a
	// window that is not longer than the shift stays as it is.
	Whole bool
}

// hostname is the name of the machine, empty if it has none.
var hostname = sync.OnceValue(func() string {
	name, _ := os.Hostname()
	return name
})

// Shift returns how much later the windows are: whole seconds, or whole milliseconds if Span
// is shorter than a minute.
func (p Spread) Shift() time.Duration {
	grain := time.Second
	if p.Span < time.Minute {
		grain = time.Millisecond
	}
	hash := hashText(14695981039346656037, p.Key)
	if p.ByHost {
		hash = hashText(hashText(hash, "\x00"), hostname())
	}
	part, _ := bits.Mul64(mixed(hash), uint64(p.Span))
	return time.Duration(part).Truncate(grain)
}

// hashText goes on with a hash of text (FNV-1a).
func hashText(hash uint64, text string) uint64 {
	for i := range len(text) {
		hash = (hash ^ uint64(text[i])) * 1099511628211
	}
	return hash
}

// mixed has each bit of a hash depend on all of them (the last steps of MurmurHash3), because
// texts that differ in the last letter only have hashes that are alike in the high bits.
func mixed(hash uint64) uint64 {
	hash = (hash ^ hash>>33) * 0xff51afd7ed558ccd
	hash = (hash ^ hash>>33) * 0xc4ceb9fe1a85ec53
	return hash ^ hash>>33
}

// Next implements [Period].
func (p Spread) Next(t time.Time) (Window, bool) {
	shift := p.Shift()
	if p.Whole {
		w, ok := p.Of.Next(t.Add(-shift))
		return w.later(shift), ok
	}
	w, ok := p.Of.Next(t)
	return w.startLater(shift), ok
}

// Prev implements [Period].
func (p Spread) Prev(t time.Time) (Window, bool) {
	shift := p.Shift()
	if p.Whole {
		w, ok := p.Of.Prev(t.Add(-shift))
		return w.later(shift), ok
	}
	w, ok := p.Of.Prev(t)
	if ok && !w.startLater(shift).Start.Before(t) {
		w, ok = p.Of.Prev(w.Start)
	}
	return w.startLater(shift), ok
}

// later returns the window moved by a span.
func (w Window) later(by time.Duration) Window {
	w.Start = w.Start.Add(by)
	if !w.Endless() {
		w.End = w.End.Add(by)
	}
	return w
}

// startLater returns the window with its start moved by a span, if it is longer than that.
func (w Window) startLater(by time.Duration) Window {
	if start := w.Start.Add(by); start.Before(w.End) {
		w.Start = start
	}
	return w
}

// String implements [Period].
func (p Spread) String() string {
	text := fmt.Sprintf("%v spread %s", p.Of, FormatDuration(p.Span))
	if p.ByHost {
		text += " by host"
	}
	return text
}

// Room returns what Span has to be shorter than, so that windows keep their order and none is
// lost: the length of the shortest window, or if they are moved whole the shortest time
// between the starts of two. It looks at the first windows of the 2020s; if these are endless,
// or a single one is moved whole, there is no bound.
func (p Spread) Room() time.Duration {
	const looks = 64
	room := time.Duration(math.MaxInt64)
	w, ok := p.Of.Next(time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC))
	for range looks {
		if !ok || w.Endless() {
			break
		}
		next, more := p.Of.Next(w.End)
		switch {
		case !p.Whole:
			room = min(room, w.End.Sub(w.Start))
		case more:
			room = min(room, next.Start.Sub(w.Start))
		}
		w, ok = next, more
	}
	return room
}
