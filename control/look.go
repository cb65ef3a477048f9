package control

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// noTask is the error for a task that is not there.
func (q *question) noTask(name string, all []*rocket.Task) error {
	var names []string
	for _, t := range all {
		names = append(names, t.Name())
	}
	if near := spelling.Nearest(name, names); near != "" {
		return usagef("there is no task %s (did you mean %s?)", name, near)
	}
	return usagef("there is no task %s; list shows those that there are", name)
}

// The events that are trouble, and how far back a status looks for them.
const (
	trouble  = rocket.Failed | rocket.Crashed | rocket.Terminated | rocket.Missed
	lookBack = 24 * time.Hour
	readTime = 3 * time.Second // within which the run log answers a status
	patience = time.Minute     // a task that waits longer to start is overdue
)

// held returns the tasks that are held alone.
func (q *question) held() []HeldTask {
	list := []HeldTask{}
	if q.Session.Stats().Held == 0 {
		return list // so that not each task is asked
	}
	for _, t := range q.Session.Tasks() {
		if h, err := t.Hold(); err == nil && h != nil && len(h.Tasks) > 0 {
			list = append(list, HeldTask{t.Name(), *holdOf(h)})
		}
	}
	return list
}

// status says what the session does.
func (q *question) status() error {
	stats, now := q.Session.Stats(), q.Session.Overview()
	zone := q.Session.Location()
	zoneName := zone.String()
	if zone == time.Local {
		zoneName = time.Now().Format("MST")
	}
	host, _ := os.Hostname()
	s := Status{
		Schedule: q.Schedule, Build: q.Build, PID: os.Getpid(), Host: host,
		Now: time.Now().In(zone), Zone: zoneName, Started: stats.Started, Tasks: stats.Tasks,
		Hold: holdOf(stats.Hold), Live: []LiveRun{}, Waiting: []Waiting{}, Held: q.held(),
		Backfills: q.backfills(),
		Pools:     poolsOf(append([]rocket.PoolStats{stats.Processes}, stats.Pools...)),
	}
	s.Role, s.Leader, s.Workers = q.role(&now), now.Standby, q.workers(now.Workers)
	for _, r := range now.Live {
		run := liveRunOf(r.Task, r.LiveRun)
		run.Progress = progressOf(r.Progress, zone)
		s.Live = append(s.Live, run)
		if q.Worker != nil {
			s.Workers[0].Running = append(s.Workers[0].Running, r.ID)
		}
	}
	for _, w := range now.Waiting {
		waiting := Waiting{Task: w.Task, For: w.Obstacle, Since: w.Since}
		waiting.Overdue = !w.Since.IsZero() && s.Now.Sub(w.Since) > patience
		for _, p := range w.Lacking {
			waiting.Pools = append(waiting.Pools, p.Name)
		}
		s.Waiting = append(s.Waiting, waiting)
	}
	if now.Next != "" {
		s.Next = &Next{now.Next, now.At, q.holdOn(q.Session.Task(now.Next))}
	}
	if s.Wrong = []Wrong{}; s.Role == workerRole || s.Role == standbyRole {
		return q.send(s) // the run log is another program's
	}
	var err error
	if s.Wrong, err = q.wrong(s.Now.Add(-lookBack)); err != nil {
		s.LogError = err.Error()
	}
	return q.send(s)
}

var errSlowLog = fmt.Errorf("the run log has not answered within %v", readTime)

// wrong returns the tasks that went wrong since an instant, the latest first.
func (q *question) wrong(since time.Time) ([]Wrong, error) {
	const most = 10_000 // records
	all, found := map[string]*Wrong{}, []Wrong{}
	query := rocket.Query{Events: trouble, From: since, Newest: true, Limit: most}
	ctx, cancel := context.WithTimeoutCause(q.ctx, readTime, errSlowLog)
	defer cancel()
	for r, err := range q.Session.RunLog().Read(ctx, query) {
		if err != nil {
			return found, err
		}
		if !r.WentWrong() {
			continue
		}
		w := all[r.Task]
		if w == nil {
			w = &Wrong{Task: r.Task, Last: r.Created}
			all[r.Task] = w
		}
		if r.Event == rocket.Missed {
			w.Missed++
		} else {
			w.Failed++
		}
	}
	for _, w := range all {
		if state, err := q.Session.Task(w.Task).State(); err == nil {
			w.Now = state.Failures > 0 || state.Status == rocket.Crashed
		}
		found = append(found, *w)
	}
	slices.SortFunc(found, func(a, b Wrong) int {
		return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.Task, b.Task))
	})
	return found, nil
}

// list sends the tasks.
func (q *question) list() error {
	tasks, err := q.tasks()
	if err != nil {
		return err
	}
	waiting := map[string]bool{}
	now := q.Session.Overview()
	for _, w := range now.Waiting {
		waiting[w.Task] = w.Obstacle != "held" && w.Obstacle != "disabled"
	}
	live := LiveByTask(now.Live)
	for _, t := range tasks {
		line, err := taskOf(t)
		line.place(live[t.Name()])
		if line.State == "idle" && waiting[t.Name()] {
			line.State = "waiting"
		}
		if errors.Is(err, rocket.ErrNoTask) {
			continue // it was removed meanwhile
		}
		if err := cmp.Or(err, q.send(line)); err != nil {
			return err
		}
	}
	return nil
}

// taskOf returns a task as a list has it.
func taskOf(t *rocket.Task) (line Task, err error) {
	spec, err := t.Spec()
	if err != nil {
		return line, err
	}
	state, err := t.State()
	if err != nil {
		return line, err
	}
	line = Task{
		Task: t.Name(), Description: spec.Description, Failures: state.Failures,
		Live: len(state.Live), Hold: holdOf(state.Hold), State: stateOf(state),
		Start: state.Last(rocket.Started),
	}
	if spec.When != nil {
		line.When = fmt.Sprint(spec.When)
	}
	for e := rocket.Event(1); e <= rocket.Outcome; e <<= 1 {
		if at := state.Last(e & rocket.Outcome); at.After(line.End) {
			line.End, line.Outcome = at, e.String()
		}
	}
	line.Next, err = t.Next()
	return line, err
}

// stateOf returns the word for what a task is.
func stateOf(s rocket.TaskState) string {
	switch {
	case len(s.Live) > 0:
		return "running"
	case s.Hold != nil:
		return "held"
	case !s.Enabled:
		return "disabled"
	}
	return "idle"
}

// holdOn returns what holds a task; nil if nothing does.
func (q *question) holdOn(t *rocket.Task) *Hold {
	h, err := t.Hold()
	if err != nil {
		return nil // the task was removed meanwhile
	}
	return holdOf(h)
}

// next sends the next starts, the earliest first: 10, or as many as asked for. Tasks come last
// that are held until somebody resumes them.
func (q *question) next() error {
	tasks, err := q.tasks()
	if err != nil {
		return err
	}
	var all []Next
	holds := q.Session.Stats().Held > 0
	for _, t := range tasks {
		at, err := t.Next()
		if err != nil {
			continue // it was removed meanwhile
		}
		n := Next{Task: t.Name(), At: at}
		if holds {
			n.Hold = q.holdOn(t)
		}
		if !at.IsZero() || n.Hold != nil && n.Hold.Until.IsZero() && hasCondition(t) {
			all = append(all, n)
		}
	}
	slices.SortStableFunc(all, func(a, b Next) int {
		if a.At.IsZero() != b.At.IsZero() {
			return b.At.Compare(a.At)
		}
		return a.At.Compare(b.At)
	})
	for _, n := range all[:min(len(all), cmp.Or(q.N, 10))] {
		if err := q.send(n); err != nil {
			return err
		}
	}
	return nil
}

// hasCondition reports whether a task starts by itself.
func hasCondition(t *rocket.Task) bool {
	spec, err := t.Spec()
	if err != nil || spec.When == nil {
		return false
	}
	state, err := t.State()
	return err == nil && state.Enabled
}

// past reads an instant of the past; the zero time if there is none.
func (q *question) past(name, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := period.ParsePast(text, time.Now().In(q.Session.Location()))
	if err != nil {
		return at, usagef("%s: %v", name, err)
	}
	return at, nil
}

// why says why a task runs, or does not.
func (q *question) why() error {
	t, err := q.task()
	if err != nil {
		return err
	}
	at, err := q.past("at", q.At)
	if err != nil {
		return err
	}
	if at.After(time.Now()) {
		return usagef("at: %s is yet to come; rocketc timeline shows what will run", q.At)
	}
	var w rocket.Why
	if at.IsZero() {
		w, err = t.Why()
	} else {
		w, err = t.WhyAt(q.ctx, at)
	}
	if err != nil {
		return err
	}
	why := Why{
		Task: t.Name(), At: w.At, Since: w.Since, Obstacle: w.Obstacle, Hold: holdOf(w.Hold),
		Waits: poolsOf(w.Waits), Live: liveOf(t.Name(), w.Live), Next: w.Next,
		Past: !at.IsZero(),
	}
	if w.When.Text != "" {
		part := partOf(w.When)
		why.When, why.Truth, why.Until = &part, truthOf(w.State), w.State.Until
	}
	if why.Past && why.Truth == "true" {
		why.Missed, err = q.missedAt(t.Name(), at)
	}
	return errors.Join(err, q.send(why))
}

// missedAt returns why the window of a task was missed that was open at an instant at which its
// condition was true; "" if it was not missed.
func (q *question) missedAt(task string, at time.Time) (reason string, err error) {
	var latest time.Time
	query := rocket.Query{Tasks: []string{task}, Events: rocket.Missed, From: at}
	for r, err := range q.Session.RunLog().Read(q.ctx, query) {
		if err != nil {
			return "", err
		}
		if !r.Scheduled.After(at) && !r.Scheduled.Before(latest) {
			latest, reason = r.Scheduled, r.Reason
		}
	}
	return reason, nil
}

// history sends the records of runs, the newest 20 or as many as asked for, or all since an
// instant, oldest first; then, if asked for, what comes.
func (q *question) history() error {
	tasks, err := q.tasks()
	if err != nil {
		return err
	}
	since, err := q.past("since", q.Since)
	if err != nil {
		return err
	}
	query := rocket.Query{Events: rocket.Outcome | rocket.Missed, From: since}
	if len(q.Tasks) > 0 {
		for _, t := range tasks {
			query.Tasks = append(query.Tasks, t.Name())
		}
	}
	if q.Failed {
		query.Events = trouble
	}
	query.Limit = q.N
	if query.Limit == 0 && since.IsZero() {
		query.Limit = 20
	}
	query.Newest = query.Limit > 0
	var latest uint64
	var records []rocket.Record
	for r, err := range q.Session.RunLog().Read(q.ctx, query) {
		if err != nil {
			return err
		}
		records = append(records, r)
	}
	if query.Newest {
		slices.Reverse(records)
	}
	for _, r := range records {
		latest = max(latest, r.Seq)
		if err := q.sendRecord(r); err != nil {
			return err
		}
	}
	if !q.Follow {
		return nil
	}
	if query.After = latest; latest > 0 {
		query.From = time.Time{} // the clock may be set
	}
	return q.follow(query)
}

// follow sends the records that a query asks for, as they come, until nobody listens or the
// session ends.
func (q *question) follow(query rocket.Query) error {
	for r, err := range q.Session.FollowQuery(q.ctx, query) {
		switch {
		case errors.Is(err, context.Canceled):
			return nil
		case err != nil:
			return err
		}
		if err := q.sendRecord(r); err != nil {
			return err
		}
	}
	return nil
}

// sendRecord sends a record, unless it is left out.
func (q *question) sendRecord(r rocket.Record) error {
	if q.Failed && !r.WentWrong() {
		return nil
	}
	return q.send(r)
}

// logs sends what runs have written: the run, or the task, that is named; then, if asked for,
// what they write.
func (q *question) logs() error {
	task, run, err := q.written()
	if err != nil {
		return err
	}
	if q.Tap == nil {
		return errors.New("this program keeps no output")
	}
	said := map[string]string{}
	if !q.Follow {
		err := q.sendKept(task, run, q.Tap.Lines(task, run))
		return cmp.Or(err, q.sendProgress(task, run, said))
	}
	kept, coming := q.Tap.Follow(q.ctx, task, run)
	if err := q.sendKept(task, run, kept); err != nil {
		return err
	}
	look := time.NewTicker(progressPause)
	defer look.Stop()
	for {
		if err := q.sendProgress(task, run, said); err != nil {
			return err
		}
		select {
		case <-look.C:
		case line := <-coming:
			if run != "" && line.RunID != run {
				continue
			}
			if err := q.sendLine(line); err != nil {
				return err
			}
		case <-q.Session.Done():
			return nil
		case <-q.ctx.Done():
			return nil
		}
	}
}

// progressPause is how often those who follow a run are told of its progress.
const progressPause = time.Second

// sendProgress sends the progress of a live run, or of those of a task if run is empty, as a
// line, unless it was said already.
func (q *question) sendProgress(task, run string, said map[string]string) error {
	for _, r := range q.Session.Overview().Live {
		text := r.Progress.String()
		if r.Task != task || run != "" && r.ID != run || text == "" || said[r.ID] == text {
			continue
		}
		said[r.ID] = text
		line := Line{
			Time: r.Progress.At, Task: r.Task, RunID: r.ID, Stream: "progress", Text: text}
		if err := q.sendLine(line); err != nil {
			return err
		}
	}
	return nil
}

// sendKept sends the lines that are kept, or if there are none, what the run log tells.
func (q *question) sendKept(task, run string, lines []Line) (err error) {
	if len(lines) == 0 {
		if lines, err = q.recorded(task, run); err != nil {
			return err
		}
	}
	return q.sendLines(lines)
}

func (q *question) sendLines(lines []Line) error {
	if q.N > 0 {
		lines = lines[max(0, len(lines)-q.N):]
	}
	for _, line := range lines {
		if err := q.sendLine(line); err != nil {
			return err
		}
	}
	return nil
}

// sendLine sends a line, with its time in the zone of the session.
func (q *question) sendLine(line Line) error {
	line.Time = line.Time.In(q.Session.Location())
	return q.send(line)
}

// written returns the task and the run whose output is asked for; no run: all of the task.
func (q *question) written() (task, run string, err error) {
	if q.Run == "" {
		t, err := q.task()
		return t.Name(), "", err // a nil task has no name
	}
	for _, t := range q.Session.Tasks() {
		if t.Name() == q.Run {
			return q.Run, "", nil
		}
	}
	return q.runOf(q.Run)
}

// isID reports whether a text is an id, or its beginning or end.
func isID(id, text string) bool {
	return strings.HasPrefix(id, text) || strings.HasSuffix(id, text)
}

// runOf returns the task and the id of the run whose id, or whose end of an id, is given.
func (q *question) runOf(id string) (task, run string, err error) {
	found := map[string]string{}
	note := func(task, run string) {
		if isID(run, id) {
			found[run] = task
		}
	}
	for _, r := range q.Session.Overview().Live {
		note(r.Task, r.ID)
	}
	if q.Tap != nil {
		q.Tap.each(note)
	}
	if len(found) == 0 {
		if err := q.runLogged(id, note); err != nil {
			return "", "", err
		}
	}
	if task, ok := found[id]; ok {
		return task, id, nil
	}
	switch len(found) {
	case 0:
		return "", "", usagef("there is no task and no recent run %s", id)
	case 1:
		for run, task := range found {
			return task, run, nil
		}
	}
	return "", "", usagef("%d runs have an id such as %s: give more of it", len(found), id)
}
