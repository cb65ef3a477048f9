package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// appends measures how many records a second are durable.
func (b *bench) appends(ctx context.Context) error {
	window := pick(b.options, 200*time.Millisecond, time.Second)
	for _, tasks := range []int{1, 1000} {
		for _, batch := range []int{1, 1000} {
			at := place{"append", fmt.Sprintf("%s, %s", plural(tasks, "task"), batchName(batch)),
				"records", "1/s"}
			length, err := b.appendEach(ctx, at, tasks, batch, window)
			if err != nil {
				return err
			}
			rate, err := b.floorOf(length, window)
			if err != nil {
				return err
			}
			b.figures.add(at, floorName, rate*float64(batch))
		}
	}
	return nil
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return short(n) + " " + word + "s"
}

func batchName(n int) string {
	if n == 1 {
		return "one by one"
	}
	return "batches of " + short(n)
}

// appendEach measures the logs, and returns the length of a batch as a log in a file has it.
func (b *bench) appendEach(
	ctx context.Context, at place, tasks, batch int, window time.Duration,
) (length int, err error) {
	for _, k := range b.logs() {
		if k.at == nil {
			continue
		}
		b.say("%s: %s", at.load, k.name)
		err := b.inNewPlace(k, func(p logPlace) error {
			return k.withLog(ctx, p, func(log rocket.RunLog) error {
				rate, err := rateOf(ctx, log, tasks, batch, window)
				b.figures.add(at, k.name, rate)
				return err
			})
		})
		if stop := b.note(ctx, err); stop != nil {
			return 0, stop
		}
	}
	for _, r := range new(history).next(tasks, batch) {
		text, err := r.MarshalJSON()
		if err != nil {
			return 0, err
		}
		const place = len(`,"batch":100000,"left":0,"crc":"00000000"` + "\n")
		length += len(text) + place
	}
	return length, nil
}

// rateOf returns how many records a second a log takes, in batches.
func rateOf(
	ctx context.Context, log rocket.RunLog, tasks, batch int, window time.Duration,
) (float64, error) {
	h, n, began := new(history), 0, time.Now()
	for time.Since(began) < window {
		if err := log.Append(ctx, h.next(tasks, batch)); err != nil {
			return 0, err
		}
		n += batch
	}
	return float64(n) / time.Since(began).Seconds(), nil
}

// floorOf returns how often a second so many bytes can be appended to a file and synced.
func (b *bench) floorOf(length int, window time.Duration) (float64, error) {
	times, err := b.syncs(length, window)
	sum := 0.0
	for _, t := range times {
		sum += t
	}
	return float64(len(times)) * 1e6 / sum, err
}

// syncs returns how long each append of so many bytes to a file and sync takes, in microseconds
// and sorted.
func (b *bench) syncs(length int, window time.Duration) (times []float64, err error) {
	f, err := os.Create(filepath.Join(b.dir, "floor"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text := make([]byte, length)
	for began := time.Now(); time.Since(began) < window; {
		from := time.Now()
		if _, err := f.Write(text); err != nil {
			return nil, err
		}
		if err := dataSync(f); err != nil {
			return nil, err
		}
		times = append(times, float64(time.Since(from))/1e3)
	}
	return sorted(times), nil
}

// A history makes up records of runs, a start and a success each, from 2020 on.
type history struct{ records int }

// next returns the next records, whose runs are those of each task in turn.
func (h *history) next(tasks, n int) []rocket.Record {
	records := make([]rocket.Record, n)
	for i := range records {
		run := h.records / 2
		at := time.Date(2020, 1, 1, 0, 0, 0, 123456789, time.UTC).Add(
			time.Duration(run) * 15 * time.Second)
		r := rocket.Record{Created: at, Start: at, Task: fmt.Sprint("t", run%tasks),
			RunID: fmt.Sprintf("0198c2f4-b7e3-%012x", run), Event: rocket.Started, Scheduled: at,
			Host: "localhost"}
		if h.records%2 > 0 {
			r.Event, r.Scheduled = rocket.Succeeded, time.Time{}
			r.Duration = 41_234_567 * time.Nanosecond
			r.End = at.Add(r.Duration)
			r.Created = r.End
		}
		h.records++
		r.Seq = uint64(h.records)
		records[i] = r
	}
	return records
}
