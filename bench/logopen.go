package main

import (
	"context"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// opens measures how a program starts with a long run log.
func (b *bench) opens(ctx context.Context) error {
	sizes := []int{0, 1_000_000, 10_000_000}
	for _, records := range pick(b.options, []int{0, 100_000}, sizes) {
		for _, k := range b.logs() {
			isFile := k.name == "file"
			if records > 0 && k.at == nil || records > 1_000_000 && !isFile {
				continue
			}
			if stop := b.note(ctx, b.startWith(ctx, k, records)); stop != nil {
				return stop
			}
		}
	}
	return nil
}

// startWith starts a program with a log of so many records.
func (b *bench) startWith(ctx context.Context, k logKind, records int) error {
	l := load{name: plural(records, "record"), window: time.Second / 4}
	b.say("%s in log %s", l.name, k.name)
	return b.inNewPlace(k, func(p logPlace) (err error) {
		if records > 0 {
			write := func(log rocket.RunLog) error { return fill(ctx, log, records) }
			err = k.withLog(ctx, p, write)
		}
		if err != nil {
			return err
		}
		m, err := b.logged(ctx, k, p, l)
		if err == nil {
			b.figures.add(place{"open", l.name, "ready", "ms"}, k.name, milliseconds(m.ready))
			b.figures.add(place{"open", l.name, "peak", "MiB"}, k.name, m.peak)
		}
		return err
	})
}

// fill appends records of ten tasks.
func fill(ctx context.Context, log rocket.RunLog, records int) error {
	const batch = 1000
	h := new(history)
	for range records / batch {
		if err := log.Append(ctx, h.next(10, batch)); err != nil {
			return err
		}
	}
	return nil
}
