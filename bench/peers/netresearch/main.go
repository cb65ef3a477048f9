// Command netresearch measures github.com/netresearch/go-cron.
package main

import (
	"time"

	cron "github.com/netresearch/go-cron"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

func main() { subject.Main(newScheduler, next) }

type scheduler struct{ *cron.Cron }

func newScheduler() (subject.Scheduler, error) {
	return scheduler{cron.New(cron.WithSeconds(), cron.WithLocation(time.UTC))}, nil
}

func (s scheduler) Daily(second int, action func()) error {
	_, err := s.AddFunc(subject.CronAt(second), action)
	return err
}

func (s scheduler) Each(period time.Duration, action func()) error {
	_, err := s.AddFunc(subject.CronEach(period), action)
	return err
}

// A grid is a schedule of the library.
type grid subject.Grid

func (g grid) Next(after time.Time) time.Time {
	return time.Unix(0, subject.Grid(g).Next(after.UnixNano()))
}

func (s scheduler) On(g subject.Grid, action func()) error {
	_, err := s.ScheduleJob(grid(g), cron.FuncJob(action))
	return err
}

// Chain has a run the job of b: the library knows no jobs that follow others.
func (s scheduler) Chain(g subject.Grid, a, b func()) error {
	second, err := s.AddFunc("0 0 0 29 2 *", b)
	if err != nil {
		return err
	}
	return s.On(g, func() {
		a()
		s.Entry(second).Run()
	})
}

func (s scheduler) Start() error {
	s.Cron.Start()
	return nil
}

func next(expression string, zone *time.Location) (func(time.Time) time.Time, error) {
	parsed, err := cron.ParseStandard("CRON_TZ=" + zone.String() + " " + expression)
	if err != nil {
		return nil, err
	}
	return parsed.Next, nil
}
