package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An appendLoad is how batches are appended.
type appendLoad struct {
	place
	tasks, batch int           // of so many tasks, so many records
	length       int           // of a batch, as a log in a file has it
	window       time.Duration // for so long
}

// appends measures how many records a second are durable.
func (b *bench) appends(ctx context.Context) (err error) {
	for _, tasks := range []int{1, 1000} {
		for _, batch := range []int{1, 1000} {
			l := appendLoad{tasks: tasks, batch: batch,
				window: pick(b.options, 200*time.Millisecond, 2*time.Second)}
			l.place = place{"append", fmt.Sprintf("%s, %s", plural(tasks, "task"),
				batchName(batch)), "records", "1/s"}
			if l.length, err = lengthOf(tasks, batch); err != nil {
				return err
			}
			if err := b.appendEach(ctx, l); err != nil {
				return err
			}
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

// appendEach measures the logs, and the floor beside each.
func (b *bench) appendEach(ctx context.Context, l appendLoad) error {
	for _, k := range b.logs() {
		if k.at == nil {
			continue
		}
		b.say("%s: %s", l.load, k.name)
		err := b.inNewPlace(k, func(p logPlace) error {
			return k.withLog(ctx, p, func(log rocket.RunLog) error {
				return b.rates(ctx, k.name, log, l)
			})
		})
		if stop := b.note(ctx, err); stop != nil {
			return stop
		}
	}
	return nil
}

// lengthOf returns the length of a batch as a log in a file has it.
func lengthOf(tasks, batch int) (length int, err error) {
	const place = len(`,"batch":100000,"left":0,"crc":"00000000"` + "\n")
	for _, r := range new(history).next(tasks, batch) {
		text, err := r.MarshalJSON()
		if err != nil {
			return 0, err
		}
		length += len(text) + place
	}
	return length, nil
}

// rates measures how many records a second a log takes, and how many the floor takes in turn with
// it, so that both meet the same disk. That records are made up does not count.
func (b *bench) rates(ctx context.Context, name string, log rocket.RunLog, l appendLoad) error {
	write, end, err := b.floor(l.length)
	if err != nil {
		return err
	}
	defer end()
	h, n, logTook, floorTook := new(history), 0, time.Duration(0), time.Duration(0)
	for began := time.Now(); time.Since(began) < l.window; n += l.batch {
		records := h.next(l.tasks, l.batch)
		from := time.Now()
		if err := log.Append(ctx, records); err != nil {
			return err
		}
		between := time.Now()
		if err := write(); err != nil {
			return err
		}
		logTook, floorTook = logTook+between.Sub(from), floorTook+time.Since(between)
	}
	b.figures.addBeside(l.place, name, float64(n)/logTook.Seconds(), float64(n)/floorTook.Seconds())
	return nil
}

// floor returns what appends so many bytes to a new file and syncs it, and what ends that.
func (b *bench) floor(length int) (write func() error, end func(), err error) {
	f, err := os.Create(filepath.Join(b.dir, "floor"))
	if err != nil {
		return nil, nil, err
	}
	text := make([]byte, length)
	return func() error {
		if _, err := f.Write(text); err != nil {
			return err
		}
		return dataSync(f)
	}, func() { f.Close() }, nil
}

// timed does something again and again, each time after a rest, and returns how long each time
// takes, in microseconds and sorted.
func timed(window, rest time.Duration, do func() error) (times []float64, err error) {
	for began := time.Now(); time.Since(began) < window; {
		if rest > 0 {
			<-time.After(rest)
		}
		from := time.Now()
		if err := do(); err != nil {
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
