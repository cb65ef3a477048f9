package rockettest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// monday is the instant at which the sessions of these tests start.
var monday = time.Date(2026, 3, 2, 6, 0, 0, 0, time.UTC)

var errOffline = errors.New("offline")

// outside fails a test whose action was to be replaced.
func outside(t *testing.T) rocket.Func {
	return func(context.Context, *rocket.Run) (any, error) {
		t.Error("an action was called that was replaced")
		return nil, nil
	}
}

// newSession returns a function that makes sessions with the tasks: fetch daily at 7, up to
// two retries, alarm after a failure, and bye at the end.
func newSession(t *testing.T) func(...rocket.Option) (*rocket.Session, error) {
	schedule := &rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{
			Name: "fetch", Action: outside(t), Timeout: 2 * time.Hour, Execution: rocket.Process,
			When: stdconds.Any{
				stdconds.Once{Period: period.OfDay{From: 7 * time.Hour, To: 8 * time.Hour}},
				stdconds.Retry{Times: 2},
			},
		},
		{
			Name: "alarm", Action: outside(t),
			When: stdconds.After{Tasks: []string{"fetch"}, Did: rocket.Failed},
		},
		{Name: "bye", OnShutdown: true, Action: outside(t)},
	}}
	return func(options ...rocket.Option) (*rocket.Session, error) {
		return rocket.New(schedule, options...)
	}
}

// story returns the records as "task event@instant", the instant as it is in UTC.
func story(records []rocket.Record) string {
	var words []string
	for _, r := range records {
		words = append(words,
			fmt.Sprintf("%s %v@%s", r.Task, r.Event, r.Created.Format("Mon 15:04")))
	}
	return strings.Join(words, ", ")
}

// TestStart plays three mornings: fetch fails twice, takes too long, then succeeds.
func TestStart(t *testing.T) {
	log := &rocket.MemoryLog{}
	synctest.Test(t, func(t *testing.T) {
		session := rockettest.Start(t, newSession(t),
			rockettest.At(monday), rockettest.With(rocket.WithRunLog(log)),
			rockettest.Replace("fetch",
				rockettest.Outcome{Err: errOffline}, rockettest.Outcome{Panic: "no"},
				rockettest.Outcome{Takes: 3 * time.Hour}, rockettest.Outcome{Value: 42}),
			rockettest.Replace("alarm", rockettest.Outcome{Err: rocket.ErrInaction}),
			rockettest.Replace("bye"))
		rockettest.RunUntil(t, monday.Add(time.Hour-1))
		if got := rockettest.Records(t, session); len(got) > 0 {
			t.Errorf("something has happened before 7: %s", story(got))
		}
		rockettest.RunUntil(t, monday.Add(50*time.Hour))
		want := "fetch run@Mon 07:00, fetch fail@Mon 07:00, fetch run@Mon 07:00, " +
			"fetch fail@Mon 07:00, fetch run@Mon 07:00, fetch terminate@Mon 09:00, " +
			"fetch run@Tue 07:00, fetch success@Tue 07:00, " +
			"fetch run@Wed 07:00, fetch success@Wed 07:00"
		if got := story(rockettest.Records(t, session, "fetch")); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if got := story(rockettest.Records(t, session, "alarm")); !strings.HasPrefix(got,
			"alarm run@Mon 07:00, alarm inaction@Mon 07:00") {
			t.Errorf("got %s", got)
		}
		state, err := session.Task("fetch").State()
		if state.Return != 42 || err != nil {
			t.Errorf("fetch has returned %v, error %v", state.Return, err)
		}
	})
	var last rocket.Record
	for r, err := range log.Read(t.Context(), rocket.Query{Newest: true, Limit: 1}) {
		if last = r; err != nil {
			t.Fatal(err)
		}
	}
	if last.Task != "bye" || last.Event != rocket.Succeeded {
		t.Errorf("the last record is %+v, want the end of bye", last)
	}
}

// TestEndless ends a test in which a run has no end.
func TestEndless(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := rockettest.Start(t, newSession(t), rockettest.At(monday),
			rockettest.Replace("fetch", rockettest.Outcome{Takes: 1000 * time.Hour}),
			rockettest.Replace("bye"))
		err := session.Task("fetch").Update(func(spec *rocket.TaskSpec) {
			spec.Timeout = rocket.Never
		})
		if err != nil {
			t.Fatal(err)
		}
		rockettest.RunUntil(t, monday.Add(2*time.Hour))
	})
}

// TestZone: a schedule has the zone that its config or an option names, or else UTC.
func TestZone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := rockettest.Start(t, newSession(t), rockettest.Replace("bye"))
		if zone := session.Location(); zone != time.UTC {
			t.Errorf("the zone is %v", zone)
		}
		session = rockettest.Start(t, newSession(t), rockettest.Replace("bye"),
			rockettest.With(rocket.WithConfig(func(c *rocket.Config) {
				c.Timezone = "Asia/Tokyo"
			})))
		if zone := session.Location().String(); zone != "Asia/Tokyo" {
			t.Errorf("the zone is %v", zone)
		}
	})
}

// TestNewRun calls an action in a bubble, and outside.
func TestNewRun(t *testing.T) {
	region := rocket.Arg[string]{Name: "region", From: arg.Literal{Value: "eu"}}
	action := rocket.Func(func(ctx context.Context, r *rocket.Run) (any, error) {
		if same, ok := rocket.RunFrom(ctx); !ok || same != r {
			t.Error("the context is not that of the run")
		}
		r.Logger().Info("called")
		return region.Value(r)
	})
	test := func(t *testing.T) {
		for want, args := range map[string]map[string]any{"eu": nil, "us": {"region": "us"}} {
			ctx, r := rockettest.NewRun(t, args)
			if got, err := action.Act(ctx, r); got != want || err != nil {
				t.Errorf("got %v, error %v, want %v", got, err, want)
			}
			if r.ID == "" || r.Start.IsZero() || r.Task().Name() == "" || ctx.Err() != nil {
				t.Errorf("the run is %v, its context has ended: %v", r, ctx.Err())
			}
			t.Cleanup(func() {
				if ctx.Err() != nil {
					t.Error("the run has ended before the end of the test")
				}
			})
		}
	}
	t.Run("outside", test)
	synctest.Test(t, test)
}
