package runlog_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// logPath returns a path in a new directory, and what removes it.
func logPath() (path string, remove func()) {
	dir, err := os.MkdirTemp("", "runlog-example")
	if err != nil {
		panic(err)
	}
	return filepath.Join(dir, "runs.jsonl"), func() { os.RemoveAll(dir) }
}

// A session with a run log in a file knows after a restart what has run: the task is started by
// the first of two sessions only.
func ExampleFile() {
	path, remove := logPath()
	defer remove()
	for range 2 {
		schedule := rocket.Schedule{
			Config: rocket.Config{ShutCond: stdconds.Has{Task: "backup", Did: rocket.Succeeded}},
			Tasks: []*rocket.TaskSpec{{
				Name: "backup",
				When: stdconds.Every{Interval: time.Hour},
				Action: rocket.Func(func(context.Context, *rocket.Run) (any, error) {
					return "40 files", nil
				}),
			}},
		}
		log := &runlog.File{Path: path, Keep: runlog.Keep{Age: 90 * 24 * time.Hour}}
		session, err := rocket.New(&schedule, rocket.WithRunLog(log),
			rocket.WithLogger(slog.New(slog.DiscardHandler)))
		if err == nil {
			err = session.Run(context.Background())
		}
		if err != nil {
			fmt.Println(err)
		}
	}
	log := &runlog.File{Path: path}
	for r, err := range log.Read(context.Background(), rocket.Query{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if r.Event == rocket.Succeeded {
			fmt.Println(r.Task, r.Event, string(r.Return))
		}
	}
	// Output: backup success "40 files"
}

// Any program may read a log while another has it open. A query names what is wanted.
func ExampleFile_Read() {
	path, remove := logPath()
	defer remove()
	ctx := context.Background()
	log := &runlog.File{Path: path, Format: runlog.CSV}
	if _, err := log.Open(ctx); err != nil {
		fmt.Println(err)
		return
	}
	defer log.Close()
	at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	var records []rocket.Record
	for i, task := range []string{"dump", "copy", "dump"} {
		start := at.Add(time.Duration(i) * time.Hour)
		records = append(records, rocket.Record{Seq: uint64(2*i + 1), Created: start, Task: task,
			RunID: fmt.Sprint(i), Event: rocket.Started, Start: start},
			rocket.Record{Seq: uint64(2*i + 2), Created: start.Add(time.Minute), Task: task,
				RunID: fmt.Sprint(i), Event: rocket.Failed, Start: start,
				End: start.Add(time.Minute), Duration: time.Minute, Error: "exit status 1"})
	}
	if err := log.Append(ctx, records); err != nil {
		fmt.Println(err)
		return
	}
	latest := rocket.Query{Tasks: []string{"dump"}, Events: rocket.Failed, Newest: true, Limit: 1}
	for r, err := range (&runlog.File{Path: path, Format: runlog.CSV}).Read(ctx, latest) {
		fmt.Println(r.Task, r.Start.Format(time.TimeOnly), r.Duration, r.Error, err)
	}
	// Output: dump 03:00:00 1m0s exit status 1 <nil>
}

// A log that another program has open, or that is damaged, is told by the type of the error.
func ExampleLockedError() {
	path, remove := logPath()
	defer remove()
	ctx := context.Background()
	first, second := &runlog.File{Path: path}, &runlog.File{Path: path}
	if _, err := first.Open(ctx); err != nil {
		fmt.Println(err)
	}
	defer first.Close()
	_, err := second.Open(ctx)
	locked, is := errors.AsType[*runlog.LockedError](err)
	fmt.Println(is, is && locked.PID == os.Getpid())
	// Output: true true
}
