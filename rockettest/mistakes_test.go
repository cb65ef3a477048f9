package rockettest_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A notebook is a test that notes why it fails, in place of failing.
type notebook struct {
	testing.TB
	text string
}

func (n *notebook) Errorf(format string, args ...any) { n.text += fmt.Sprintf(format, args...) }

func (n *notebook) Fatal(args ...any) {
	n.text += fmt.Sprint(args...)
	runtime.Goexit()
}

func (n *notebook) Fatalf(format string, args ...any) { n.Fatal(fmt.Sprintf(format, args...)) }

// failure returns why a test fails.
func failure(t *testing.T, test func(testing.TB)) string {
	n := &notebook{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(n)
	}()
	<-done
	return n.text
}

// holdFailure holds that a test fails for a reason.
func holdFailure(t *testing.T, want string, test func(testing.TB)) {
	t.Helper()
	if got := failure(t, test); !strings.Contains(got, want) {
		t.Errorf("failed with %q, want %q", got, want)
	}
}

// TestStartMistakes: wrong calls say what to do instead.
func TestStartMistakes(t *testing.T) {
	holdFailure(t, "call it in synctest.Test", func(t testing.TB) {
		rockettest.Start(t, nil)
	})
	synctest.Test(t, func(t *testing.T) {
		holdFailure(t, `Replace("ghost"): there is no such task`, func(n testing.TB) {
			rockettest.Start(n, newSession(t), rockettest.Replace("ghost"))
		})
		holdFailure(t, "past 1999-12-31 00:00:00", func(n testing.TB) {
			rockettest.Start(n, newSession(t),
				rockettest.At(time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)))
		})
		holdFailure(t, "unknown time zone", func(n testing.TB) {
			rockettest.Start(n, newSession(t),
				rockettest.With(rocket.WithConfig(func(c *rocket.Config) { c.Timezone = "x" })))
		})
	})
}

// The conditions of the tests below make one mistake each.
type (
	// late is true in the first half of each minute, and says so a second too long.
	late struct{}
	// stale expires when it is asked.
	stale struct{}
	// forgetful is not known after its first answer.
	forgetful struct{ asked *int }
	// lost fails.
	lost struct{}
	// follower is right about another task.
	follower struct{ task string }
)

func (late) Observe(o *rocket.Observation) (rocket.State, error) {
	minute := o.Now.Truncate(time.Minute)
	if half := minute.Add(30 * time.Second); o.Now.Before(half) {
		return rocket.State{Holds: true, Until: half.Add(time.Second)}, nil
	}
	return rocket.State{Until: minute.Add(time.Minute)}, nil
}

func (stale) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Until: o.Now}, nil
}

func (c forgetful) Observe(*rocket.Observation) (rocket.State, error) {
	*c.asked++
	return rocket.State{Unknown: *c.asked > 1}, nil
}

func (lost) Observe(*rocket.Observation) (rocket.State, error) {
	return rocket.State{}, errors.New("no answer")
}

func (c follower) Observe(o *rocket.Observation) (rocket.State, error) {
	end := o.History(c.task).Last(rocket.Outcome).Add(time.Hour)
	if o.Now.Before(end) {
		return rocket.State{Holds: true, Until: end}, nil
	}
	return rocket.State{}, nil
}

// TestCheckCondition finds mistakes, and none if there is none.
func TestCheckCondition(t *testing.T) {
	for _, test := range []struct {
		cond rocket.Condition
		want string
	}{
		{late{}, "but does not hold at"},
		{stale{}, "which is not later"},
		{forgetful{new(int)}, "does not hold at"},
		{lost{}, "no answer"},
	} {
		holdFailure(t, test.want, func(t testing.TB) { rockettest.CheckCondition(t, test.cond) })
	}
	rockettest.CheckCondition(t, follower{"a"}, "b", "a")
	text := failure(t, func(t testing.TB) { rockettest.CheckCondition(t, late{}, "b") })
	if !strings.Contains(text, `the task "b"`) || !strings.Contains(text, "the scheduler started") {
		t.Errorf("the report is %s", text)
	}
}
