package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// The limits of a timeline.
const (
	rowsShown   = 40
	pastRuns    = 20_000 // records that are looked at
	futureRuns  = 300    // of a task
	chainLength = 12     // runs that follow each other

	learnTime = 50 * time.Hour // how far back runs tell how long a run takes
)

// A timelinePage shows what ran and what will run.
type timelinePage struct {
	Filter, Span string
	Spans        []string
	Picture      *picture
	Wrong        bool // the run log has more records than were looked at
	pager
}

// A view is how much of the past and the future a timeline shows.
type view struct{ past, future time.Duration }

// views are those that can be chosen.
var views = map[string]view{
	"1h":  {time.Hour / 2, time.Hour / 2},
	"6h":  {3 * time.Hour, 3 * time.Hour},
	"24h": {12 * time.Hour, 12 * time.Hour},
	"7d":  {84 * time.Hour, 84 * time.Hour},
	"30d": {360 * time.Hour, 360 * time.Hour},
}

// timeline shows the runs of the tasks whose names have a text.
func (d *desk) timeline(w http.ResponseWriter, r *http.Request) {
	p := timelinePage{Filter: r.FormValue("q"), Span: r.FormValue("span"),
		Spans: []string{"1h", "6h", "24h", "7d", "30d"}}
	v, known := views[p.Span]
	if !known {
		p.Span, v = "24h", views["24h"]
	}
	names := named(d.session, p.Filter)
	p.pager = paged(r.URL, len(names), rowsShown)
	now := time.Now().In(d.session.Location())
	s := &sight{now: now, from: now.Add(-v.past), to: now.Add(v.future),
		rows: map[string]*sightRow{}}
	for _, name := range names[p.from:p.to] {
		s.row(name)
	}
	if err := s.remember(r.Context(), d.session); err != nil {
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	s.foresee(d.session)
	p.Wrong, p.Picture = s.cut, s.draw()
	d.page(w, r, "timeline.html", "Timeline", p)
}

// A sight is what is seen of the past and the future of some tasks.
type sight struct {
	now, from, to time.Time
	order         []*sightRow
	rows          map[string]*sightRow
	cut           bool // the past is not whole
}

// A sightRow is what is seen of a task.
type sightRow struct {
	task    string
	note    string // what keeps it from starting; empty: nothing does
	runs    []sightRun
	took    []time.Duration // the runs that succeeded
	starts  []time.Time     // by the clock
	follows []*sightRow     // those that may run after it
}

// A sightRun is a run, or a window that was missed.
type sightRun struct {
	start, end time.Time
	id         string // empty: it has not started, or was missed
	event      string // of its end; run: it is live; next or may: it is to come
}

func (s *sight) row(task string) {
	row := &sightRow{task: task}
	s.order = append(s.order, row)
	s.rows[task] = row
}

// remember adds the runs of the past, and the live ones.
func (s *sight) remember(ctx context.Context, session *rocket.Session) error {
	query := rocket.Query{Events: rocket.Outcome | rocket.Missed, Newest: true, Limit: pastRuns,
		From: s.now.Add(-max(s.now.Sub(s.from), learnTime))}
	for _, row := range s.order {
		query.Tasks = append(query.Tasks, row.task)
	}
	if len(query.Tasks) == 0 {
		return nil
	}
	looked := 0
	for r, err := range session.RunLog().Read(ctx, query) {
		if err != nil {
			return err
		}
		looked++
		row := s.rows[r.Task]
		run := sightRun{r.Start, r.End, r.RunID, r.Event.String()}
		if r.Event == rocket.Missed {
			run.start, run.end = r.Scheduled, r.Scheduled
		} else if r.Event == rocket.Succeeded {
			row.took = append(row.took, r.Duration)
		}
		if s.cut = looked == pastRuns; !run.end.Before(s.from) {
			row.runs = append(row.runs, run)
		}
	}
	for _, r := range session.Overview().Live {
		if row := s.rows[r.Task]; row != nil {
			row.runs = append(row.runs, sightRun{r.Start, s.now, r.ID, "run"})
		}
	}
	return nil
}

// foresee adds the runs of the future: those that the clock starts, as if each succeeded, and
// those that may follow them.
func (s *sight) foresee(session *rocket.Session) {
	for _, row := range s.order {
		t := session.Task(row.task)
		spec, err := t.Spec()
		if err != nil {
			continue // it was removed meanwhile
		}
		if state, err := t.State(); err == nil {
			switch {
			case state.Hold != nil:
				row.note = "held"
			case !state.Enabled:
				row.note = "disabled"
			}
		}
		row.starts, _ = t.Starts(s.to, futureRuns)
		for _, w := range waitsOf(spec.When) {
			before := s.rows[w.On]
			if before != nil && !w.Group && !w.Wrong && before != row && s.isLast(w) {
				before.follows = append(before.follows, row)
			}
		}
	}
	for _, row := range s.order {
		for _, at := range row.starts {
			s.expect(row, at, "next", chainLength)
		}
	}
}

// isLast reports whether the task of w is the one whose runs decide when what waits may start:
// if it waits for each of several, the one that has succeeded least often.
func (s *sight) isLast(w waits) bool {
	for _, name := range w.All {
		other := s.rows[name]
		if other == nil || name == w.On {
			continue
		}
		if n := len(other.took) - len(s.rows[w.On].took); n < 0 || n == 0 && name < w.On {
			return false
		}
	}
	return true
}

// expect adds a run that is to come, and those that may follow its end.
func (s *sight) expect(row *sightRow, at time.Time, event string, chain int) {
	if chain == 0 || !at.Before(s.to) || row.note == "disabled" || len(row.runs) > pastRuns {
		return
	}
	end := at.Add(row.median())
	row.runs = append(row.runs, sightRun{start: at, end: end, event: event})
	for _, after := range row.follows {
		s.expect(after, end, "may", chain-1)
	}
}

// median returns how long a run takes, by those that have succeeded.
func (r *sightRow) median() time.Duration {
	if len(r.took) == 0 {
		return 0
	}
	slices.Sort(r.took)
	return r.took[(len(r.took)-1)/2]
}

// tickSteps are how far apart the ticks of a scale may be.
var tickSteps = []time.Duration{5 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour,
	3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 48 * time.Hour, 120 * time.Hour}

// ticks returns the instants that a scale names: times of the clock that are whole multiples
// of a step, at most so many.
func ticks(from, to time.Time, most int) (at []time.Time) {
	step := tickSteps[len(tickSteps)-1]
	for _, s := range tickSteps {
		if int(to.Sub(from)/s) < most {
			step = s
			break
		}
	}
	year, month, day := from.Date()
	minutes := int(step / time.Minute)
	for n := 0; ; n += minutes {
		t := time.Date(year, month, day, 0, n, 0, 0, from.Location())
		if !t.Before(to) {
			return at
		}
		if n := len(at); !t.Before(from) && (n == 0 || t.After(at[n-1])) { // the clock may change
			at = append(at, t)
		}
	}
}

// tickLabel returns what a scale writes at an instant.
func tickLabel(t time.Time) string {
	if isMidnight(t) {
		return t.Format("2 Jan")
	}
	return t.Format("15:04")
}

func isMidnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 }

// counted returns a number with its noun.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
