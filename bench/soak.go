package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/rocketc/rocketc/bench/internal/soak"
	"github.com/rocketc/rocketc/bench/internal/subject"
)

const (
	shortestSoak = 8 * time.Second
	// quietTime is how long after the start of a hold all runs have ended: the longest takes
	// half a second, and its grace.
	quietTime = 2 * time.Second
	// settleLimit is for how long what there is more of is counted again.
	settleLimit = time.Minute
	// heapSlack is how much the heap may grow between the counts: as long as the run log in
	// memory is not full, it grows up to this.
	heapSlack = 8 * mib
)

// soakFor runs a schedule of all sorts of tasks. It holds all tasks after a quarter of the
// time and at the end, and counts both times what is there: what there is more of has leaked.
// Then it has the program end, and compares its log with the notes of the tasks.
func (b *bench) soakFor(ctx context.Context, stdout io.Writer) error {
	notes := filepath.Join(b.dir, "soaknotes")
	b.say("compiling the schedule of the soak")
	dir, err := b.writeModule("soak", soakSource(notes))
	if err != nil {
		return err
	}
	program := filepath.Join(dir, "program")
	if _, err := b.output(ctx, b.rocketc(), "build", "-o", program, dir); err != nil {
		return err
	}
	if err := os.Setenv(soak.Variable, notes); err != nil {
		return err
	}
	p, err := b.start(ctx, program, subject.Workload{}, "--log", "info", "--log-format", "json")
	if err != nil {
		return err
	}
	s := &soaking{bench: b, process: p}
	err = errors.Join(s.run(ctx), s.stop(), context.Cause(ctx))
	if err != nil {
		return err
	}
	if err := s.leftovers(ctx); err != nil {
		return err
	}
	seen, err := readRuns(p.errors, notes)
	if err != nil {
		return err
	}
	fmt.Fprint(stdout, seen.table(s.ran), "\n", s.growth())
	return errors.Join(s.leaks(), seen.mistakes(s.ran))
}

// A soaking is a soak that runs.
type soaking struct {
	*bench
	*process
	ran    []time.Duration // how long tasks were not held, at a time
	counts []census
}

// A census is what there is of a program whose tasks are held.
type census struct {
	goroutines, files, children int
	heap                        uint64
}

// run lets tasks run, and counts, twice.
func (s *soaking) run(ctx context.Context) error {
	if _, err := s.await(subject.ReadyWord, readyLimit); err != nil {
		return err
	}
	began := time.Now()
	for _, share := range []time.Duration{s.soak / 4, s.soak - s.soak/4} {
		sleep(ctx, time.Now().Add(share-quietTime))
		if _, err := s.question(soak.HoldWord); err != nil {
			return err
		}
		s.ran = append(s.ran, time.Since(began))
		sleep(ctx, time.Now().Add(quietTime))
		if err := s.countSettled(ctx); err != nil {
			return err
		}
		began = time.Now()
		if len(s.counts) == 1 {
			if _, err := s.question(soak.ResumeWord); err != nil {
				return err
			}
		}
	}
	return nil
}

// countSettled notes what there is. A busy machine may take longer to end runs: if there is more
// than before, it counts again, until settleLimit.
func (s *soaking) countSettled(ctx context.Context) error {
	c, err := s.count()
	s.counts = append(s.counts, c)
	last := len(s.counts) - 1
	for end := time.Now().Add(settleLimit); err == nil && last > 0 && s.leaks() != nil &&
		ctx.Err() == nil && time.Now().Before(end); {
		sleep(ctx, time.Now().Add(quietTime))
		s.counts[last], err = s.count()
	}
	return err
}

// count counts what there is.
func (s *soaking) count() (census, error) {
	a, err := s.question(subject.CensusWord)
	pid := s.cmd.Process.Pid
	c := census{a.Goroutines, openFiles(pid), len(childrenOf(pid)), a.Heap}
	s.say("%d goroutines, %d files, %d processes, heap %d KiB, %.1f MiB in memory", c.goroutines,
		c.files, c.children, c.heap/1024, status(pid, "VmRSS")/1024)
	return c, err
}

// stop has the program end in good order.
func (s *soaking) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	late := time.AfterFunc(replyLimit, func() { s.cmd.Process.Kill() })
	defer late.Stop()
	for range s.answers {
	}
	if err := s.cmd.Wait(); err != nil {
		return fmt.Errorf("the program of the soak ended with %w: %s", err, s.lastWords())
	}
	return nil
}

// leftovers reports processes that the program has left behind: they have its environment.
func (s *soaking) leftovers(ctx context.Context) error {
	var left []string
	for end := time.Now().Add(settleLimit); ctx.Err() == nil && time.Now().Before(end); {
		if left = processesWith(soak.Variable + "=" + s.dir); len(left) == 0 {
			return nil
		}
		sleep(ctx, time.Now().Add(100*time.Millisecond))
	}
	return fmt.Errorf("processes are left over: %s", strings.Join(left, ", "))
}

// growth says in a line what there is more of.
func (s *soaking) growth() string {
	first, last := s.counts[0], s.counts[1]
	return fmt.Sprintf("Between the two counts: %+d goroutines, %+d files, %+d processes, "+
		"%+d KiB of heap.\n", last.goroutines-first.goroutines, last.files-first.files,
		last.children-first.children, (int64(last.heap)-int64(first.heap))/1024)
}

// leaks reports what there is more of at the end.
func (s *soaking) leaks() error {
	first, last := s.counts[0], s.counts[1]
	var errs []error
	for _, c := range []struct {
		what        string
		first, last int
	}{
		{"goroutines", first.goroutines, last.goroutines},
		{"open files", first.files, last.files},
		{"processes", first.children, last.children},
		{"bytes of heap", int(first.heap) + heapSlack, int(last.heap)},
	} {
		if c.last > c.first {
			errs = append(errs, fmt.Errorf("a leak: %d %s, %d are allowed", c.last, c.what,
				c.first))
		}
	}
	return errors.Join(errs...)
}
