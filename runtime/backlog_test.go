package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An outage is a run log that can be neither written nor read in a span of the session. It
// notes the Seq of what it takes.
type outage struct {
	rocket.MemoryLog
	from, to time.Duration
	err      error
	hang     bool // it fails when ctx is done

	mu    sync.Mutex
	begin time.Time
	tries int
}

func (o *outage) down(ctx context.Context) error {
	o.mu.Lock()
	since := time.Since(o.begin)
	if o.begin.IsZero() {
		o.begin, since = time.Now(), 0
	}
	o.mu.Unlock()
	if since < o.from || since >= o.to {
		return nil
	}
	if o.hang {
		<-ctx.Done()
	}
	return o.err
}

func (o *outage) Append(ctx context.Context, records []rocket.Record) error {
	if err := o.down(ctx); err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.tries++
		return err
	}
	return o.MemoryLog.Append(ctx, records)
}

func (o *outage) Read(ctx context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	if err := o.down(ctx); err != nil {
		return func(yield func(rocket.Record, error) bool) { yield(rocket.Record{}, err) }
	}
	return o.MemoryLog.Read(ctx, q)
}

// numbers checks that records are numbered without a gap, and returns their story.
func numbers(t *testing.T, log rocket.RunLog) string {
	t.Helper()
	n := uint64(0)
	for r, err := range log.Read(t.Context(), rocket.Query{Events: rocket.AnyEvent}) {
		if n++; err != nil || r.Seq != n {
			t.Errorf("the number of record %d is %d, error %v", n, r.Seq, err)
		}
	}
	return story(recordsOf(t, log))
}

var errOffline = errors.New("connection refused")

// TestRetryLog: while the run log cannot be written no run begins, conditions are asked, and
// what happens is in the log when it can be written again.
func TestRetryLog(t *testing.T) {
	log := &outage{from: 1500 * time.Millisecond, to: 4 * time.Second, err: errOffline}
	// begins notes when an action begins. The log has its run by then.
	var j journal
	begins := func(takes time.Duration) rocket.Func {
		return func(ctx context.Context, r *rocket.Run) (any, error) {
			found := slices.ContainsFunc(recordsOf(t, &log.MemoryLog),
				func(rec rocket.Record) bool { return rec.RunID == r.ID })
			if !found {
				t.Errorf("a run of %s begins that is not in the log", r.Task().Name())
			}
			return j.does(takes)(ctx, r)
		}
	}
	var text strings.Builder
	playOutage(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "beat", When: every{time.Second}, Action: begins(0)},
		{Name: "long", When: once{}, Until: aged{3 * time.Second}, Action: begins(time.Hour)},
	}}, log, 5500*time.Millisecond, &text)
	expect(t, numbers(t, log), "beat:run@0s beat:success@0s long:run@0s "+
		"beat:run@1s beat:success@1s beat:run@2s long:terminate@3s beat:success@5.1s "+
		"beat:run@5.1s beat:success@5.1s")
	for line, times := range map[string]int{
		"the run log could not be written": 1, "the run log is written again": 1,
	} {
		if n := strings.Count(text.String(), line); n != times {
			t.Errorf("the log says %d times that %s, want %d", n, line, times)
		}
	}
}

// A changing log is in an outage whose error is another one at each attempt.
type changing struct{ outage }

func (c *changing) Append(ctx context.Context, records []rocket.Record) error {
	err := c.outage.Append(ctx, records)
	if err != nil {
		err = fmt.Errorf("attempt %d: %w", c.tries, err)
	}
	return err
}

// TestRetryLogChanging: as long as the run log cannot be written, whatever the error, the log does
// not say that it is written again.
func TestRetryLogChanging(t *testing.T) {
	log := &changing{outage{from: 1500 * time.Millisecond, to: 4 * time.Second, err: errOffline}}
	var text strings.Builder
	var j journal
	playOutage(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "beat", When: every{time.Second}, Action: j.does(0)},
	}}, log, 5500*time.Millisecond, &text)
	for line, times := range map[string]int{"the run log could not be written": log.tries,
		"the run log is written again": 1, fmt.Sprint("failures=", log.tries): 1} {
		if n := strings.Count(text.String(), line); n != times || log.tries < 3 {
			t.Errorf("the log says %d times that %s, want %d", n, line, times)
		}
	}
}

// playOutage runs a schedule for a time, with a run log, and returns the session's error.
func playOutage(t *testing.T, schedule rocket.Schedule, log rocket.RunLog, span time.Duration,
	text *strings.Builder) (err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newSession(t, schedule, rocket.WithRunLog(log),
			rocket.WithLogger(slog.New(slog.NewTextHandler(text, nil))))
		ctx, cancel := context.WithTimeout(context.Background(), span)
		defer cancel()
		err = s.Run(ctx)
	})
	return err
}

// TestRetryLogEnds: what happens if the run log cannot be written for longer than retry_log
// says. No run begins meanwhile; then the scheduler stops, or goes on.
func TestRetryLogEnds(t *testing.T) {
	const long = time.Hour
	for name, c := range map[string]struct {
		config rocket.Config
		err    error // of the log
		hang   bool
		want   string // when the action begins
		stops  time.Duration
		tries  int
	}{
		"by default": {rocket.Config{}, errOffline, false, "0s 1s", 62 * time.Second, 24},
		"soon": {rocket.Config{RetryLog: time.Second}, errOffline, false, "0s 1s",
			3 * time.Second, 7},
		"never": {rocket.Config{RetryLog: rocket.Never}, errOffline, false, "0s 1s",
			2 * time.Second, 2},
		"a log that hangs": {rocket.Config{RetryLog: time.Second}, errOffline, true, "0s 1s",
			4 * time.Second, 2},
		"silenced": {rocket.Config{RetryLog: 10 * time.Second, SilenceTaskLogging: true},
			errOffline, false, "0s 1s 12s 12s 13s 14s", 0, 0},
		"taken over": {rocket.Config{SilenceTaskLogging: true},
			fmt.Errorf("epoch 3: %w", rocket.ErrLogTaken), false, "0s 1s", 2 * time.Second, 2},
	} {
		t.Run(name, func(t *testing.T) {
			log := &outage{from: 1500 * time.Millisecond, to: long, err: c.err, hang: c.hang}
			var j journal
			var begin, end time.Time
			action := func(_ context.Context, r *rocket.Run) (any, error) {
				if begin.IsZero() {
					begin = time.Now()
				}
				j.note("%v", time.Since(begin).Round(time.Second))
				return nil, nil
			}
			var err error
			synctest.Test(t, func(t *testing.T) {
				s := newSession(t, rocket.Schedule{Config: c.config, Tasks: []*rocket.TaskSpec{
					{Name: "a", When: every{time.Second}, Action: rocket.Func(action)},
				}}, rocket.WithRunLog(log))
				ctx, cancel := context.WithTimeout(t.Context(), 14500*time.Millisecond+c.stops)
				defer cancel()
				err = s.Run(ctx)
				end = time.Now()
			})
			expect(t, j.text(), c.want)
			took := end.Sub(begin).Round(time.Second)
			if c.stops > 0 && (!errors.Is(err, c.err) || took != c.stops) {
				t.Errorf("it stopped after %v: %v; want %v", took, err, c.stops)
			}
			if c.stops == 0 && err != nil {
				t.Error(err)
			}
			if c.tries > 0 && log.tries != c.tries {
				t.Errorf("%d attempts, want %d", log.tries, c.tries)
			}
		})
	}
}

// TestRetryLogToTheEnd: a run log that can be written again just before retry_log is over is
// written.
func TestRetryLogToTheEnd(t *testing.T) {
	log := &outage{from: 1500 * time.Millisecond, to: 2900 * time.Millisecond, err: errOffline}
	var j journal
	var text strings.Builder
	err := playOutage(t, rocket.Schedule{Config: rocket.Config{RetryLog: time.Second},
		Tasks: []*rocket.TaskSpec{{Name: "beat", When: every{time.Second}, Action: j.does(0)}}},
		log, 4500*time.Millisecond, &text)
	if err != nil {
		t.Error(err)
	}
	if got := strings.Count(numbers(t, &log.MemoryLog), "beat:success"); got != 5 {
		t.Errorf("%d runs, want 5; the log said\n%s", got, text.String())
	}
}

// TestRetryLogShutdown: a session that shuts down during an outage has its last records in
// the log, if that can be written in time.
func TestRetryLogShutdown(t *testing.T) {
	log := &outage{from: 500 * time.Millisecond, to: 20 * time.Second, err: errOffline}
	var j journal
	var text strings.Builder
	err := playOutage(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "work", When: once{}, Action: j.does(2 * time.Second)},
		{Name: "late", OnShutdown: true, Action: j.does(0)},
	}}, log, time.Second, &text)
	if err != nil {
		t.Error(err)
	}
	expect(t, numbers(t, &log.MemoryLog),
		"work:run@0s late:run@1s work:success@2s late:success@22.3s")
}

// TestRetryLogForced: a forced shutdown does not wait for the run log for long, even if that
// never returns.
func TestRetryLogForced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &outage{from: 500 * time.Millisecond, to: time.Hour, err: errOffline}
		var j journal
		s := newSession(t, rocket.Schedule{Config: rocket.Config{RetryLog: time.Hour},
			Tasks: []*rocket.TaskSpec{
				{Name: "beat", When: every{time.Second}, Action: j.does(0)},
			}}, rocket.WithRunLog(log))
		ended := make(chan error, 1)
		go func() { ended <- s.Run(context.Background()) }()
		time.Sleep(5 * time.Second)
		begin := time.Now()
		if err := s.Terminate(nil); err != nil {
			t.Error(err)
		}
		if err := <-ended; err == nil || time.Since(begin) > 20*time.Second {
			t.Errorf("it stopped after %v: %v", time.Since(begin), err)
		}
		expect(t, j.text(), "beat")
	})
}

// TestRetryLogForceStatus: conditions that look at the run log look at what the session
// remembers while records wait for it.
func TestRetryLogForceStatus(t *testing.T) {
	log := &outage{from: 1500 * time.Millisecond, to: 4 * time.Second, err: errOffline}
	var j journal
	var text strings.Builder
	err := playOutage(t, rocket.Schedule{
		Config: rocket.Config{ForceStatusFromLogs: true, CycleSleep: time.Second},
		Tasks: []*rocket.TaskSpec{
			{Name: "long", When: once{}, Action: j.does(1600 * time.Millisecond)},
			{Name: "beat", When: once{}, Action: j.does(time.Hour), Until: after{task: "long"}},
		}}, log, 5*time.Second, &text)
	if err != nil {
		t.Error(err)
	}
	expect(t, numbers(t, &log.MemoryLog),
		"beat:run@0s long:run@0s beat:terminate@1.6s long:success@1.6s")
}
