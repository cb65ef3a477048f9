package subject

import (
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// ErrAbsent is returned by what a scheduler does not offer.
var ErrAbsent = errors.New("not offered")

// A Grid are the instants at a phase after each whole period.
type Grid struct{ Period, Phase time.Duration }

// Next returns the first instant of the grid after an instant, in Unix nanoseconds.
func (g Grid) Next(after int64) int64 {
	period, phase := int64(g.Period), int64(g.Phase)
	return (after-phase)/period*period + period + phase
}

// A Scheduler is a library under measurement.
type Scheduler interface {
	// Daily registers what is due once a day, at a second of the day UTC.
	Daily(second int, action func()) error
	// Each registers what is due at each whole period, of whole seconds that divide a
	// minute, by the library's own notation.
	Each(period time.Duration, action func()) error
	// On registers what is due on a grid of any period.
	On(grid Grid, action func()) error
	// Chain registers a, due on a grid, and b, which begins when a has ended.
	Chain(grid Grid, a, b func()) error
	// Start begins to schedule, and returns.
	Start() error
}

// A Nexter computes for an expression of five fields the next instant after another.
type Nexter func(expression string, zone *time.Location) (func(time.Time) time.Time, error)

// Main is the main function of a program that measures a library.
func Main(make func() (Scheduler, error), next Nexter) {
	Begin()
	err := ErrAbsent
	switch {
	case work.Kind == Next && next != nil:
		err = timeNext(next)
	case work.Kind != Next && make != nil:
		err = schedule(make)
	}
	if errors.Is(err, ErrAbsent) {
		Answer{Word: AbsentWord}.print()
	} else if err != nil {
		fail(err)
	} else {
		Ready()
	}
	select {} // until the end of standard input
}

// schedule registers the tasks of the workload, and starts the scheduler.
func schedule(make func() (Scheduler, error)) error {
	s, err := make()
	if err != nil {
		return err
	}
	for i := range work.Tasks {
		if err := register(s, i); err != nil {
			return err
		}
	}
	if work.Kind == Chain {
		a, b := func() { Launched(0) }, func() { Launched(1) }
		if err := s.Chain(Grid{Period: work.Period}, a, b); err != nil {
			return err
		}
	}
	return s.Start()
}

// register registers task i.
func register(s Scheduler, i int) error {
	note := func() { Launched(i) }
	switch {
	case work.Kind == Rest || work.Kind == Chain:
		return s.Daily(work.RestAt(i), note)
	case work.Kind == Command:
		return s.Each(work.Period, func() { shell(fmt.Sprintf(work.Shell, i)) })
	case work.Kind == Ladder || work.Spread:
		return s.On(Grid{work.Period, work.Phase(i)}, note)
	}
	return s.Each(work.Period, note)
}

// shell runs a shell command.
func shell(command string) {
	if err := exec.Command("/bin/sh", "-c", command).Run(); err != nil {
		fail(err)
	}
}
