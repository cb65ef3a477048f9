package main

import (
	"context"
	"runtime"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
	rocket "github.com/rocketc/rocketc/runtime"
)

// record measures a run log in memory with records of starts and successes.
func (b *bench) record(ctx context.Context) error {
	const kept = 50_000
	log := &rocket.MemoryLog{Max: kept}
	records := make([]rocket.Record, 2)
	for i := range pick(b.options, 3, 11) {
		before := heapBytes()
		began := time.Now()
		for n := range kept / len(records) {
			runOf(n, records)
			if err := log.Append(ctx, records); err != nil {
				return err
			}
		}
		took := time.Since(began)
		b.figures.add(recordAt("append", "ns"), ownName, float64(took)/kept)
		if i == 0 {
			held := float64(heapBytes()) - float64(before)
			b.figures.add(recordAt("memory", "B"), ownName, held/kept)
		}
	}
	runtime.KeepAlive(log)
	return nil
}

// recordAt returns the place of a figure.
func recordAt(name, unit string) place { return place{"record", "any number", name, unit} }

// runOf fills in the two records of a run.
func runOf(n int, records []rocket.Record) {
	at := time.Unix(int64(n), 0)
	id := time.Duration(n).String() // as long as ids are, more or less
	records[0] = rocket.Record{
		Task: "task", RunID: id, Event: rocket.Started, Created: at, Start: at, Scheduled: at,
	}
	records[1] = records[0]
	records[1].Event, records[1].End, records[1].Created = rocket.Succeeded, at, at
}

// heapBytes returns what lives on the heap.
func heapBytes() uint64 {
	_, heap := subject.Census()
	return heap
}
