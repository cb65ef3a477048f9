package main

import (
	"context"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// rest measures tasks that wait.
func (b *bench) rest(ctx context.Context) error {
	sizes := []int{0, 1000, 10_000, 100_000}
	for _, tasks := range pick(b.options, sizes[1:3], sizes) {
		l := load{name: short(tasks), window: pick(b.options, time.Second/2, time.Second)}
		l.Workload = subject.Workload{Kind: subject.Rest, Tasks: tasks, Base: b.base()}
		err := b.each(ctx, l, func(peer string, m *measured) error {
			b.figures.add(place{"rest", l.name, "RSS", "MiB"}, peer, m.rss)
			b.figures.add(place{"rest", l.name, "ready", "ms"}, peer, milliseconds(m.ready))
			b.figures.add(place{"rest", l.name, "CPU at rest", "ms/s"}, peer,
				milliseconds(m.cpu)/l.window.Seconds())
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
