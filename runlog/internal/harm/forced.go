package harm

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// Forced plays a schedule twice, each time with an empty run log, which open returns: once its
// conditions look at what the session remembers, and once, by force_status_from_logs, at the log.
// All tasks run as often, with the same outcomes, either way.
func Forced(t *testing.T, open func(t *testing.T) rocket.RunLog) {
	remembered, forced := played(t, open(t), false), played(t, open(t), true)
	for _, task := range conditions {
		if remembered[task.Name] == "" || remembered[task.Name] != forced[task.Name] {
			t.Errorf("%s: as the session remembers:%s; as the log has it:%s", task.Name,
				remembered[task.Name], forced[task.Name])
		}
	}
}

// conditions are tasks whose conditions look at what has run: at starts, outcomes, the latest one,
// how many there were, windows of the calendar, live runs.
var conditions = []*rocket.TaskSpec{
	{Name: "often", When: stdconds.Every{Interval: 10 * time.Second}},
	{Name: "fails", When: stdconds.After{Tasks: []string{"often"}}},
	{Name: "alert", When: stdconds.After{Tasks: []string{"fails"}, Did: rocket.Failed}},
	{Name: "again", When: stdconds.Any{stdconds.Once{Period: period.OfMinute{}},
		stdconds.Retry{Times: 2, Every: 3 * time.Second}}},
	{Name: "counts", When: stdconds.All{stdconds.Every{Interval: 30 * time.Second},
		stdconds.Has{Task: "fails", Did: rocket.Failed, Span: stdconds.Past(35 * time.Second),
			Count: stdconds.Count{Op: stdconds.GreaterEqual, N: 3}}}},
	{Name: "total", When: stdconds.All{stdconds.Every{Interval: time.Minute},
		stdconds.Has{Task: "often", Did: rocket.Started,
			Count: stdconds.Count{Op: stdconds.Greater, N: 4}},
		stdconds.Last{Task: "fails", Did: rocket.Failed},
		stdconds.Not{Of: stdconds.Running{Task: "often"}}}},
}

// played plays the tasks for 75 seconds, and returns the events of each.
func played(t *testing.T, log rocket.RunLog, forced bool) map[string]string {
	t.Helper()
	schedule := &rocket.Schedule{RunLog: log, Config: rocket.Config{ForceStatusFromLogs: forced,
		CycleSleep: time.Second, Timezone: "UTC"}}
	for _, task := range conditions {
		spec := *task
		spec.Action = rocket.Func(func(context.Context, *rocket.Run) (any, error) {
			if spec.Name == "fails" || spec.Name == "again" {
				return nil, errors.New("offline")
			}
			return nil, nil
		})
		schedule.Tasks = append(schedule.Tasks, &spec)
	}
	synctest.Test(t, func(t *testing.T) {
		session, err := rocket.New(schedule, rocket.WithLogger(slog.New(slog.DiscardHandler)))
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithTimeout(t.Context(), 75*time.Second)
		defer end()
		if err := session.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	events := map[string]string{}
	for _, r := range readStory(t, log) {
		events[r.Task] += " " + r.Event.String()
	}
	return events
}
