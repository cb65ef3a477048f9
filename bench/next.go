package main

import (
	"context"
	"fmt"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// next measures how next instants are computed.
func (b *bench) next(ctx context.Context) error {
	instants := map[string]int64{} // that peers have come to
	for _, zone := range pick(b.options, []string{"UTC"}, []string{"UTC", "Europe/Berlin"}) {
		l := load{name: zone, Workload: subject.Workload{Kind: subject.Next, Zone: zone,
			Crons: []string{"*/5 * * * *", "0 9 * * 1-5", "0 0 29 2 *"}}}
		err := b.each(ctx, l, func(peer string, m *measured) error {
			for _, f := range m.figures {
				if f.Word != subject.FigureWord {
					continue
				}
				at := place{"next", zone, "`" + f.Name + "`", "ns"}
				b.figures.add(at, peer, f.Value)
				if first := instants[zone+f.Name]; first != 0 && first != f.Instant {
					return fmt.Errorf("%s of %s: %s says %d, another %d", f.Name, zone, peer,
						f.Instant, first)
				}
				instants[zone+f.Name] = f.Instant
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
