package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// sorts are the conditions of the schedules that are compiled.
var sorts = []string{
	"daily after 07:00",
	"every 10 minutes & ~running",
	"weekly on Monday & time of day between 08:00 and 16:00",
	"hourly before 15:00",
	"after t0",
	"cron */5 0-12 * * Mon-Fri",
	"monthly on last day",
	"has failed past 2 hours >= 3 & daily",
	"retry 3 every 1 minute | daily at 10:00",
	"time of week between Mon and Fri & every 1 hour based on success",
}

// commandSchedule writes a schedule of commands, with all sorts of conditions.
func commandSchedule(tasks int) string {
	var text strings.Builder
	for i := range tasks {
		fmt.Fprintf(&text, "# Task number %d.\ntask t%[1]d when %s {\n    command \"echo %[1]d\"\n"+
			"    timeout %[3]d minutes\n}\n\n", i, sorts[i%len(sorts)], i%50+1)
	}
	return text.String()
}

// A compilation measures rocketc with one schedule.
type compilation struct {
	*bench
	dir     string
	load    string
	repeats int
}

// compiler measures rocketc with schedules of more and more tasks.
func (b *bench) compiler(ctx context.Context) error {
	sizes := []int{10, 1000, 10_000, 100_000}
	for _, tasks := range pick(b.options, sizes[1:2], sizes) {
		c := compilation{
			bench:   b,
			dir:     filepath.Join(b.dir, fmt.Sprint("compile", tasks)),
			load:    short(tasks),
			repeats: max(1, min(b.repetitions()*2-1, 20_000/tasks)),
		}
		if err := os.Mkdir(c.dir, 0o755); err != nil {
			return err
		}
		if err := c.put("a.rkt", commandSchedule(tasks)); err != nil {
			return err
		}
		if err := c.measure(ctx); err != nil {
			return err
		}
		if tasks == 10 && !b.quick {
			if err := c.emptyCache(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c compilation) put(name, text string) error {
	return os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o644)
}

// measure measures check, gen and build.
func (c compilation) measure(ctx context.Context) error {
	c.say("compiling %s tasks", c.load)
	program, generated := filepath.Join(c.dir, "program"), filepath.Join(c.dir, "schedule_rkt.go")
	for i := range c.repeats {
		if err := c.time(ctx, "check", "check", c.dir); err != nil {
			return err
		}
		if err := c.time(ctx, "gen", "gen", c.dir); err != nil {
			return err
		}
		if err := os.Remove(generated); err != nil {
			return err
		}
		news := fmt.Sprintf("task new%d when daily { command \"true\" }\n", i)
		if err := c.put("new.rkt", news); err != nil {
			return err
		}
		if err := c.time(ctx, "build", "build", "-o", program, c.dir); err != nil {
			return err
		}
		if err := c.time(ctx, "build, unchanged", "build", "-o", program, c.dir); err != nil {
			return err
		}
	}
	size, err := os.Stat(program)
	if err == nil {
		c.figures.add(place{"compile", c.load, "program", "MiB"}, ownName, float64(size.Size())/mib)
	}
	return err
}

// emptyCache measures a build with which the Go compiler compiles the standard library, too.
func (c compilation) emptyCache(ctx context.Context) error {
	cmd := c.command(ctx, c.rocketc(), "build", "-o", filepath.Join(c.dir, "program"), c.dir)
	cmd.Env = append(cmd.Env, "GOCACHE="+filepath.Join(c.dir, "cache"))
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", cmd, err, out)
	}
	c.took("build, empty Go cache", began)
	return nil
}

// time measures a command of rocketc.
func (c compilation) time(ctx context.Context, name string, args ...string) error {
	cmd := c.command(ctx, c.rocketc(), args...)
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", cmd, err, out)
	}
	c.took(name, began)
	if name != "build, unchanged" {
		c.figures.add(place{"compile", c.load, name + " peak", "MiB"}, ownName,
			peakMemory(cmd.ProcessState)/mib)
	}
	return nil
}

func (c compilation) took(name string, began time.Time) {
	c.figures.add(place{"compile", c.load, name, "ms"}, ownName, milliseconds(time.Since(began)))
}
