// Command gocron measures github.com/go-co-op/gocron/v2.
package main

import (
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/google/uuid"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

func main() { subject.Main(newScheduler, next) }

type scheduler struct{ gocron.Scheduler }

func newScheduler() (subject.Scheduler, error) {
	s, err := gocron.NewScheduler(gocron.WithLocation(time.UTC))
	return scheduler{s}, err
}

func (s scheduler) Daily(second int, action func()) error {
	at := gocron.NewAtTime(uint(second/3600), uint(second/60%60), uint(second%60))
	return s.add(gocron.DailyJob(1, gocron.NewAtTimes(at)), action)
}

func (s scheduler) Each(period time.Duration, action func()) error {
	return s.add(gocron.CronJob(subject.CronEach(period), true), action)
}

// lead is how far ahead the first instant of a grid is: registering is over by then, so that
// no instant is missed.
const lead = 300 * time.Millisecond

// On begins on the grid: the library counts each next instant from the one before.
func (s scheduler) On(grid subject.Grid, action func()) error {
	first := time.Unix(0, grid.Next(time.Now().Add(lead).UnixNano()))
	return s.add(gocron.DurationJob(grid.Period), action,
		gocron.WithStartAt(gocron.WithStartDateTime(first)))
}

// Chain has a listener run b at once when a has ended.
func (s scheduler) Chain(grid subject.Grid, a, b func()) error {
	second, err := s.NewJob(gocron.DurationJob(24*time.Hour), gocron.NewTask(b))
	if err != nil {
		return err
	}
	follow := gocron.AfterJobRuns(func(uuid.UUID, string) { _ = second.RunNow() })
	return s.add(gocron.DurationJob(grid.Period), a, gocron.WithEventListeners(follow))
}

func (s scheduler) add(
	when gocron.JobDefinition, action func(), options ...gocron.JobOption,
) error {
	_, err := s.NewJob(when, gocron.NewTask(action), options...)
	return err
}

func (s scheduler) Start() error {
	s.Scheduler.Start()
	return nil
}

func next(expression string, zone *time.Location) (func(time.Time) time.Time, error) {
	parsed := gocron.NewDefaultCron(false)
	if err := parsed.IsValid(expression, zone, time.Now()); err != nil {
		return nil, err
	}
	return parsed.Next, nil
}
