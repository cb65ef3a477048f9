package rocket

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// A Hold keeps tasks from starting. Runs that are live go on; what should have started
// meanwhile starts when the hold ends, if its condition still holds then. The run log has the
// hold, so that it holds again when the program is started anew: unless its log is in memory,
// or the hold is a metatask's. A run that [Session.RunTask] asks for is not held. A hold of all
// tasks does not keep metatasks ([Do]) from starting, because one of them may resume it;
// what they run is held.
type Hold struct {
	// Tasks are the names of the tasks; empty: all there are and will be.
	Tasks []string
	// For is how long the hold lasts; zero: until [Session.Resume].
	For time.Duration
	// Reason and By say why, and who has asked.
	Reason, By string
	// Since is when the hold began. The session sets it.
	Since time.Time
}

// Hold keeps tasks from starting, and returns when that is so. A second hold of a task,
// or of all, takes the place of the first. The error is [ErrNoTask] if a task is not
// there, in which case none is held.
func (s *Session) Hold(ctx context.Context, h Hold) error {
	return s.hold(ctx, h, true)
}

// hold is Hold. A hold that does not last ends with the program.
func (s *Session) hold(ctx context.Context, h Hold, lasts bool) error {
	h.Since = s.wall().In(s.zone)
	err := s.change(ctx, func(l *loop) error {
		err := s.setHolds(l, h.Tasks, &h)
		if err == nil && lasts {
			s.orderAll(l, h.Tasks, Record{
				Event: Held, Start: h.Since, End: h.until(), Reason: h.Reason, By: h.By})
		}
		return err
	})
	if err == nil {
		s.logHold("held", h.Tasks, "for", h.For, "reason", h.Reason, "by", h.By)
	}
	return err
}

// orderAll notes an order about each of the tasks, or about all if none is named.
func (s *Session) orderAll(l *loop, tasks []string, note Record) {
	if len(tasks) == 0 {
		s.noteOrder(l, note)
	}
	for _, note.Task = range tasks {
		s.noteOrder(l, note)
	}
}

// Resume ends the holds of tasks, or without tasks all holds. A task that is held with
// all others is not resumed by its name. The error is [ErrNoTask] if a task is not
// there.
func (s *Session) Resume(ctx context.Context, tasks ...string) error {
	return s.ResumeBy(ctx, "", tasks...)
}

// ResumeBy is [Session.Resume], with the name of who has asked for that, which the logs have.
func (s *Session) ResumeBy(ctx context.Context, by string, tasks ...string) error {
	err := s.change(ctx, func(l *loop) error {
		err := s.setHolds(l, tasks, nil)
		if err == nil {
			s.orderAll(l, tasks, Record{Event: Resumed, By: by})
		}
		return err
	})
	if err == nil {
		s.logHold("resumed", tasks, "by", by)
	}
	return err
}

// logHold logs that a hold has begun or ended. Attributes without a value are left out.
func (s *Session) logHold(what string, tasks []string, attrs ...any) {
	var said []any
	if len(tasks) > 0 {
		said = append(said, "tasks", strings.Join(tasks, ", "))
	}
	for i := 0; i < len(attrs); i += 2 {
		if value := fmt.Sprint(attrs[i+1]); value != "" && value != "0s" {
			said = append(said, attrs[i], value)
		}
	}
	s.logger.Log(context.Background(), slog.LevelInfo, what, said...)
}

// setHolds holds tasks, or all; if h is nil, it ends their holds. l is nil if no loop
// runs.
func (s *Session) setHolds(l *loop, names []string, h *Hold) error {
	var tasks []*task
	for _, name := range names {
		t := s.find(name)
		if t == nil {
			return fmt.Errorf("%w: %s", ErrNoTask, name)
		}
		tasks = append(tasks, t)
	}
	if len(names) == 0 {
		s.held = h
		if h == nil {
			tasks = s.order
		}
	}
	for _, t := range tasks {
		t.held = h
	}
	if h != nil && h.For > 0 {
		s.endHold(h, h.For)
	}
	if l != nil {
		l.touchAll()
		l.news = true
	}
	return nil
}

// endHold has a hold end after a time, unless another has taken its place.
func (s *Session) endHold(h *Hold, after time.Duration) {
	s.after(after, func() {
		s.mail.ask(func() {
			s.dropHold(h)
			if s.loop != nil {
				s.loop.touchAll()
			}
		})
	})
}

// dropHold ends a hold, unless another has taken its place.
func (s *Session) dropHold(h *Hold) {
	if s.held == h {
		s.held = nil
	}
	for _, t := range s.order {
		if t.held == h {
			t.held = nil
		}
	}
}

// stepHolds has the holds that end by themselves heed that the clock was set: back, and they
// move back with it; forward, and the time has passed.
func (l *loop) stepHolds(step time.Duration) {
	holds := map[*Hold]bool{l.s.held: true}
	for _, t := range l.s.order {
		holds[t.held] = true
	}
	for h := range holds {
		switch {
		case h == nil || h.For == 0:
		case step < 0:
			h.Since = h.Since.Add(step)
		case h.until().After(l.s.wall()):
			l.s.endHold(h, h.until().Sub(l.s.wall()))
		default:
			l.s.dropHold(h)
		}
	}
}

// endHolds ends all holds for this session; those that the run log has stand.
func (s *Session) endHolds() {
	s.held = nil
	for _, t := range s.order {
		t.held = nil
	}
}

// Hold returns what holds the task, alone or with all others; nil if nothing does. The error is
// that of [Task.State].
func (t *Task) Hold() (h *Hold, err error) {
	err = t.ask(func(t *task) {
		if held := t.hold(); held != nil {
			hold := *held
			h = &hold
		}
	})
	return h, err
}

// heldUntil returns when nothing holds the task any more by itself, the zero time if nothing
// does now. ends is false if that takes somebody who resumes it.
func (t *task) heldUntil() (until time.Time, ends bool) {
	for _, h := range []*Hold{t.hold(), t.held} {
		if h == nil {
			continue
		}
		if h.For == 0 {
			return time.Time{}, false
		}
		if end := h.until(); end.After(until) {
			until = end
		}
	}
	return until, true
}

// hold returns what holds the task, nil if nothing does. A hold of all tasks does not hold
// metatasks: one of them may end it.
func (t *task) hold() *Hold {
	if _, steers := t.Action.(Do); t.session.held != nil && !steers {
		return t.session.held
	}
	return t.held
}
