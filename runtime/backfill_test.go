package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// hourly has a window each hour, and holds once in each.
type hourly struct{}

func (hourly) Windows() []rocket.Windows {
	return []rocket.Windows{{Of: period.Hour.Full()}}
}

func (c hourly) Observe(o *rocket.Observation) (rocket.State, error) {
	w, _ := c.Windows()[0].Of.Next(o.Now)
	return rocket.State{Holds: o.History("").LastStart(false).Before(w.Start), Until: w.End}, nil
}

// A filler runs sessions of one schedule, one after the other, with one run log.
type filler struct {
	*testing.T
	log    *rocket.MemoryLog
	action rocket.Func
}

func (f *filler) session(do func(s *rocket.Session)) {
	f.Helper()
	s := newSession(f.T, rocket.Schedule{
		Config: rocket.Config{Timezone: "UTC"},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", When: hourly{}, Action: f.action},
			{Name: "b", When: every{time.Hour}, Action: rocket.Func(nothing)},
		}}, rocket.WithRunLog(f.log))
	ended := make(chan error)
	go func() { ended <- s.Run(f.Context()) }()
	<-s.Ready()
	do(s)
	if err := s.Shutdown(f.Context()); err != nil {
		f.Error(err)
	}
	if err := <-ended; err != nil {
		f.Error(err)
	}
}

// story tells which windows of a have had which runs: the hour of the window, @ the hour of the
// start, and f for a run of a backfill.
func (f *filler) story() string {
	var story []string
	for _, r := range recordsOf(f.T, f.log) {
		if r.Task == "a" && r.Event == rocket.Started {
			text := fmt.Sprintf("%d@%d", r.Scheduled.Hour(), r.Start.Hour())
			if r.Cause != nil && r.Cause.Event == rocket.BackfillOrdered {
				text += "f"
			}
			story = append(story, text)
		}
	}
	return strings.Join(story, " ")
}

func playFill(t *testing.T, action rocket.Func, do func(f *filler)) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)))
		do(&filler{t, &rocket.MemoryLog{}, action})
	})
}

func today(hour int) time.Time { return time.Date(2026, 3, 2, hour, 0, 0, 0, time.UTC) }

// Each window has one run, the oldest first, however often a backfill is ordered; the windows of
// the present have theirs all the same.
func TestBackfill(t *testing.T) {
	slow := func(context.Context, *rocket.Run) (any, error) {
		time.Sleep(26 * time.Minute)
		return nil, nil
	}
	playFill(t, slow, func(f *filler) {
		f.session(func(s *rocket.Session) {
			time.Sleep(time.Hour) // the windows of 10 and 11 o'clock have their runs
			b, err := s.Backfill(f.Context(),
				rocket.Backfill{Task: "a", From: today(6), To: today(20), By: "me"})
			if err != nil || b.ID == "" || b.Windows != 4 || !b.Window.Equal(today(6)) {
				f.Errorf("%+v, %v", b, err)
			}
			again, err := s.Backfill(f.Context(),
				rocket.Backfill{Task: "a", From: today(5), To: today(20), By: "me"})
			if err != nil || again.Windows != 1 {
				f.Errorf("the second: %+v, %v", again, err)
			}
			time.Sleep(time.Minute)
			if all := s.Backfills(); len(all) != 2 || all[0].ID != b.ID || all[0].Done != 0 {
				f.Errorf("at work: %+v", all)
			}
			time.Sleep(4 * time.Hour)
			if all := s.Backfills(); len(all) != 0 {
				f.Errorf("still at work: %+v", all)
			}
			b, err = s.Backfill(f.Context(),
				rocket.Backfill{Task: "a", From: today(5), To: today(20)})
			if err != nil || b.ID != "" {
				f.Errorf("all are served: %+v, %v", b, err)
			}
		})
		expect(f.T, f.story(), "10@10 11@11 6@11f 7@11f 12@12 8@12f 13@13 9@13f 14@14 5@14f 15@15")
	})
}

// A backfill goes on in the next session, and the window whose run has crashed has another.
func TestBackfillSurvives(t *testing.T) {
	quick := func(context.Context, *rocket.Run) (any, error) {
		time.Sleep(time.Minute)
		return nil, nil
	}
	playFill(t, quick, func(f *filler) {
		f.session(func(s *rocket.Session) {
			time.Sleep(5 * time.Minute)
			_, err := s.Backfill(f.Context(), rocket.Backfill{Task: "a", From: today(3),
				To: today(9), Reason: "a new column", By: "me"})
			if err != nil {
				f.Error(err)
			}
			time.Sleep(90 * time.Second)
		})
		expect(f.T, f.story(), "10@10 3@10f 4@10f")
		records := recordsOf(f.T, f.log)
		crashed := records[len(records)-2] // the start of the latest run
		cut := &rocket.MemoryLog{}
		for r := range f.log.Read(f.Context(), rocket.Query{Events: rocket.AnyEvent}) {
			if r.Seq <= crashed.Seq {
				_ = cut.Append(f.Context(), []rocket.Record{r})
			}
		}
		f.log = cut
		f.session(func(s *rocket.Session) {
			all := s.Backfills()
			if len(all) != 1 || all[0].Reason != "a new column" || all[0].Windows != 5 {
				f.Errorf("goes on: %+v", all)
			}
			time.Sleep(10 * time.Minute)
		})
		expect(f.T, f.story(), "10@10 3@10f 4@10f 4@10f 5@10f 6@10f 7@10f 8@10f")
		f.session(func(s *rocket.Session) {
			if all := s.Backfills(); len(all) != 0 {
				f.Errorf("has ended: %+v", all)
			}
		})
	})
}

func TestBackfillEnds(t *testing.T) {
	playFill(t, nothing, func(f *filler) {
		f.action = func(ctx context.Context, _ *rocket.Run) (any, error) {
			return rest(ctx, 20*time.Minute)
		}
		f.session(func(s *rocket.Session) {
			time.Sleep(25 * time.Minute)
			order := rocket.Backfill{Task: "a", From: today(3), To: today(9)}
			first, err := s.Backfill(f.Context(), order)
			if err != nil {
				f.Error(err)
			}
			time.Sleep(time.Second)
			for _, want := range []error{nil, rocket.ErrNoBackfill} {
				if err := s.EndBackfill(f.Context(), first.ID, "me"); !errors.Is(err, want) {
					f.Errorf("EndBackfill: %v, want %v", err, want)
				}
				time.Sleep(time.Second)
			}
			second, err := s.Backfill(f.Context(), order)
			if err != nil || second.Windows != 5 {
				f.Errorf("after the end of the first: %+v, %v", second, err)
			}
			time.Sleep(time.Second)
			if err := s.Task("a").Terminate(); err != nil {
				f.Error(err)
			}
			time.Sleep(time.Second)
			if all := s.Backfills(); len(all) != 0 {
				f.Errorf("after the end of the task's runs: %+v", all)
			}
		})
		expect(f.T, f.story(), "10@10 3@10f 4@10f")
	})
}

func TestBackfillErrors(t *testing.T) {
	playFill(t, nothing, func(f *filler) {
		f.session(func(s *rocket.Session) {
			for _, c := range []struct {
				order rocket.Backfill
				want  error
			}{
				{rocket.Backfill{Task: "c", From: today(3), To: today(9)}, rocket.ErrNoTask},
				{rocket.Backfill{Task: "b", From: today(3), To: today(9)}, rocket.ErrNoWindows},
				{rocket.Backfill{Task: "a", From: today(3).AddDate(0, -2, 0), To: today(9)},
					rocket.ErrManyWindows},
				{rocket.Backfill{Task: "a", To: today(9)}, rocket.ErrManyWindows},
				{rocket.Backfill{Task: "a", From: today(9), To: today(3)}, nil},
				{rocket.Backfill{Task: "a", From: today(11), To: today(20)}, nil},
			} {
				b, err := s.Backfill(f.Context(), c.order)
				if !errors.Is(err, c.want) || c.want == nil && (err != nil || b.ID != "") {
					f.Errorf("%+v: %+v, %v; want %v", c.order, b, err, c.want)
				}
			}
			order := rocket.Backfill{Task: "a", From: today(3).AddDate(0, 0, -20), To: today(9),
				Limit: 2}
			if b, err := s.Backfill(f.Context(), order); err != nil || b.Windows != 2 {
				f.Errorf("with a limit: %+v, %v", b, err)
			}
			time.Sleep(time.Second)
			list, err := s.Task("a").Windows(f.Context(), order.From, order.From.Add(4*time.Hour))
			if err != nil || len(list) != 4 || !list[1].Served || list[2].Served {
				f.Errorf("windows %v, %v", list, err)
			}
		})
	})
}
