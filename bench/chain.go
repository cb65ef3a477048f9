package main

import (
	"context"
	"slices"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// chain measures a task that follows another.
func (b *bench) chain(ctx context.Context) error {
	const resting = 1000
	l := load{name: "beside " + short(resting)}
	l.window = pick(b.options, time.Second/2, time.Second)
	l.Workload = subject.Workload{Kind: subject.Chain, Tasks: resting,
		Period: chainPeriod, Room: 10_000, Base: b.base()}
	return b.each(ctx, l, func(peer string, m *measured) error {
		gaps := chainGaps(m.notes)
		b.figures.add(place{"chain", l.name, "p50", "µs"}, peer, quantile(gaps, 0.5))
		b.figures.add(place{"chain", l.name, "p99", "µs"}, peer, quantile(gaps, 0.99))
		return nil
	})
}

// chainGaps returns, in microseconds and sorted, how long after each launch of task 0 that of
// task 1 came.
func chainGaps(notes []subject.Launch) (gaps []float64) {
	slices.SortFunc(notes, func(a, b subject.Launch) int { return int(a.At - b.At) })
	for i, note := range notes {
		if i > 0 && note.Task == 1 && notes[i-1].Task == 0 {
			gaps = append(gaps, float64(note.At-notes[i-1].At)/1e3)
		}
	}
	return sorted(gaps)
}
