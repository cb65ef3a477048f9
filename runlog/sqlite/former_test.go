package sqlite

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestFormerly: a history follows its task from name to name, as in logs of other kinds: see
// the test of this name in package runtime.
func TestFormerly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs.db")
	from := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for i, stretch := range []struct {
		name   string
		former []string
		runs   int // of a task that is due every 10 hours, in 6 hours
	}{
		{"a", nil, 1}, {"b", []string{"a"}, 1}, {"b", []string{"a"}, 0}, {"a", []string{"b"}, 1},
		{"c", []string{"a", "b"}, 1}, {"d", nil, 1}, {"c", nil, 1},
	} {
		runs := 0
		task := &rocket.TaskSpec{Name: stretch.name, Formerly: stretch.former,
			When: stdconds.Every{Interval: 10 * time.Hour},
			Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
				runs++
				return nil, nil
			})}
		begin := from.Add(time.Duration(i) * 6 * time.Hour)
		synctest.Test(t, func(t *testing.T) {
			rockettest.Start(t, func(o ...rocket.Option) (*rocket.Session, error) {
				return rocket.New(&rocket.Schedule{Tasks: []*rocket.TaskSpec{task}},
					append(o, rocket.WithRunLog(&Log{Path: path}))...)
			}, rockettest.At(begin))
			rockettest.RunUntil(t, begin.Add(6*time.Hour))
		})
		if runs != stretch.runs {
			t.Errorf("stretch %d, as %s formerly %v: %d runs, want %d", i, stretch.name,
				stretch.former, runs, stretch.runs)
		}
	}
}
