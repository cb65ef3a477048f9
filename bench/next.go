package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// crons are the expressions that are measured, and the first instant of each in 2026.
var crons = map[string]func(zone *time.Location) time.Time{
	"*/5 * * * *": func(zone *time.Location) time.Time {
		return time.Date(2026, 1, 1, 0, 5, 0, 0, zone)
	},
	"0 9 * * 1-5": func(zone *time.Location) time.Time {
		return time.Date(2026, 1, 1, 9, 0, 0, 0, zone) // a Thursday
	},
	"0 0 29 2 *": func(zone *time.Location) time.Time {
		return time.Date(2028, 2, 29, 0, 0, 0, 0, zone)
	},
}

// next measures how next instants are computed.
func (b *bench) next(ctx context.Context) error {
	for _, name := range pick(b.options, []string{"UTC"}, []string{"UTC", "Europe/Berlin"}) {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return err
		}
		l := load{name: name, Workload: subject.Workload{
			Kind: subject.Next, Zone: name, Crons: slices.Sorted(maps.Keys(crons)),
		}}
		err = b.each(ctx, l, func(peer string, m *measured) error {
			for _, f := range m.figures {
				b.addNext(peer, zone, f)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// addNext adds the figure of an expression, if the peer has come to the right instant.
func (b *bench) addNext(peer string, zone *time.Location, f subject.Answer) {
	if f.Word != subject.FigureWord {
		return
	}
	if first := crons[f.Name](zone); f.Instant != first.Unix() {
		b.say("%s is wrong about %q: it says %v, not %v", peer, f.Name,
			time.Unix(f.Instant, 0).In(zone), first)
		return
	}
	b.figures.add(place{"next", zone.String(), "`" + f.Name + "`", "ns"}, peer, f.Value)
}
