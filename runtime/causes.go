package rocket

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A task whose start condition waits for other tasks keeps the events that it waits for,
// since its latest start. A run that such a condition starts gets those of the parts of the
// condition that hold; a retry, those of the run that it repeats, too.

// maxCauses is how many causes a run has at most, the newest.
const maxCauses = 100

// A Repeater is a condition that holds because the latest run of the task has to be
// repeated.
type Repeater interface {
	Condition
	// Repeats does nothing; that there is such a method says it.
	Repeats()
}

// causes are the events that may have made a task start.
type causes struct {
	pending []*Record // since the latest start, oldest first
	latest  []*Record // of the latest run
}

// newestOf returns the newest causes, oldest first.
func newestOf(list []*Record) []*Record {
	if drop := len(list) - maxCauses; drop > 0 {
		return slices.Clone(list[drop:])
	}
	return list
}

// matches reports whether a record is one of an event that is waited for; that it counts for
// groups is known.
func (f *Following) matches(r *Record, grouped bool) bool {
	if f.Did&r.Event == 0 && !(f.Wrong && r.WentWrong()) {
		return false
	}
	if f.Group {
		return grouped && strings.HasPrefix(r.Task, f.Prefix)
	}
	return slices.Contains(f.Tasks, r.Task)
}

// follow has the tasks that may start because of an event keep it.
func (s *Session) follow(h *History, r *Record) {
	if r.Event&Noted != 0 || r.fills() {
		return
	}
	if s.facts.outside == nil {
		s.regroup()
	}
	grouped := len(s.facts.alert) > 0 && !s.facts.outside[r.Task] && !s.facts.repeats(h, r)
	var kept *Record
	for _, list := range [][]*task{s.facts.waiters[r.Task], s.facts.alert} {
		for _, t := range list {
			if !slices.ContainsFunc(t.when.follows, func(f Following) bool {
				return f.matches(r, grouped)
			}) {
				continue
			}
			if kept == nil {
				copied := *r
				kept = &copied
			}
			c := t.noted()
			if n := len(c.pending); n == 0 || c.pending[n-1] != kept {
				c.pending = newestOf(append(c.pending, kept))
			}
		}
	}
}

// noted returns the causes of a task, for more to be added.
func (t *task) noted() *causes {
	if t.causes == nil {
		t.causes = &causes{}
	}
	return t.causes
}

// causesAt returns the causes of a run that the start condition of a task starts now: those
// of the parts of the condition that hold in this observation.
func (t *task) causesAt(o *Observation) (list []*Record) {
	if t.causes == nil || t.when.condition == nil {
		return nil
	}
	var wanted []Following
	repeats := false
	t.holding(o, t.when.condition, &wanted, &repeats)
	if repeats {
		list = slices.Clone(t.causes.latest)
	}
	for _, r := range t.causes.pending {
		if slices.ContainsFunc(wanted, func(f Following) bool { return f.matches(r, true) }) {
			list = append(list, r)
		}
	}
	return newestOf(list)
}

// holding finds what the parts of a condition that hold wait for, and whether one of them
// repeats a run.
func (t *task) holding(o *Observation, c Condition, wanted *[]Following, repeats *bool) {
	if _, ok := c.(Negation); ok {
		return
	}
	if s := o.Ask(c); !s.Holds && !s.Unknown {
		return
	}
	if f, ok := c.(Follower); ok {
		*wanted = append(*wanted, f.Follows())
	}
	if _, ok := c.(Repeater); ok {
		*repeats = true
	}
	if whole, ok := c.(Composite); ok {
		for _, part := range whole.Parts() {
			t.holding(o, part, wanted, repeats)
		}
	}
}

// causesKept is how far back a session that starts reads the run log for causes.
const causesKept = time.Hour

// causesFrom returns from when on single records of the run log are read, if conditions look
// at those since from.
func (s *Session) causesFrom(from, now time.Time) time.Time {
	follows := func(t *task) bool { return len(t.when.follows) > 0 }
	if kept := now.Add(-causesKept); kept.Before(from) && slices.ContainsFunc(s.order, follows) {
		return kept
	}
	return from
}

// replay goes by a record of the run log, which the histories do not have yet: at a start
// the causes of the run are found out, because a retry may repeat them.
func (s *Session) replay(r *Record) {
	h := s.facts.History(r.Task)
	if t := h.task; t != nil && r.Event == Started && t.causes != nil && !r.fills() {
		o := s.facts.Observer(r.Task)
		o.Now, o.PlainOnly = r.at().In(s.zone), true
		list := t.causesAt(o)
		if r.Cause != nil && r.Cause.Event == Started {
			list = nil // another run has asked for it
		}
		t.begin(list)
	}
}

// begin notes that a run of the task starts with these causes.
func (t *task) begin(list []*Record) {
	if t.causes != nil {
		t.causes.pending, t.causes.latest = nil, list
	}
}

// causesOf returns the causes of a run of a task whose condition holds, or has held until its
// start was kept or had to wait.
func (l *loop) causesOf(t *task) []*Record {
	if t.causes == nil {
		return nil
	}
	o := l.plainly(t)
	defer func() { o.PlainOnly = false }()
	if s := o.Ask(t.when.condition); !s.Holds && !s.Unknown {
		return t.causes.pending
	}
	return t.causesAt(o)
}

// awaited returns what has made a run start: of a task that waits for a group, of which any
// event may have had the condition observed, the newest of the causes instead of another
// event of another task.
func (t *task) awaited(event *Ref, list []*Record) *Ref {
	group := func(f Following) bool { return f.Group }
	if event == nil || event.Task == t.Name || len(list) == 0 ||
		!slices.ContainsFunc(t.when.follows, group) {
		return event
	}
	newest := list[len(list)-1]
	return &Ref{Task: newest.Task, RunID: newest.RunID, Event: newest.Event}
}

// recordsOf returns copies of causes.
func recordsOf(list []*Record) (records []Record) {
	for _, r := range list {
		records = append(records, *r)
	}
	return records
}

// Variables of commands that have causes.
const (
	causeTask  = "ROCKET_CAUSE_TASK"
	causeEvent = "ROCKET_CAUSE_EVENT"
	causeRun   = "ROCKET_CAUSE_RUN"
	causeError = "ROCKET_CAUSE_ERROR"
	causeCount = "ROCKET_CAUSE_COUNT"
)

// maxCauseError is how many bytes of an error a variable has.
const maxCauseError = 16 << 10

// causeVariables returns the variables that tell a command of the newest cause of its run.
func causeVariables(list []Record) []string {
	if len(list) == 0 {
		return nil
	}
	r := list[len(list)-1]
	text := strings.ReplaceAll(r.Error[:min(len(r.Error), maxCauseError)], "\x00", "")
	return []string{
		causeTask + "=" + r.Task, causeEvent + "=" + r.Event.String(), causeRun + "=" + r.RunID,
		causeError + "=" + strings.ToValidUTF8(text, ""), causeCount + "=" + fmt.Sprint(len(list)),
	}
}
