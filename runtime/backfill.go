package rocket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/rocketc/rocketc/period"
)

// A backfill runs a task once for each window of the past that has had no run, the oldest first,
// one after the other. It is an order: the run log notes that it was given and that it has ended,
// so that a session which starts goes on with one that has not. Which windows are left is found
// out from the log at that time, so none gets two runs.
//
// A run of a backfill belongs to its window, and not to the one in which it starts: that has its
// own run all the same. So no condition counts the run, except that it is live: neither that of
// its task, nor one of another task that waits for it, and its return value is not the latest. A
// start by the condition comes before it.

// MaxBackfill is how many windows a backfill has at most.
const MaxBackfill = 1000

// A Backfill is an order to run a task for windows of the past.
type Backfill struct {
	// Task is the name of the task. Its start condition must have windows of the calendar, see
	// [Windowed].
	Task string
	// From and To bound the starts of the windows; To is not part of the span. Windows that can
	// still have a run by the condition are left out.
	From, To time.Time
	// Limit bounds how many windows without a run there are, the oldest; 0: [MaxBackfill], and
	// more are an error.
	Limit int
	// Reason and By say why, and who has asked.
	Reason, By string

	// The session sets the rest. ID names the backfill, Since is when it was ordered. Windows is
	// how many windows had no run when it was ordered, or when the program was started again,
	// Done how many have had one since.
	ID            string
	Since         time.Time
	Windows, Done int
	// Window is the start of the one whose run is live, or next; zero: there is none.
	Window time.Time
}

// A TaskWindow is a window of the start condition of a task. It is served if it has had a run that
// has not crashed, as far as the run log tells, or a backfill has it.
type TaskWindow struct {
	Start, End time.Time
	Served     bool
}

// ErrNoWindows is the error for a task whose start condition has no windows of the calendar.
var ErrNoWindows = errors.New("the start condition has no windows of the calendar, as daily, " +
	"hourly and cron have")

// ErrManyWindows is wrapped by the error for a span with too many windows.
var ErrManyWindows = errors.New("too many windows")

// ErrNoBackfill is the error for a backfill that is not there, or has ended.
var ErrNoBackfill = errors.New("there is no such backfill")

// Windows returns the windows of the task that begin in a span and can have no run any more by
// the start condition, oldest first. To is not part of the span. The error is [ErrNoWindows],
// [ErrManyWindows] if there are more than ten times [MaxBackfill], or that of the run log.
func (t *Task) Windows(ctx context.Context, from, to time.Time) ([]TaskWindow, error) {
	var condition Condition
	if err := t.ask(func(t *task) { condition = t.when.condition }); err != nil {
		return nil, err
	}
	s := t.task.session
	list, err := s.windowsOf(condition, from, to, s.wall())
	if err != nil || len(list) == 0 {
		return nil, err
	}
	mayLive := func(Record) bool { return true }
	if err := s.markServed(ctx, t.Name(), list, mayLive); err != nil {
		return nil, err
	}
	err = t.ask(func(t *task) { t.markFilled(list) })
	return list, err
}

// windowsOf returns the windows of a condition that begin in a span and have closed.
func (s *Session) windowsOf(c Condition, from, to, now time.Time) (list []TaskWindow, err error) {
	var all []Windows
	_ = guard(func() error { // a condition is code of the program
		if c, ok := c.(Windowed); ok {
			all = c.Windows()
		}
		return nil
	})
	if len(all) == 0 {
		return nil, ErrNoWindows
	}
	err = guard(func() error {
		for _, windows := range all {
			more, err := s.closedWindows(windows, from, to, now)
			if list = append(list, more...); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortFunc(list, func(a, b TaskWindow) int { return a.Start.Compare(b.Start) })
	list = slices.CompactFunc(list, func(a, b TaskWindow) bool { return a.Start.Equal(b.Start) })
	return list, err
}

// closedWindows is windowsOf for one alternative of a condition.
func (s *Session) closedWindows(ws Windows, from, to, now time.Time) (
	list []TaskWindow, err error) {
	zone := s.zone
	if own, err := time.LoadLocation(ws.Zone); ws.Zone != "" && err == nil {
		zone = own
	}
	from = from.In(zone)
	w, ok := ws.Of.Next(from)
	for ; ok && w.Start.Before(to) && !ws.Closes(w).After(now); w, ok = nextWindow(ws.Of, w) {
		if w.Start.Before(from) || w.Endless() {
			continue
		}
		if len(list) == 10*MaxBackfill {
			return nil, fmt.Errorf("%w: more than %d between %v and %v", ErrManyWindows, len(list),
				from.Format(time.RFC3339), to.In(zone).Format(time.RFC3339))
		}
		list = append(list, TaskWindow{Start: w.Start.In(s.zone), End: w.End.In(s.zone)})
	}
	return list, nil
}

func nextWindow(p period.Period, w period.Window) (period.Window, bool) {
	if w.Endless() {
		return w, false
	}
	return p.Next(w.End)
}

// markServed marks the windows, which are sorted, that have had a run by the run log: one that
// belongs to the window, or that has started in it by itself. Runs that have crashed do not
// count; isLive says of a run without an outcome whether it is live.
func (s *Session) markServed(ctx context.Context, task string, list []TaskWindow,
	isLive func(Record) bool) error {
	runs, ended := map[string]Record{}, map[string]bool{}
	query := Query{Tasks: []string{task}, Events: Started | Outcome, From: list[0].Start}
	for r, err := range s.runLog.Read(ctx, query) {
		switch {
		case err != nil:
			return err
		case r.Event == Started:
			runs[r.RunID] = r
		case r.Event == Crashed:
			delete(runs, r.RunID)
		default:
			ended[r.RunID] = true
		}
	}
	for id, r := range runs {
		if !ended[id] && !isLive(r) {
			continue
		}
		mark(list, r.Scheduled, false)
		if !r.fills() {
			mark(list, r.at(), true)
		}
	}
	return nil
}

// mark marks the window that begins at an instant, or within which the instant is.
func mark(list []TaskWindow, at time.Time, within bool) {
	i, found := slices.BinarySearchFunc(list, at, func(w TaskWindow, at time.Time) int {
		return w.Start.Compare(at)
	})
	if within && !found {
		i--
		found = i >= 0 && list[i].End.After(at)
	}
	if found {
		list[i].Served = true
	}
}

// fills reports whether the record is of a run of a backfill.
func (r *Record) fills() bool { return r.Cause != nil && r.Cause.Event == BackfillOrdered }

// fillsOf returns what the backfills of an order book have left, by their ids: the starts of
// windows, of which each is there once. states are the runs that the engine has.
func (s *Session) fillsOf(ctx context.Context, book orderBook, tasks []worded,
	states map[string]RemoteState) (left map[string][]time.Time, err error) {
	isLive := func(r Record) bool {
		_, ok := stateOf(states, r.Task, LiveRun{ID: r.RunID, shown: r.Start})
		return ok && !r.fills()
	}
	left = map[string][]time.Time{}
	for i := range book {
		r := &book[i]
		at := slices.IndexFunc(tasks, func(w worded) bool { return w.spec.Name == r.Task })
		if r.Event != BackfillOrdered || at < 0 {
			continue
		}
		list, err := s.windowsOf(tasks[at].when.condition, r.Start, r.End, s.wall())
		if err != nil || len(list) == 0 {
			continue // the task has other windows now
		}
		if err := s.markServed(ctx, r.Task, list, isLive); err != nil {
			return nil, err
		}
		starts := unserved(list)
		left[r.RunID] = starts[:min(len(starts), MaxBackfill)]
	}
	return left, nil
}

// fillAgain goes on with a backfill, whose note the run log has, with what is left of it.
func (l *loop) fillAgain(r *Record, left []time.Time) {
	t := l.s.find(r.Task)
	b := Backfill{
		Task: r.Task, From: r.Start.In(l.s.zone), To: r.End.In(l.s.zone),
		Reason: r.Reason, By: r.By, ID: r.RunID, Since: r.Created.In(l.s.zone),
	}
	if t != nil {
		left = slices.DeleteFunc(left, func(start time.Time) bool {
			return t.filled[start.UnixNano()]
		})
	}
	if t == nil || len(left) == 0 {
		l.endFill(&fill{Backfill: b, task: t})
		return
	}
	l.fill(t, b, left)
}

// A fill is a backfill at work.
type fill struct {
	Backfill
	task   *task
	left   []time.Time // the windows whose runs have not begun
	launch *Launch     // of the window whose turn it is; nil: none
	by     string      // who has ended it
}

// markFilled marks the windows that backfills of this session have.
func (t *task) markFilled(list []TaskWindow) {
	for i := range list {
		if t.filled[list[i].Start.UnixNano()] {
			list[i].Served = true
		}
	}
}

// Backfill orders a backfill, and returns it with its ID. If all windows are served, or the span
// has none, nothing is ordered, and the ID is empty. The error is [ErrNoTask], or one of
// [Task.Windows], or [ErrManyWindows] if more windows than Limit are not served and Limit is 0.
func (s *Session) Backfill(ctx context.Context, b Backfill) (Backfill, error) {
	t := s.Task(b.Task)
	if t == nil {
		return b, fmt.Errorf("%w: %s", ErrNoTask, b.Task)
	}
	list, err := t.Windows(ctx, b.From, b.To)
	if err != nil {
		return b, err
	}
	err = s.change(ctx, func(l *loop) error {
		if l == nil || l.stopping {
			return ErrStopped
		}
		t.task.markFilled(list)
		left := unserved(list)
		if len(left) > MaxBackfill && b.Limit == 0 {
			return fmt.Errorf("%w: %d have had no run, and a backfill takes %d at most; give a "+
				"shorter span, or a limit", ErrManyWindows, len(left), MaxBackfill)
		}
		if b.Limit > 0 {
			left = left[:min(len(left), b.Limit, MaxBackfill)]
		}
		if len(left) == 0 {
			return nil
		}
		b.ID, b.Since = l.ids.next(l.now), l.now
		b.To = left[len(left)-1].Add(1)
		s.noteOrder(l, Record{
			Event: BackfillOrdered, Task: b.Task, RunID: b.ID, Start: b.From, End: b.To,
			Reason: b.Reason, By: b.By,
		})
		b = l.fill(t.task, b, left)
		l.log(slog.LevelInfo, "backfill ordered", "task", b.Task, "backfill", b.ID, "windows",
			b.Windows, "from", left[0], "to", left[len(left)-1], "by", b.By, "reason", b.Reason)
		l.news = true
		return nil
	})
	return b, err
}

// unserved returns the starts of the windows that are not served.
func unserved(list []TaskWindow) (left []time.Time) {
	for _, w := range list {
		if !w.Served {
			left = append(left, w.Start)
		}
	}
	return left
}

// fill begins a backfill of windows.
func (l *loop) fill(t *task, b Backfill, left []time.Time) Backfill {
	b.Windows, b.Done, b.Window = len(left), 0, left[0]
	if t.filled == nil {
		t.filled = map[int64]bool{}
	}
	for _, start := range left {
		t.filled[start.UnixNano()] = true
	}
	l.s.fills = append(l.s.fills, &fill{Backfill: b, task: t, left: left})
	return b
}

// goOnFilling starts the runs of backfills whose turn it is. Those of one task take turns.
func (l *loop) goOnFilling() {
	if len(l.s.fills) == 0 || l.stopping || l.s.only != nil {
		return
	}
	busy := map[*task]bool{}
	l.s.fills = slices.DeleteFunc(l.s.fills, func(f *fill) bool {
		if busy[f.task] {
			return false
		}
		if l.s.find(f.Task) != f.task { // it was removed, or replaced
			l.stopFill(f, "")
		}
		if f.launch == nil && len(f.left) == 0 {
			l.endFill(f)
			return true
		}
		busy[f.task] = true
		if f.launch == nil {
			f.Window, f.left = f.left[0], f.left[1:]
			f.launch = newLaunch(f.task, nil)
			f.launch.fill, f.launch.scheduled = f, f.Window
			f.launch.cause = &Ref{Task: f.Task, RunID: f.ID, Event: BackfillOrdered}
			l.demand(f.launch)
		}
		return false
	})
}

// endFill notes that a backfill has ended.
func (l *loop) endFill(f *fill) {
	l.s.noteOrder(l, Record{Event: BackfillEnded, Task: f.Task, RunID: f.ID, By: f.by})
	l.log(slog.LevelInfo, "backfill ended", "task", f.Task, "backfill", f.ID, "runs", f.Done)
}

// filled takes note that the run of a backfill has ended, or has not begun.
func (l *loop) filled(launch *Launch, ran bool) {
	f := launch.fill
	if f == nil || f.launch != launch {
		return
	}
	if f.launch = nil; ran {
		f.Done++
	}
	l.news = true
}

// Backfills returns the backfills that have not ended, oldest first.
func (s *Session) Backfills() (all []Backfill) {
	s.mail.ask(func() {
		for _, f := range s.fills {
			all = append(all, f.Backfill)
		}
	})
	return all
}

// EndBackfill ends a backfill, and terminates its live run. by says who has asked for that. The
// error is [ErrNoBackfill].
func (s *Session) EndBackfill(ctx context.Context, id, by string) error {
	return s.change(ctx, func(l *loop) error {
		i := slices.IndexFunc(s.fills, func(f *fill) bool { return f.ID == id })
		if i < 0 || l == nil {
			return ErrNoBackfill
		}
		l.stopFill(s.fills[i], by)
		return nil
	})
}

// stopFill has no other window of a backfill run.
func (l *loop) stopFill(f *fill, by string) {
	f.by = by
	for _, start := range f.left {
		delete(f.task.filled, start.UnixNano()) // another may have them
	}
	f.left = nil
	l.news = true
	if f.launch == nil {
		return
	}
	if f.launch.run != nil {
		l.cancel(f.launch.run, ErrTerminated)
		return
	}
	delete(f.task.filled, f.Window.UnixNano())
	l.withdraw(ErrTerminated, func(launch *Launch) bool { return launch == f.launch })
}
