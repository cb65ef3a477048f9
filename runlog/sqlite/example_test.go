package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rocketc/rocketc/runlog"
	"github.com/rocketc/rocketc/runlog/sqlite"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A session takes the log with rocket.WithRunLog. Its records answer SQL.
func ExampleLog() {
	dir, err := os.MkdirTemp("", "sqlite-example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	path, ctx := filepath.Join(dir, "runs.db"), context.Background()
	log := &sqlite.Log{Path: path, Keep: runlog.Keep{Runs: 10_000}}
	if _, err := log.Open(ctx); err != nil {
		fmt.Println(err)
		return
	}
	defer log.Close()
	at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	err = log.Append(ctx, []rocket.Record{
		{Seq: 1, Created: at, Task: "dump", RunID: "1", Event: rocket.Started, Start: at},
		{Seq: 2, Created: at.Add(time.Minute), Task: "dump", RunID: "1", Event: rocket.Succeeded,
			Start: at, End: at.Add(time.Minute), Duration: time.Minute}})
	if err != nil {
		fmt.Println(err)
		return
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	var task string
	var ms float64
	err = db.QueryRow("SELECT task, avg(duration_ms) FROM records WHERE event = 'success'").
		Scan(&task, &ms)
	fmt.Println(task, ms, err)
	// Output: dump 60000 <nil>
}
