package control_test

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/rocketc/rocketc/control"
)

// TestKeepLog: the newest lines of the whole log are kept if that is asked for, and what a run
// was asked with is one of its lines.
func TestKeepLog(t *testing.T) {
	var tap control.Tap
	quiet := slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError})
	logger := slog.New(tap.Handler(quiet)).With("schedule", "desk")
	logger.Info("before")
	if tap.KeepLog(3); len(tap.Log()) > 0 {
		t.Errorf("kept before that: %v", tap.Log())
	}
	logger.Debug("not kept")
	logger.Info("first")
	logger.Info("second", "n", 2)
	run := logger.With("task", "a", "run_id", "r1")
	run.Warn("third", "stack", "long")
	run.Info("run has arguments", slog.Group("arguments", "day", 1, "region", "eu"))
	want := []control.LogLine{
		{Level: slog.LevelInfo, Text: "second n=2"},
		{Level: slog.LevelWarn, Task: "a", RunID: "r1", Text: "third"},
		{Level: slog.LevelInfo, Task: "a", RunID: "r1",
			Text: "run has arguments arguments=[day=1 region=eu]"},
	}
	kept := tap.Log()
	if len(kept) != len(want) {
		t.Fatalf("kept %v", kept)
	}
	for i, line := range kept {
		if line.Time.IsZero() {
			t.Errorf("%s has no time", line.Text)
		}
		if line.Time = (time.Time{}); line != want[i] {
			t.Errorf("kept %+v, want %+v", line, want[i])
		}
	}
	lines := tap.Lines("a", "r1")
	if n := len(lines); n != 2 || lines[1].Stream != "arguments" ||
		lines[1].Text != "day=1 region=eu" {
		t.Errorf("of the run: %+v", lines)
	}
}
