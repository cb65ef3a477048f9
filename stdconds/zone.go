package stdconds

import (
	"sync"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// InZone holds if a condition does in a time zone other than the session's: its wall-clock
// words mean the time there. It is the condition of a task, or of a group, with a timezone of
// its own.
type InZone struct {
	// Zone is an IANA name, such as "Europe/Helsinki".
	Zone string
	Of   rocket.Condition
}

// zones has the *time.Location of each zone that was asked for.
var zones sync.Map

func location(name string) (*time.Location, error) {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location), nil
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, zone)
	}
	return zone, err
}

// Observe observes the condition in its zone. It fails if the zone is not known.
func (z InZone) Observe(o *rocket.Observation) (rocket.State, error) {
	zone, err := location(z.Zone)
	if err != nil {
		return rocket.State{}, err
	}
	now := o.Now
	defer func() { o.Now = now }()
	o.Now = now.In(zone)
	s := o.Ask(z.Of)
	if !s.Until.IsZero() {
		s.Until = s.Until.In(now.Location())
	}
	return s, nil
}

// Parts returns the condition that is meant in the zone.
func (z InZone) Parts() []rocket.Condition { return []rocket.Condition{z.Of} }

// String returns the condition as the language writes it, and the zone.
func (z InZone) String() string {
	return join([]rocket.Condition{z.Of}, "") + " [" + z.Zone + "]"
}

// Stays judges the condition.
func (z InZone) Stays(holds bool) bool { return stays(z.Of, holds) }

// MayHold judges the condition.
func (z InZone) MayHold(canStart func(string) bool) bool { return mayHold(z.Of, canStart) }
