package rocket

import (
	"fmt"
	"strings"
	"time"
)

// KnownSince returns since when the run log knows the task with the start condition that it
// has now. What happened before is no news for a task that has never started. The zero time
// means that the log does not tell: then nothing was before.
func (h *History) KnownSince() time.Time { return h.acquaintance.since }

// hashOf returns a hash of the text of a start condition (FNV-1a), the same in each program.
func hashOf(when string) uint64 {
	hash := uint64(14695981039346656037)
	for i := range len(when) {
		hash = (hash ^ uint64(when[i])) * 1099511628211
	}
	return hash
}

// written returns a condition in words, followed by those of its parts that its own words
// do not have, such as what a named condition stands for. It is empty if there is no
// condition.
func written(c Condition) string {
	if c == nil {
		return ""
	}
	return addWords("", c)
}

// words returns the condition in words. What a condition writes is code of the program; if
// it panics, there are none.
func (e *examined) words() (text string) {
	_ = guard(func() error { text = written(e.condition); return nil })
	return text
}

// addWords adds a condition and its parts in words to a text that does not have them.
func addWords(text string, c Condition) string {
	words := ""
	if s, ok := c.(fmt.Stringer); ok {
		words = s.String()
	} else {
		words = fmt.Sprintf("%T", c)
	}
	switch {
	case text == "":
		text = words
	case !strings.Contains(text, words):
		text += "; " + words
	}
	if whole, ok := c.(Composite); ok {
		for _, part := range whole.Parts() {
			text = addWords(text, part)
		}
	}
	return text
}

// A worded task is one with its start condition in words.
type worded struct {
	task *task
	spec *TaskSpec
	when examined
	text string
}

// worded returns the tasks, whose words are to be asked for beside the loop.
func (s *Session) worded() []worded {
	list := make([]worded, len(s.order))
	for i, t := range s.order {
		list[i] = worded{task: t, spec: t.TaskSpec, when: t.when}
	}
	return list
}

// noteTasks notes in the run log which tasks it does not know yet with their start
// conditions. Some of them are in words already.
func (l *loop) noteTasks(words []worded) {
	at := l.noted()
	for i, t := range l.s.order {
		if i < len(words) && words[i].task == t && words[i].spec == t.TaskSpec {
			l.noteTask(t, words[i].text, at)
		} else {
			l.noteTask(t, t.when.words(), at) // it has changed meanwhile
		}
	}
}

// noted returns the instant of what is noted now: it is later than all events before, and
// not later than those that follow.
func (l *loop) noted() time.Time {
	if l.now.After(l.lastStamp) {
		return l.now
	}
	return l.stamp()
}

// noteTask notes that a task is known with its start condition, and that it takes over the
// history of a former name, if that is news.
func (l *loop) noteTask(t *task, when string, at time.Time) {
	rec := Record{
		Created: at, Task: t.Name, Event: Known, When: l.s.hide(when), Host: l.s.host,
	}
	for _, old := range t.Formerly {
		if h := l.s.facts.tasks[old]; h != nil && (h.known != nil || !h.KnownSince().IsZero()) {
			rec.Formerly = old
			l.note(rec)
			l.change(&h.source, nil)
			l.change(&t.history.source, nil)
		}
	}
	rec.Formerly = ""
	if k := &t.history.acquaintance; k.since.IsZero() || k.when != hashOf(rec.When) {
		l.note(rec)
	}
}

// note enters a note into the history and, if there may be somebody who reads that, into
// the run log.
func (l *loop) note(rec Record) {
	if l.s.facts.AddRecord(rec); l.s.ownLog {
		return
	}
	l.s.seq++
	rec.Seq = l.s.seq
	l.records = append(l.records, rec)
}

// renote notes that a task is new or has another start condition, if the log is read
// already.
func (l *loop) renote(t *task, when string) {
	if l != nil && l.s.recovered {
		l.noteTask(t, when, l.noted())
	}
}
