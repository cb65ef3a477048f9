package main

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// run runs the schedule on a clock of its own, from midnight UTC on 1 January
// 2000, for as long as during takes.
func run(t *testing.T, during func(context.Context, *rocket.Session)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		session, err := NewSession(rocket.WithLogger(slog.New(slog.DiscardHandler)))
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- session.Run(t.Context()) }()
		during(t.Context(), session)
		session.Shutdown(false)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// last returns when something last happened to a task, the zero time if never.
func last(task *rocket.Task, set rocket.Event) time.Time {
	state, _ := task.State()
	return state.Last(set)
}

// TestHoliday sleeps through a day without trading, and the night after it.
func TestHoliday(t *testing.T) {
	run(t, func(context.Context, *rocket.Session) {
		time.Sleep(21 * time.Hour)
		if at := last(Tasks.Fetch.Task(), rocket.Started); !at.IsZero() {
			t.Errorf("fetched on a holiday, at %v", at)
		}
		time.Sleep(3*time.Hour + time.Second)
		if at := last(Tasks.Fetch.Task(), rocket.Started); at.Day() != 2 {
			t.Errorf("fetched at %v, want the day after", at)
		}
		fetched := last(Tasks.Fetch.Task(), rocket.Succeeded)
		reported := last(Tasks.Report.Task(), rocket.Succeeded)
		if reported.Before(fetched) {
			t.Errorf("reported at %v, fetched at %v", reported, fetched)
		}
	})
}

// TestTypes calls tasks with arguments of their types.
func TestTypes(t *testing.T) {
	run(t, func(ctx context.Context, _ *rocket.Session) {
		all, err := Tasks.Fetch.Run(ctx, FetchArgs{Region: "us"})
		if err != nil || len(all) == 0 || all[0].Symbol != "APEX" {
			t.Fatalf("got %v, error %v", all, err)
		}
		text, err := Tasks.Report.Run(ctx, ReportArgs{All: all[:1], Title: "test"})
		if want := "test: 1 prices, APEX at 1.00"; text != want || err != nil {
			t.Errorf("got %q, error %v, want %q", text, err, want)
		}
		_, err = Tasks.Fetch.Run(ctx, FetchArgs{Region: "moon"})
		if err == nil || !strings.Contains(err.Error(), `no market is called "moon"`) {
			t.Errorf("got error %v", err)
		}
		synctest.Wait()
		if last(Tasks.Late.Task(), rocket.Succeeded).IsZero() {
			t.Error("nobody made a note of the failure")
		}
	})
}

// TestOverseas waits for the metatask, which runs fetch with an argument.
func TestOverseas(t *testing.T) {
	run(t, func(context.Context, *rocket.Session) {
		time.Sleep(22*time.Hour + time.Second)
		if last(Tasks.Overseas.Task(), rocket.Succeeded).IsZero() {
			t.Error("the task overseas did not run")
		}
		if state, err := Tasks.Fetch.Task().State(); !state.Returned || err != nil {
			t.Errorf("fetch has not returned, error %v", err)
		}
	})
}
