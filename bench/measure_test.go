package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// TestLateLaunches: a launch counts from the due instant before it, the first for an instant
// only, and those outside the window not at all.
func TestLateLaunches(t *testing.T) {
	from := time.Unix(1000, 0)
	at := func(d time.Duration) int64 { return from.Add(d).UnixNano() }
	l := load{Workload: subject.Workload{Tasks: 2, Period: time.Second, Spread: true}}
	m := &measured{from: from, to: from.Add(2 * time.Second), notes: []subject.Launch{
		{Task: 0, At: at(-time.Millisecond)}, // due a second before the window
		{Task: 0, At: at(3 * time.Millisecond)},
		{Task: 0, At: at(9 * time.Millisecond)},   // again for the same instant
		{Task: 1, At: at(501 * time.Millisecond)}, // due at half a second
		{Task: 0, At: at(2001 * time.Millisecond)},
		{Task: 1, At: at(2002 * time.Millisecond)}, // due in the window, late
	}}
	if got, want := fmt.Sprint(l.lateLaunches(m)), "[1 3 502]"; got != want {
		t.Errorf("late by %s, want %s", got, want)
	}
}

// TestChainGaps: only a launch of task 1 right after one of task 0 has a gap.
func TestChainGaps(t *testing.T) {
	var notes []subject.Launch
	for at, task := range map[int64]int{500: 1, 1000: 0, 4000: 1, 9000: 1, 9500: 0} {
		notes = append(notes, subject.Launch{Task: task, At: at})
	}
	got := chainGaps(notes)
	if fmt.Sprint(got) != "[3]" {
		t.Errorf("the gaps are %v µs", got)
	}
}

// TestSources: the schedules of workloads say when tasks are due.
func TestSources(t *testing.T) {
	for want, w := range map[string]subject.Workload{
		"cron 0 30 1 * * *": {Kind: subject.Rest, Base: 5400},
		"cron * * * * * *":  {Kind: subject.Fire, Period: time.Second},
		"cron */2 * * * * *": {
			Kind: subject.Fire, Period: 2 * time.Second,
		},
		"secondly starting 0": {
			Kind: subject.Fire, Period: time.Second, Spread: true, Tasks: 4,
		},
		"every 20 ms": {Kind: subject.Ladder, Period: 20 * time.Millisecond},
	} {
		if got := whenOf(w, 0); got != want {
			t.Errorf("%+v is due %q, want %q", w, got, want)
		}
	}
}
