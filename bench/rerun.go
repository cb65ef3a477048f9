package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

const (
	// rerunRepeats is how often an unchanged schedule is run.
	rerunRepeats = 9
	// endAtOnce has a program end as soon as it runs.
	endAtOnce = "--config=shut_cond=1ns"
)

// rerun measures rocketc run with a schedule that has not changed.
func (b *bench) rerun(ctx context.Context) error {
	sizes := []int{1, 1000, 10_000}
	for _, tasks := range pick(b.options, sizes[:2], sizes) {
		dir := filepath.Join(b.dir, fmt.Sprint("rerun", tasks))
		program := filepath.Join(dir, "program")
		if err := os.Mkdir(dir, 0o755); err != nil {
			return err
		}
		source := []byte(b.restingCommands(tasks))
		if err := os.WriteFile(filepath.Join(dir, "s.rkt"), source, 0o644); err != nil {
			return err
		}
		if _, err := b.output(ctx, b.rocketc(), "build", "-o", program, dir); err != nil {
			return err
		}
		if err := b.compareRuns(ctx, short(tasks), dir, program); err != nil {
			return err
		}
	}
	return nil
}

// restingCommands writes a schedule of commands none of which runs now.
func (b *bench) restingCommands(tasks int) string {
	w := subject.Workload{Base: b.base()}
	var text strings.Builder
	text.WriteString("config { timezone \"UTC\" }\n")
	for i := range tasks {
		fmt.Fprintf(&text, "task t%d when cron %s { command \"true\" }\n", i,
			subject.CronAt(w.RestAt(i)))
	}
	return text.String()
}

// compareRuns compares rocketc run with the program alone. The first run fills the cache.
func (b *bench) compareRuns(ctx context.Context, load, dir, program string) error {
	if _, err := b.timeOf(ctx, b.rocketc(), "run", dir, endAtOnce); err != nil {
		return err
	}
	for range rerunRepeats {
		whole, err := b.timeOf(ctx, b.rocketc(), "run", dir, endAtOnce)
		if err != nil {
			return err
		}
		alone, err := b.timeOf(ctx, program, endAtOnce)
		if err != nil {
			return err
		}
		at := place{"run", load, "run", "ms"}
		b.figures.add(at, ownName, milliseconds(whole))
		at.name = "over the program"
		b.figures.add(at, ownName, milliseconds(whole-alone))
	}
	return nil
}

// timeOf returns how long a command takes.
func (b *bench) timeOf(
	ctx context.Context, name string, args ...string,
) (time.Duration, error) {
	began := time.Now()
	_, err := b.output(ctx, name, args...)
	return time.Since(began), err
}
