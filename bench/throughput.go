package main

import (
	"context"
	"fmt"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// throughput asks for ever more launches per second.
func (b *bench) throughput(ctx context.Context) error {
	for _, spread := range pick(b.options, []bool{false}, []bool{false, true}) {
		name := shape(spread)
		for _, peer := range b.chosen(ladderTasks) {
			sustained, peak, err := b.climb(ctx, peer, name, spread)
			if stop := b.note(ctx, err); stop != nil {
				return stop
			}
			if err != nil || peak == 0 {
				continue
			}
			b.figures.add(place{"throughput", name, "sustained", "1/s"}, peer, sustained)
			b.figures.add(place{"throughput", name, "peak", "1/s"}, peer, peak)
		}
	}
	return nil
}

// ladderTasks is how many tasks are asked for launches.
const ladderTasks = 1000

// climb raises the rate until two have not been reached.
func (b *bench) climb(
	ctx context.Context, peer, name string, spread bool,
) (sustained, peak float64, err error) {
	const tasks, enough = ladderTasks, 0.99
	missed := 0
	for _, ms := range pick(b.options, []int{10, 2}, []int{20, 10, 5, 2, 1}) {
		l := load{window: pick(b.options, time.Second/2, time.Second)}
		l.name = fmt.Sprintf("%s, %s/s", name, short(tasks*1000/ms))
		l.Workload = subject.Workload{
			Kind: subject.Ladder, Tasks: tasks, Spread: spread,
			Period: time.Duration(ms) * time.Millisecond,
		}
		m, err := b.measure(ctx, peer, l)
		if err != nil || m == nil {
			return 0, 0, err
		}
		peak = max(peak, m.made)
		if asked := float64(tasks * 1000 / ms); m.made >= enough*asked {
			sustained = asked
		} else if missed++; missed == 2 {
			break
		}
	}
	return sustained, peak, nil
}
