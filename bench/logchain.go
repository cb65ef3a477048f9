package main

import (
	"context"
	"time"
)

// chainPeriod is between the starts of a task that another follows.
const chainPeriod = 20 * time.Millisecond

// logChain measures a task that follows another, with each run log, what of that is the commit of
// one row by the engine alone, and beside each the floor.
func (b *bench) logChain(ctx context.Context) error {
	l := load{name: "beside 0", window: pick(b.options, time.Second/2, 2*time.Second)}
	for _, k := range b.logs() {
		b.say("logchain: %s", k.name)
		err := b.inNewPlace(k, func(p logPlace) error { return b.logChainOf(ctx, l, k, p) })
		if err := b.note(ctx, err); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) logChainOf(ctx context.Context, l load, k logKind, p logPlace) error {
	at := place{"logchain", l.name, "p50", "µs"}
	alone := place{"logchain", "the engine alone", "p50", "µs"}
	m, err := b.logged(ctx, k, p, l)
	if err != nil {
		return err
	}
	write, end, err := b.floor(len(aRow))
	if err != nil {
		return err
	}
	defer end()
	floors, err := timed(l.window, chainPeriod, write)
	if err != nil {
		return err
	}
	floor := quantile(floors, 0.5)
	b.figures.addBeside(at, k.name, quantile(chainGaps(m.notes), 0.5), floor)
	if k.alone == nil {
		return nil
	}
	times, err := commits(ctx, k, p, l.window)
	b.figures.addBeside(alone, k.name, quantile(times, 0.5), floor)
	return err
}
