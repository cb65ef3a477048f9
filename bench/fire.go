package main

import (
	"context"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// fire measures tasks that do nothing.
func (b *bench) fire(ctx context.Context) error {
	type row struct {
		tasks  int
		spread bool
		period time.Duration
	}
	rows := []row{
		{10_000, false, time.Second}, {10_000, true, time.Second},
		{1000, false, time.Second}, {1000, true, time.Second}, {100_000, false, 2 * time.Second},
	}
	for _, r := range pick(b.options, rows[:2], rows) {
		l := load{name: short(r.tasks) + ", " + shape(r.spread)}
		l.window = r.period
		if r.tasks == 10_000 {
			l.window = pick(b.options, time.Second, 2*time.Second)
		}
		l.Workload = subject.Workload{
			Kind: subject.Fire, Tasks: r.tasks, Period: r.period, Spread: r.spread,
			Room: r.tasks * 8,
		}
		err := b.each(ctx, l, func(peer string, m *measured) error {
			b.fired("fire", l, peer, m, time.Microsecond)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shape says how due instants lie.
func shape(spread bool) string {
	if spread {
		return "spread"
	}
	return "burst"
}

// fired adds the figures of launches. CPU is told in a unit.
func (b *bench) fired(
	scenario string, l load, peer string, m *measured, unit time.Duration,
) {
	late := l.lateLaunches(m)
	due := float64(l.Tasks) * float64(l.window) / float64(l.Period)
	add := func(name, unit string, value float64) {
		b.figures.add(place{scenario, l.name, name, unit}, peer, value)
	}
	if len(late) > 0 {
		add("delay p50", "ms", quantile(late, 0.5))
		add("delay p99", "ms", quantile(late, 0.99))
		add("CPU a launch", unitName[unit], float64(m.cpu)/float64(unit)/float64(len(late)))
	}
	add("RSS", "MiB", m.rss)
	add("launched of due", "%", 100*float64(len(late))/due)
}

// unitName has the names of units in tables.
var unitName = map[time.Duration]string{
	time.Microsecond: "µs", time.Millisecond: "ms",
}
