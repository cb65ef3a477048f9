package main

import (
	"context"
	"time"
)

// chainPeriod is between the starts of a task that another follows.
const chainPeriod = 20 * time.Millisecond

// logChain measures a task that follows another, with each run log.
func (b *bench) logChain(ctx context.Context) error {
	const line = 250 // bytes, as a record has, more or less
	l := load{name: "beside 0", window: pick(b.options, time.Second/2, 2*time.Second)}
	at := place{"logchain", l.name, "p50", "µs"}
	for _, k := range b.logs() {
		b.say("%s: %s", at.scenario, k.name)
		err := b.inNewPlace(k, func(p logPlace) error {
			m, err := b.logged(ctx, k, p, l)
			if err == nil {
				b.figures.add(at, k.name, quantile(chainGaps(m.notes), 0.5))
			}
			return err
		})
		if err := b.note(ctx, err); err != nil {
			return err
		}
	}
	times, err := b.syncs(line, l.window)
	b.figures.add(at, floorName, quantile(times, 0.5))
	return err
}
