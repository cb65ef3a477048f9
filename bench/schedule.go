package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
	"github.com/rocketc/rocketc/internal/module"
)

// The module of a schedule that is measured stands, by its path, below bench: so it may import
// package subject.
const (
	scheduleModule = module.Path + "/bench/schedule"
	subjectPackage = module.Path + "/bench/internal/subject"
)

// schedule compiles the schedule of a workload, unless it is there, and returns the program.
func (b *bench) schedule(ctx context.Context, w subject.Workload) (string, error) {
	source := source(w)
	if program := b.programs[source]; program != "" {
		return program, nil
	}
	dir, err := b.writeModule(fmt.Sprint("schedule", len(b.programs)), source)
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "program")
	b.programs[source] = program
	b.say("compiling a schedule of %d tasks", w.Tasks)
	_, err = b.output(ctx, b.rocketc(), "build", "-o", program, dir)
	return program, err
}

// writeModule writes a module with a schedule, and returns its directory. The module requires
// what rocketc does, which is more than it needs.
func (b *bench) writeModule(name, source string) (dir string, err error) {
	dir = filepath.Join(b.dir, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	mod, err := os.ReadFile(filepath.Join(b.root, "go.mod"))
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(filepath.Join(b.root, "go.sum"))
	if err != nil {
		return "", err
	}
	_, required, _ := strings.Cut(string(mod), "\n")
	for name, text := range map[string]string{
		"go.mod": fmt.Sprintf("module %s\n\nrequire %s v0.0.0\n\nreplace %[2]s => %s\n%s",
			scheduleModule, module.Path, b.root, required),
		"go.sum": string(sum),
		"s.rkt":  source,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// source writes the schedule of a workload. The task ready comes after all others, because of
// its priority: so it says when the first round is over.
func source(w subject.Workload) string {
	var text strings.Builder
	fmt.Fprintf(&text, "import %q\n\nconfig {\n\ttimezone \"UTC\"\n\t%s\n}\n\n"+
		"hook startup subject.Begin\n\n", subjectPackage, w.Log)
	task := func(name, when, action string) {
		fmt.Fprintf(&text, "task %s when %s { %s }\n", name, when, action)
	}
	note := func(i int) string { return fmt.Sprintf("func subject.Launched(%d)", i) }
	for i := range w.Tasks {
		task(fmt.Sprint("t", i), whenOf(w, i), actionOf(w, i))
	}
	if w.Kind == subject.Chain {
		task("a", fmt.Sprintf("every %s", duration(w.Period)), note(0))
		task("b", "after a", note(1))
	}
	task("ready", "~has started", "func subject.Ready(); priority -1")
	return text.String()
}

// actionOf returns the action of task i.
func actionOf(w subject.Workload, i int) string {
	if w.Kind == subject.Command {
		return "command " + strconv.Quote(fmt.Sprintf(w.Shell, i))
	}
	return fmt.Sprintf("func subject.Launched(%d)", i)
}

// whenOf returns the condition of task i. There is no grid for periods below a second: every
// counts from the latest start, so a little less than what is due is launched.
func whenOf(w subject.Workload, i int) string {
	phase := w.Phase(i)
	switch {
	case w.Kind == subject.Rest || w.Kind == subject.Chain:
		return "cron " + subject.CronAt(w.RestAt(i))
	case w.Kind == subject.Ladder && phase > 0:
		return fmt.Sprintf("scheduler has run over %s & every %s", duration(phase),
			duration(w.Period))
	case w.Kind == subject.Ladder:
		return "every " + duration(w.Period)
	case w.Spread:
		return fmt.Sprintf("secondly starting %g", milliseconds(phase))
	}
	return "cron " + subject.CronEach(w.Period)
}

// duration writes a duration in the language.
func duration(d time.Duration) string { return fmt.Sprintf("%g ms", milliseconds(d)) }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
