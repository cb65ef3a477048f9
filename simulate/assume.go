package simulate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A Truth is what is assumed of a condition.
type Truth uint8

// The truths. What is Unknown starts and ends nothing, and nor does its opposite.
const (
	Unknown Truth = iota
	False
	True
)

// Outcomes are what the runs of a task do: the first run has the first outcome, the second
// the second, and all further runs have the last. Without outcomes, runs succeed at once.
type Outcomes []rocket.Performance

// at returns what the nth run does, counted from 0.
func (o Outcomes) at(n int) rocket.Performance {
	if len(o) == 0 {
		return rocket.Performance{}
	}
	return o[min(n, len(o)-1)]
}

// Assumptions are what a simulation takes for granted.
type Assumptions struct {
	// Tasks has what the runs of tasks do, by their names.
	Tasks map[string]Outcomes
	// Conditions has the truth of conditions, by their names: of a `cond` or a sensor as it
	// is declared or as it is written in use (`quiet`, `port_open("db:5432")`), and of a Go
	// function (`prices.IsHoliday`).
	Conditions map[string]Truth
}

// An assumed condition stands for one that only the world can answer, or of which something
// is assumed.
type assumed struct {
	text  string
	truth *Truth
	until *time.Time // when something else may be assumed
}

// Observe gives what is assumed.
func (a assumed) Observe(*rocket.Observation) (rocket.State, error) {
	return rocket.State{
		Holds: *a.truth == True, Unknown: *a.truth == Unknown, Until: *a.until,
	}, nil
}

// Plain says that the condition only reads the observation.
func (assumed) Plain() {}

// String returns the condition that it stands for, as the language writes it.
func (a assumed) String() string { return a.text }

// An assumer puts assumptions into conditions.
type assumer struct {
	truths map[string]*Truth // by name
	used   map[string]bool   // names of those that are in the schedule
	seen   map[string]bool   // names of conditions of the schedule
	until  time.Time
	denied bool // the condition that is being changed is below a ~, or three, and so on

	// strict says that it is a mistake if nothing is assumed of a condition that only the
	// world can answer. Otherwise such a condition may hold. open are these conditions.
	strict bool
	open   []string

	outcomes map[string]Outcomes
	fixed    map[string]*time.Location
}

func newAssumer(from Assumptions, fixed map[string]*time.Location) *assumer {
	a := &assumer{truths: map[string]*Truth{}, outcomes: from.Tasks, fixed: fixed,
		used: map[string]bool{}, seen: map[string]bool{}}
	for name, truth := range from.Conditions {
		a.truths[name] = &truth
	}
	return a
}

// condition returns c with what is assumed of its parts. c may be nil.
func (a *assumer) condition(c rocket.Condition) rocket.Condition {
	switch c := c.(type) {
	case stdconds.All:
		return stdconds.All(a.parts(c))
	case stdconds.Any:
		return stdconds.Any(a.parts(c))
	case stdconds.Not:
		a.denied = !a.denied
		of := a.condition(c.Of)
		a.denied = !a.denied
		return stdconds.Not{Of: of}
	case stdconds.InZone:
		if a.fixed[c.Zone] != nil {
			return a.fix(a.condition(c.Of), c.Zone)
		}
		return stdconds.InZone{Zone: c.Zone, Of: a.condition(c.Of)}
	case stdconds.Named:
		if truth := a.truthOf(c.Name); truth != nil {
			return assumed{c.Name, truth, &a.until}
		}
		switch c.Of.(type) {
		case stdconds.Ask, stdconds.Checked:
			return a.unknown(c.Name)
		}
		return stdconds.Named{Name: c.Name, Of: a.condition(c.Of)}
	case stdconds.Ask:
		if truth := a.truthOf(strings.TrimPrefix(c.Text, "func ")); truth != nil {
			return assumed{c.Text, truth, &a.until}
		}
		return a.unknown(c.Text)
	}
	return c
}

func (a *assumer) parts(parts []rocket.Condition) []rocket.Condition {
	changed := make([]rocket.Condition, len(parts))
	for i, part := range parts {
		changed[i] = a.condition(part)
	}
	return changed
}

// truthOf returns what is assumed of a condition as it is written in use, nil if nothing is.
func (a *assumer) truthOf(use string) *Truth {
	name, _, _ := strings.Cut(use, "(")
	a.seen[name] = true
	for _, name := range []string{use, name} {
		if truth := a.truths[name]; truth != nil {
			a.used[name] = true
			if *truth == Unknown && !a.strict {
				return a.powerless()
			}
			return truth
		}
	}
	return nil
}

// powerless returns the truth with which a condition starts nothing, as one that is not known.
// Unknown itself is the truth of conditions that may hold.
func (a *assumer) powerless() *Truth {
	if a.denied {
		return new(True)
	}
	return new(False)
}

// unknown returns a condition of which nothing is assumed.
func (a *assumer) unknown(text string) rocket.Condition {
	if !slices.Contains(a.open, text) {
		a.open = append(a.open, text)
	}
	return assumed{text, new(Truth), &a.until}
}

// text returns a condition as the language writes it.
func text(c rocket.Condition) string {
	if words, ok := c.(fmt.Stringer); ok {
		return words.String()
	}
	return ""
}
