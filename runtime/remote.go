package rocket

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// A remoteRun is a run with execution remote, as the session has it that leads. The fields
// are guarded by the mutex of [remotes], but for the first two.
type remoteRun struct {
	run    *Run
	secret bool // what it returns has a secret of its worker; of the run's goroutine

	RemoteRun
	since   time.Time // when the session has begun it, or adopted it
	arrived bool      // its action was called, or never will be
	adopted bool      // an earlier leader has opened it
	begun   bool      // its action was called
	tried   bool      // to open it: nobody knows whether the engine has it
	opened  bool      // the engine has it
	claimed bool      // a worker has it, or had it
	worker  string    // its name
	host    string
	asked   string // with what reason its end is asked for; empty: it is not

	lines   []outputLine // of its output, that are not in the log yet
	omitted int          // lines that were too many for that, or for the engine

	over bool  // nothing more comes
	end  error // what has ended it beside its report; nil: nothing
	text json.RawMessage
	news chan struct{} // there are lines, or it is over
}

// remoteID returns the RunID of a run of a task: its id if that is one that no other run has.
func remoteID(task, id string, start time.Time) string {
	if unique(id) {
		return id
	}
	return fmt.Sprintf("%s %s %d", task, id, start.UnixNano())
}

func newRemoteRun(r *Run) *remoteRun {
	return &remoteRun{run: r, since: time.Now(), news: make(chan struct{}, 1)}
}

// An outputLine is a line that a run has written to one of its streams.
type outputLine struct{ stream, text string }

// maxLines is how many lines of a run wait for the log. More are left out.
const maxLines = 10_000

// A lostError is the end of a run whose worker was lost.
type lostError struct{ worker string }

func (e *lostError) Error() string {
	return fmt.Sprintf("worker %s was lost", cmp.Or(e.worker, "(unknown)"))
}

// errUnbegun is the end of a run that was cancelled before a worker has begun it, and errLeft of
// one that goes on without this session. errTwice is that of a middleware which repeats a run.
var (
	errUnbegun = errors.New("cancelled before a worker has begun it")
	errLeft    = errors.New("left to the next session that leads")
	errTwice   = errors.New("a run with execution remote cannot be repeated by a middleware")
	errNoLead  = errors.New("the session has no engine for execution remote")
)

// inRemote does the action of a run on a worker.
func inRemote(ctx context.Context, r *Run) (any, error) {
	m, remote := &r.session.remotes, r.remote
	if err := m.begin(remote); err != nil {
		return nil, &prerunError{err}
	}
	asked := ctx.Done()
	for {
		select {
		case <-remote.news:
		case <-asked:
			asked = nil
			m.askEnd(remote, reasonOf(context.Cause(ctx)))
		}
		lines, omitted, over := m.read(remote)
		r.logOutput(lines, omitted)
		if over {
			return remote.result()
		}
	}
}

// logOutput logs what the run has written on its worker.
func (r *Run) logOutput(lines []outputLine, omitted int) {
	if len(lines)+omitted == 0 {
		return
	}
	logger := r.session.logger.With("task", r.spec.Name, "run_id", r.ID)
	for _, line := range lines {
		logger.Info("output", "stream", line.stream, "line", line.text)
	}
	if omitted > 0 {
		logger.Warn("output was left out: it was not read in time", "lines", omitted)
	}
}

// result returns how a run has ended that is over.
func (remote *remoteRun) result() (any, error) {
	if remote.end != nil {
		return nil, remote.end
	}
	var report childReport
	if json.Unmarshal(remote.text, &report) == nil && report.CutOff {
		return nil, &lostError{remote.worker}
	}
	remote.secret = report.Secret
	value, err := readReport(remote.text)
	if _, program := remote.run.spec.Action.(Command); program && err == nil {
		if raw, ok := value.(json.RawMessage); ok {
			var stdout string
			err = json.Unmarshal(raw, &stdout)
			value = stdout
		}
	}
	return value, err
}

// finish says that a run is over. m.mu is held.
func (remote *remoteRun) finish(end error, report json.RawMessage) {
	if !remote.over {
		remote.over, remote.end, remote.text = true, end, report
		remote.ring()
	}
}

// ring wakes the goroutine of the run.
func (remote *remoteRun) ring() {
	select {
	case remote.news <- struct{}{}:
	default:
	}
}

// take takes what the engine tells of the run. m.mu is held.
func (remote *remoteRun) take(e RemoteEvent) {
	if remote.over {
		return
	}
	if e.Worker != "" {
		remote.claimed, remote.worker, remote.host = true, e.Worker, e.Host
	}
	switch e.Kind {
	case RemoteWrote:
		if len(remote.lines) == maxLines {
			remote.omitted++
			return
		}
		remote.lines = append(remote.lines, outputLine{e.Stream, e.Text})
		remote.ring()
	case RemoteProgressed:
		remote.run.heedProgress([]byte(e.Text))
	case RemoteEnded:
		remote.omitted += e.Outcome.Omitted
		remote.finish(e.Outcome.err(), e.Outcome.Report)
	case RemoteLost:
		remote.finish(&lostError{remote.worker}, nil)
	}
}

// err returns what has ended a run beside its report.
func (o RemoteOutcome) err() error {
	if o.Unbegun {
		return errUnbegun
	}
	return nil
}

// causeOf returns the cause for which the end of a run was asked, by the reason of records.
func causeOf(reason string, r *Run) error {
	switch reason {
	case timedOut:
		return r.timeLimit()
	case reasonOf(ErrShutdown):
		return ErrShutdown
	case reasonOf(ErrUntil):
		return ErrUntil
	case reasonOf(ErrReplaced):
		return ErrReplaced
	}
	return ErrTerminated
}
