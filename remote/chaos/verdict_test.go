//go:build linux

package chaos

import (
	"fmt"
	"slices"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Rules are what the schedule and the engine promise.
type rules struct {
	cap       int             // of live runs
	exclusive map[string]bool // the tasks of which one run may be live
	lost      time.Duration   // within which the runs of a lost worker are a crash
	failover  time.Duration   // within which another program leads
	slack     time.Duration   // that a busy machine may take longer
	// outage is for how long the database may be away without costing a run: a worker may have
	// been heard of a second before, and take another to connect.
	outage time.Duration
}

// A run ends before its crash is recorded, but its last line may say that it was an instant later.
const (
	inTime    = 100 * time.Millisecond
	precision = 50 * time.Millisecond // of the instants of witness and run log
)

// A span is a run as the witness has it.
type span struct {
	run, task, member string
	token             int64
	first, last       int // lines
	begun, seen       time.Duration
	ended             bool
	frozen            int // the line with which its worker was frozen meanwhile; else after last
}

// A verdict is what witness and run log say together.
type verdict struct {
	runs, crashes, unbegun int
	faults                 []string
	// ghosts are runs that went on after their worker had been frozen, beside their successor
	// or above the cap: no lease can help.
	ghosts    int
	losses    []time.Duration // from the harm to the record crash
	failovers []time.Duration // from the end of a leader to the next start
	most      int             // live runs
}

func (v *verdict) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Sprintf(format, args...))
}

// String says in lines what the verdict is.
func (v *verdict) String() string {
	text := fmt.Sprintf("%d runs, %d crash (%d of them never begun), most live %d, "+
		"beside a frozen run %d, losses seen after %s, failover after %s, %d faults", v.runs,
		v.crashes, v.unbegun, v.most, v.ghosts, spread(v.losses), spread(v.failovers),
		len(v.faults))
	for i, fault := range v.faults {
		if i == 20 {
			text += "\n…"
			break
		}
		text += "\n" + fault
	}
	return text
}

// spread writes the least and the greatest of times.
func spread(times []time.Duration) string {
	if len(times) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f-%.1f s", slices.Min(times).Seconds(), slices.Max(times).Seconds())
}

// A trial is what a verdict is about.
type trial struct {
	rules
	lines   []line
	records []rocket.Record
	boot    time.Time // from which the lines count
}

// judge compares the witness with the run log.
func (t trial) judge() *verdict {
	v := &verdict{}
	spans := t.spans(v)
	t.judgeOverlaps(v, spans)
	t.judgeRecords(v, spans)
	t.judgeFailovers(v)
	return v
}

// spans returns the runs of the witness in the order in which they began.
func (t trial) spans(v *verdict) (spans []*span) {
	byRun := map[string]*span{}
	for i, l := range t.lines {
		s := byRun[l.run]
		switch {
		case l.run == "-":
			continue
		case l.word == begun && s != nil:
			v.fault("run %s of %s began twice: on %s with token %d, on %s with token %d", l.run,
				l.task, s.member, s.token, l.member, l.token)
			continue
		case l.word == begun:
			s = &span{run: l.run, task: l.task, member: l.member, token: l.token, first: i,
				begun: l.at}
			byRun[l.run] = s
			spans = append(spans, s)
		case s == nil:
			v.fault("run %s of %s did not begin: %v", l.run, l.task, l)
			continue
		case s.token != l.token || s.token < 1:
			v.fault("run %s of %s began with token %d: %v", l.run, l.task, s.token, l)
		}
		s.last, s.seen, s.ended = i, l.at, l.word == ended
	}
	for _, s := range spans {
		s.frozen = s.last + 1
		for i := s.first; i <= s.last; i++ {
			if t.lines[i].word == frozen && t.lines[i].member == s.member {
				s.frozen = i
				break
			}
		}
	}
	return spans
}

// judgeOverlaps looks at what was live at the begin of each run. A run whose worker was frozen
// counts apart from then on. The tokens of the runs of an exclusive task rise.
func (t trial) judgeOverlaps(v *verdict, spans []*span) {
	var live []*span
	tokens := map[string]int64{}
	for _, s := range spans {
		if t.exclusive[s.task] && s.token <= tokens[s.task] {
			v.fault("run %s of %s has token %d, the one before %d", s.run, s.task, s.token,
				tokens[s.task])
		}
		tokens[s.task] = s.token
		live = slices.DeleteFunc(live, func(other *span) bool { return other.last < s.first })
		n := 1
		for _, other := range live {
			apart := other.frozen < s.first
			if !apart {
				n++
			}
			switch {
			case other.task != s.task || !t.exclusive[s.task]:
			case apart:
				v.ghosts++
			default:
				v.fault("run %s of %s began on %s while run %s was live on %s", s.run, s.task,
					s.member, other.run, other.member)
			}
		}
		if v.most = max(v.most, n); n > t.cap {
			v.fault("%d runs were live when %s of %s began, the cap is %d", n, s.run, s.task, t.cap)
		}
		live = append(live, s)
	}
}

// A logged is a run as the run log has it.
type logged struct {
	task     string
	started  time.Duration
	outcomes []rocket.Record
}

// logged returns the runs of the run log.
func (t trial) logged(v *verdict) map[string]*logged {
	runs := map[string]*logged{}
	for _, r := range t.records {
		switch {
		case r.Event == rocket.Started && runs[r.RunID] != nil:
			v.fault("run %s of %s has two records of its start", r.RunID, r.Task)
		case r.Event == rocket.Started:
			runs[r.RunID] = &logged{task: r.Task, started: r.Created.Sub(t.boot)}
		case r.Event&rocket.Outcome != 0 && runs[r.RunID] == nil:
			v.fault("run %s of %s has the outcome %v and no start", r.RunID, r.Task, r.Event)
		case r.Event&rocket.Outcome != 0:
			runs[r.RunID].outcomes = append(runs[r.RunID].outcomes, r)
		}
	}
	return runs
}

// judgeRecords compares each run of the witness with its records.
func (t trial) judgeRecords(v *verdict, spans []*span) {
	runs := t.logged(v)
	seen := map[string]*span{}
	for _, s := range spans {
		if seen[s.run] = s; runs[s.run] == nil {
			v.fault("run %s of %s took place on %s, and the run log has no start", s.run, s.task,
				s.member)
		}
	}
	for id, run := range runs {
		v.runs++
		if len(run.outcomes) != 1 {
			v.fault("run %s of %s has %d outcomes", id, run.task, len(run.outcomes))
			continue
		}
		switch end := run.outcomes[0]; end.Event {
		case rocket.Succeeded:
			if s := seen[id]; s == nil || !s.ended {
				v.fault("run %s of %s is a success, and did not end", id, run.task)
			}
		case rocket.Crashed:
			t.judgeCrash(v, run, seen[id], end)
		default:
			v.fault("run %s of %s: %v %s %s", id, run.task, end.Event, end.Error, end.Reason)
		}
	}
}

// judgeCrash looks for what has cost a run its worker, and how long after that it was recorded.
// s is nil if the run did not begin.
func (t trial) judgeCrash(v *verdict, run *logged, s *span, end rocket.Record) {
	v.crashes++
	recorded := end.Created.Sub(t.boot)
	if s == nil {
		v.unbegun++
		s = &span{run: end.RunID, task: run.task, begun: run.started, seen: run.started}
	} else if late := s.seen - recorded; late > inTime && s.frozen > s.last {
		v.fault("run %s of %s went on for %v after its crash was recorded, on %s, which was not "+
			"frozen", s.run, s.task, late, s.member)
	}
	harm, found := t.harmTo(s, recorded)
	if !found {
		v.fault("run %s of %s is a crash at %.2f, and nothing was done to %q since it began at "+
			"%.2f: %s", s.run, s.task, recorded.Seconds(), s.member, s.begun.Seconds(), end.Reason)
		return
	}
	took := recorded - harm
	v.losses = append(v.losses, took)
	if limit := t.lost + t.pauses(harm, recorded) + t.slack; took > limit {
		v.fault("the crash of run %s of %s was recorded %v after its worker was lost, the limit "+
			"is %v", s.run, s.task, took, limit)
	}
}

// harmTo returns when the worker of a run was harmed before the run was a crash. If the run did
// not begin, that can be any, or its leader before it was opened.
func (t trial) harmTo(s *span, recorded time.Duration) (at time.Duration, found bool) {
	for i, l := range t.lines {
		hurts := l.word == killed || l.word == frozen || l.word == cutOff ||
			s.member == "" && l.word == deposed
		hurts = hurts && (s.member == "" || l.member == s.member) || t.isOutage(i)
		const before = 200 * time.Millisecond // between the line of a harm and the harm
		if hurts && l.at <= recorded && l.at >= s.begun-before {
			at, found = l.at, true
		}
	}
	return at, found
}

// isOutage reports whether with a line the database goes away for so long that workers may have
// to end their runs.
func (t trial) isOutage(i int) bool {
	down := t.lines[i]
	for _, up := range t.lines[i:] {
		if up.word == databaseUp {
			return down.word == databaseDown && up.at-down.at > t.outage
		}
	}
	return down.word == databaseDown
}

// pauses returns by how much later losses are seen if meanwhile, or just before, nobody led, or
// the database was away.
func (t trial) pauses(from, to time.Duration) (total time.Duration) {
	for _, l := range t.lines {
		if (l.word == deposed || l.word == databaseDown) && l.at > from-t.failover && l.at < to {
			total += t.failover
		}
	}
	return total
}

// judgeFailovers looks at how long after the end of each leader the next run starts. Leaders
// that are deposed before that count once.
func (t trial) judgeFailovers(v *verdict) {
	for i, l := range t.lines {
		if l.word != deposed {
			continue
		}
		next, again := t.startAfter(l.at), false
		for _, later := range t.lines[i+1:] {
			again = again || later.word == deposed && (next == 0 || later.at < next)
		}
		switch {
		case again:
		case next == 0:
			v.fault("no run has started after the leader was lost at %.2f", l.at.Seconds())
		default:
			v.failovers = append(v.failovers, next-l.at)
			limit := t.failover + t.slack + t.databaseAway(l.at, next)
			if next-l.at > limit {
				v.fault("the next run started %v after the leader was lost, the limit is %v",
					next-l.at, limit)
			}
		}
	}
}

// databaseAway returns how much longer a failover may take because of restarts of the database.
func (t trial) databaseAway(from, to time.Duration) (total time.Duration) {
	for _, l := range t.lines {
		if l.word == databaseDown && l.at > from-t.failover && l.at < to {
			total += t.failover
		}
	}
	return total
}

// startAfter returns when the first run began after an instant; 0: none did. Of the witness the
// begin counts, because the log of a leader that is lost may have starts that nobody opened.
func (t trial) startAfter(at time.Duration) time.Duration {
	for _, r := range t.records {
		if start := r.Created.Sub(t.boot); r.Event == rocket.Started && start > at+precision {
			return start
		}
	}
	return 0
}

// tail returns the end of a text, for messages.
func tail(text string, lines int) string {
	all := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
