package check

import (
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/spelling"
)

// A span is how far the script of a test has come.
type span struct {
	known bool             // when the program starts; if it is not, that is reported
	from  time.Time        // when the latest run began
	now   time.Time        // when it ends
	ran   *grammar.RunStep // the latest; nil: none yet
	until time.Time        // of the latest `off`
}

// instantForm is how instants look in messages.
const instantForm = "Mon 2006-01-02 15:04:05"

// begin lowers when the program starts; nil is reported.
func (s *script) begin(at *grammar.Text) {
	zone := s.Zone
	if zone == "" {
		zone = "UTC"
		s.Zone = zone
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC // reported
	}
	s.now = time.Unix(0, 0).In(loc)
	if at == nil {
		if !s.options.Broken {
			d := s.wrong(s.decl.Name, "the test does not say when the program starts")
			d.Help = `write between the braces: at "2026-03-02 06:59"`
		}
		return
	}
	s.At, s.known = s.dateAt(at)
	s.now, s.until = s.At, s.At
}

// dateAt returns the instant of a date.
func (s *script) dateAt(n *grammar.Text) (at time.Time, ok bool) {
	start, _, ok := s.date(n)
	if !ok {
		return s.now, false
	}
	w, ok := period.Dates{From: start}.Next(s.now)
	return w.Start, ok
}

// instant returns a date, or the next time of the day from an instant on. If later is true, it
// has to be after that. Anything else is reported. what is what begins or ends then.
func (s *script) instant(
	n *grammar.Instant, from time.Time, later bool, what string,
) (at time.Time, ok bool) {
	if !s.known {
		return from, false // reported
	}
	if n.Date != nil {
		at, ok = s.dateAt(n.Date)
	} else {
		at, ok = s.clockAt(n, from, later)
	}
	if ok && (at.Before(from) || later && at.Equal(from)) {
		s.wrong(n, "%s on %s, which is not after %s", what, at.Format(instantForm),
			from.Format(instantForm))
		return at, false
	}
	return at, ok
}

// clockAt returns the next time of the day.
func (s *script) clockAt(n *grammar.Instant, from time.Time, later bool) (time.Time, bool) {
	p, err := period.Day.Point(n.Clock)
	if err != nil {
		s.badText(diag.BadPoint, err, func(start, end int) diag.Span {
			return n.Span().Part(n.Clock, start, end)
		})
		return from, false
	}
	if period.Day.EndOnly(p) {
		s.diags.Errorf(diag.BadPoint, n.Span(), "%s is the end of a day", n.Clock).Help =
			"write 00:00, which is the start of the next"
		return from, false
	}
	day := period.Day.At(p)
	w, ok := day.Next(from)
	if ok && (w.Start.Before(from) || later && w.Start.Equal(from)) {
		w, ok = day.Next(w.End)
	}
	return w.Start, ok
}

// lastYear is the last year in which a test may play.
const lastYear = 9999

// runStep lowers how long time passes.
func (s *script) runStep(n *grammar.RunStep) {
	from, until, ok := s.now, time.Time{}, true
	if n.Until != nil {
		until, ok = s.instant(n.Until, from, true, "the run ends")
	} else {
		until = from.Add(s.positive(nil, n.For, "the time that passes"))
	}
	if until.Year() > lastYear {
		s.wrong(n, "the run ends in the year %d, and a test in %d at the latest", until.Year(),
			lastYear)
		ok = false
	}
	s.ran, s.from = n, from
	if s.known = s.known && ok; ok {
		s.now = until
		s.Steps = append(s.Steps, simulate.RunStep{Span: n.Span(), Until: until})
	}
}

// off lowers when the program does not run.
func (s *script) off(n *grammar.Off) {
	from, ok := s.instant(n.From, s.now, false, "the program is off from here")
	if !ok {
		return
	}
	until, ok := s.instant(n.Until, from, true, "the program is off until here")
	if !ok {
		return
	}
	if from.Before(s.until) {
		s.wrong(n.From, "the program is off until %s, by the line before",
			s.until.Format(instantForm))
		return
	}
	s.until = until
	s.Steps = append(s.Steps, simulate.OffStep{From: from, Until: until})
}

// expectRuns lowers the runs that have started during the latest run. A time of the day is the
// next one after the run before it in the list.
func (s *script) expectRuns(n *grammar.ExpectRuns) {
	step, at := simulate.ExpectRunsStep{Span: n.Span()}, s.from
	for _, run := range n.Runs {
		name, ok := s.task(run.Task)
		next, timed := s.instant(run.At, at, false, "the run starts")
		if !timed {
			continue
		}
		if at = next; !at.Before(s.now) {
			d := s.wrong(run.At, "no run starts on %s here: the time passes from %s until %s",
				at.Format(instantForm), s.from.Format(instantForm), s.now.Format(instantForm))
			d.Help = "a time of the day is the next one after the run before it in the list"
			return
		}
		if ok && s.canStart(run, name) {
			step.Runs = append(step.Runs, simulate.ExpectedRun{At: at, Task: name})
		}
	}
	s.Steps = append(s.Steps, step)
}

// canStart reports an expected run of the check of a condition, whose answer is assumed, and
// returns false for it.
func (s *script) canStart(run *grammar.ExpectedRun, name string) bool {
	for _, p := range s.plan.Schedule.Tasks {
		if p.Name == name && p.Check {
			s.wrong(run.Task, "%s does not run in a test: its answer is assumed",
				spelling.Name(name))
			return false
		}
	}
	return true
}
