// Command quartz measures github.com/reugn/go-quartz.
package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/reugn/go-quartz/job"
	"github.com/reugn/go-quartz/quartz"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

func main() { subject.Main(newScheduler, next) }

type scheduler struct {
	quartz.Scheduler
	jobs int
}

// newScheduler lets jobs be late by almost the shortest period of whole seconds: the default
// is 100 ms, and a job that is later is skipped.
func newScheduler() (subject.Scheduler, error) {
	s, err := quartz.NewStdScheduler(quartz.WithOutdatedThreshold(990 * time.Millisecond))
	return &scheduler{Scheduler: s}, err
}

func (s *scheduler) Daily(second int, action func()) error {
	return s.cron(subject.CronAt(second), action)
}

func (s *scheduler) Each(period time.Duration, action func()) error {
	return s.cron(subject.CronEach(period), action)
}

func (s *scheduler) cron(expression string, action func()) error {
	trigger, err := quartz.NewCronTrigger(dialect(expression))
	if err != nil {
		return err
	}
	return s.add(trigger, action)
}

func (s *scheduler) add(trigger quartz.Trigger, action func()) error {
	s.jobs++
	key := quartz.NewJobKey(fmt.Sprint(s.jobs))
	return s.ScheduleJob(quartz.NewJobDetail(jobOf(action), key), trigger)
}

func jobOf(action func()) quartz.Job {
	return job.NewFunctionJob(func(context.Context) (int, error) {
		action()
		return 0, nil
	})
}

// A grid is a trigger of the library.
type grid subject.Grid

func (g grid) NextFireTime(after int64) (int64, error) { return subject.Grid(g).Next(after), nil }
func (g grid) Description() string                     { return "grid" }

func (s *scheduler) On(g subject.Grid, action func()) error { return s.add(grid(g), action) }

// Chain has a schedule b to run once, at once.
func (s *scheduler) Chain(g subject.Grid, a, b func()) error {
	options := quartz.NewDefaultJobDetailOptions()
	options.Replace = true
	second := quartz.NewJobDetailWithOptions(jobOf(b), quartz.NewJobKey("b"), options)
	return s.On(g, func() {
		a()
		_ = s.ScheduleJob(second, quartz.NewRunOnceTrigger(0))
	})
}

func (s *scheduler) Start() error {
	s.Scheduler.Start(context.Background())
	return nil
}

// dialect writes an expression as the library wants it: one of the two fields for days is a
// question mark, and Sunday is 1.
func dialect(expression string) string {
	fields := strings.Fields(expression)
	month, week := &fields[len(fields)-3], &fields[len(fields)-1]
	if *week == "*" {
		*week = "?"
	} else {
		*month, *week = "?", strings.NewReplacer("1-5", "MON-FRI").Replace(*week)
	}
	return strings.Join(fields, " ")
}

func next(expression string, zone *time.Location) (func(time.Time) time.Time, error) {
	trigger, err := quartz.NewCronTriggerWithLoc(dialect("0 "+expression), zone)
	if err != nil {
		return nil, err
	}
	return func(after time.Time) time.Time {
		at, err := trigger.NextFireTime(after.UnixNano())
		if err != nil {
			panic(err) // the expressions have no last instant
		}
		return time.Unix(0, at)
	}, nil
}
