package stdconds_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestRetry: a history is events, each a letter with its clock: s starts a run, f, t, o, x
// and r end the oldest one: it failed, was ended by its timeout, succeeded, crashed, was
// ended on request.
func TestRetry(t *testing.T) {
	night := period.OfDay{From: 2 * time.Hour, To: 3 * time.Hour}
	morning := period.OfDay{From: 8 * time.Hour, To: 9 * time.Hour}
	for _, test := range []struct {
		name, history string
		times         int
		every         time.Duration
		beside        []period.Period
		now           string
		want          truth
		until         string
	}{
		{name: "nothing", times: 3, now: "10:00", want: no},
		{name: "a failure", history: "s02:00 f02:10", times: 3, now: "10:00", want: yes},
		{name: "a timeout", history: "s02:00 t02:10", times: 3, now: "10:00", want: yes},
		{name: "an end on request", history: "s02:00 r02:10", times: 3, now: "10:00", want: no},
		{name: "a crash", history: "s02:00 x02:10", times: 3, now: "10:00", want: no},
		{name: "a retry is live", history: "s02:00 f02:10 s02:11", times: 3, now: "10:00",
			want: no},
		{name: "another run is live", history: "s02:00 s02:05 f02:10", times: 3, now: "10:00",
			want: yes},
		{name: "all used up", history: "s02:00 f02:01 s02:02 t02:03", times: 1, now: "10:00",
			want: no},
		{name: "not all used up", history: "s02:00 f02:01 s02:02 t02:03", times: 2, now: "10:00",
			want: yes},
		{name: "a row that was broken", history: "s01:00 f01:01 s01:02 o01:03 s02:00 f02:01",
			times: 1,
			now:   "10:00", want: yes},
		{name: "a wait after a timeout", history: "s02:00 t02:10", times: 3, every: time.Hour,
			now: "03:00", want: no, until: "03:10"},
		{name: "an end on request before", history: "s01:00 r01:30 s02:00 f02:10", times: 3,
			every: time.Hour, now: "03:10", want: yes},

		{name: "beside a window", history: "s02:00 f02:01", times: 1,
			beside: []period.Period{night},
			now:    "02:10", want: yes, until: "26:00"},
		{name: "after the window", history: "s02:00 f02:01", times: 1,
			beside: []period.Period{night},
			now:    "10:00", want: yes, until: "26:00"},
		{name: "failures of the night before", history: "s01:00 f01:01 s01:02 f01:03 s02:00 f02:01",
			times: 1, beside: []period.Period{night}, now: "02:10", want: yes, until: "26:00"},
		{name: "used up tonight", history: "s01:02 f01:03 s02:00 f02:01 s02:02 f02:03",
			times: 1, beside: []period.Period{night}, now: "02:10", want: no},
		{name: "a failure of the window before", history: "s01:00 f01:10", times: 3,
			beside: []period.Period{night}, now: "02:10", want: no},
		{name: "a failure that belongs to the window before", history: "s01:59 f02:01", times: 3,
			beside: []period.Period{night}, now: "02:10", want: no},
		{name: "a failure just before a window opens", history: "s01:00 f01:10", times: 3,
			beside: []period.Period{night}, now: "01:30", want: yes, until: "02:00"},
		{name: "a wait until after a window opens", history: "s01:00 f01:10", times: 3,
			every: time.Hour, beside: []period.Period{night}, now: "01:30", want: no,
			until: "02:00"},
		{name: "the newest of two windows", history: "s02:00 f02:01 s08:00 f08:01", times: 1,
			beside: []period.Period{night, morning}, now: "08:10", want: yes, until: "26:00"},
		{name: "the next of two windows", history: "s02:00 f02:01", times: 1,
			beside: []period.Period{night, morning}, now: "03:10", want: yes, until: "08:00"},
		{name: "no window yet", history: "s02:00 f02:01 s02:02 f02:03", times: 1,
			beside: []period.Period{period.All{night, morning}}, now: "08:10", want: no},
	} {
		facts := rocket.NewFacts()
		enter(facts, test.history)
		cond := stdconds.Retry{Times: test.times, Every: test.every, Beside: test.beside}
		got, err := facts.Observe(cond, "a", at(test.now+":00"))
		var until time.Time
		if test.until == "26:00" {
			until = at("02:00:00").AddDate(0, 0, 1)
		} else if test.until != "" {
			until = at(test.until + ":00")
		}
		if err != nil || truthOf(got) != test.want || !got.Until.Equal(until) {
			t.Errorf("%s: got %s until %v, want %s until %v, error %v", test.name, truthOf(got),
				got.Until, test.want, until, err)
		}
	}
}

// enter enters a history of the task a.
func enter(facts *rocket.Facts, history string) {
	var live []rocket.Record
	ends := map[byte]rocket.Event{
		'f': rocket.Failed, 't': rocket.Terminated, 'o': rocket.Succeeded, 'x': rocket.Crashed,
		'r': rocket.Terminated,
	}
	for _, word := range strings.Fields(history) {
		when := at(word[1:] + ":00")
		if word[0] == 's' {
			r := rocket.Record{Task: "a", RunID: word, Event: rocket.Started, Start: when}
			facts.AddRecord(r)
			live = append(live, r)
			continue
		}
		r := live[0]
		live = live[1:]
		r.Event, r.End = ends[word[0]], when
		if word[0] == 't' {
			r.Reason = "timeout"
		}
		facts.AddRecord(r)
	}
}

// TestManyFailures: a row of failures that is longer than what is remembered one by one
// is as long as it is, and the newest are told apart by when they started.
func TestManyFailures(t *testing.T) {
	facts := rocket.NewFacts()
	start := at("00:00:00")
	for range 2000 {
		start = start.Add(time.Second)
		facts.AddRecord(rocket.Record{Task: "a", RunID: "1", Event: rocket.Started, Start: start})
		facts.AddRecord(rocket.Record{Task: "a", RunID: "1", Event: rocket.Failed, Start: start,
			End: start})
	}
	h := facts.History("a")
	if n := h.Failures(time.Time{}); n != 2000 {
		t.Errorf("%d failures", n)
	}
	if n := h.Failures(start.Add(-99 * time.Second)); n != 100 {
		t.Errorf("%d failures in the last 100 seconds", n)
	}
}

// TestRetryUpTo: the wait grows no further than it may.
func TestRetryUpTo(t *testing.T) {
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	f := rocket.NewFacts()
	retry := stdconds.Retry{Times: -1, Every: time.Minute, Backoff: 4, UpTo: 10 * time.Minute}
	for i, wait := range []time.Duration{1, 4, 10, 10} {
		at := start.Add(time.Duration(i) * time.Hour)
		f.Add("a", rocket.Started, at, "1")
		f.Add("a", rocket.Failed, at, "1")
		s, err := f.Observe(retry, "a", at)
		if want := at.Add(wait * time.Minute); err != nil || s.Holds || !s.Until.Equal(want) {
			t.Errorf("failure %d: %+v, error %v, want a retry at %v", i+1, s, err, want)
		}
	}
}
