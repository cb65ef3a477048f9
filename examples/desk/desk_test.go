package main

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/desk/prices"
	"github.com/rocketc/rocketc/rockettest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// holiday is a day without trading, on which the simulated clock begins.
var holiday = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// last returns when something last happened to a task, the zero time if never.
func last(task *rocket.Task, set rocket.Event) time.Time {
	state, _ := task.State()
	return state.Last(set)
}

// TestHoliday: nothing is fetched on a holiday, and then on the day after. What is fetched
// is reported.
func TestHoliday(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := rockettest.Start(t, NewSession)
		tasks := TasksOf(session)
		rockettest.RunUntil(t, holiday.Add(21*time.Hour))
		if records := rockettest.Records(t, session, "fetch"); len(records) > 0 {
			t.Errorf("fetched on a holiday: %+v", records)
		}
		rockettest.RunUntil(t, holiday.Add(24*time.Hour+time.Second))
		fetched := last(tasks.Fetch.Task(), rocket.Succeeded)
		if fetched.Day() != 2 {
			t.Errorf("fetched at %v, want the day after", fetched)
		}
		if reported := last(tasks.Report.Task(), rocket.Succeeded); reported.Before(fetched) {
			t.Errorf("reported at %v, fetched at %v", reported, fetched)
		}
	})
}

// TestLate: somebody makes a note of prices that could not be had, each time.
func TestLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := rockettest.Start(t, NewSession, rockettest.At(holiday.AddDate(0, 0, 1)),
			rockettest.Replace("fetch", rockettest.Outcome{Err: errors.New("offline")}))
		rockettest.RunUntil(t, holiday.AddDate(0, 0, 1).Add(time.Minute-1))
		notes := rockettest.Records(t, session, "late")
		if want := 2 * 30; len(notes) != want {
			t.Errorf("got %d records of notes, want %d", len(notes), want)
		}
	})
}

// TestTypes calls tasks with arguments of their types.
func TestTypes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := rockettest.Start(t, NewSession)
		tasks := TasksOf(session)
		all, err := tasks.Fetch.Run(t.Context(), PricesFetchArgs{Region: new(prices.Region("us"))})
		if err != nil || len(all) == 0 || all[0].Symbol != "APEX" {
			t.Fatalf("got %v, error %v", all, err)
		}
		text, err := tasks.Report.Run(t.Context(),
			ReportsBuildArgs{All: new(all[:1]), Title: new("test")})
		if want := "test: 1 prices, APEX at 1.00"; text != want || err != nil {
			t.Errorf("got %q, error %v, want %q", text, err, want)
		}
		_, err = tasks.Fetch.Run(t.Context(), PricesFetchArgs{Region: new(prices.Region("moon"))})
		if err == nil || !strings.Contains(err.Error(), `no market is called "moon"`) {
			t.Errorf("got error %v", err)
		}
	})
}

// TestOverseas waits for the metatask, which runs fetch with an argument.
func TestOverseas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := rockettest.Start(t, NewSession)
		rockettest.RunUntil(t, holiday.Add(22*time.Hour+time.Second))
		records := rockettest.Records(t, session, "overseas", "fetch")
		if len(records) != 4 || records[3].Event != rocket.Succeeded {
			t.Errorf("got %+v, want a run of each task", records)
		}
	})
}
