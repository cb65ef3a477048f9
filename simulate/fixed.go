package simulate

import (
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A fixed condition is one that is meant in a location that is no time zone of the machine's:
// see [Simulation].Fixed.
type fixed struct {
	location *time.Location
	of       rocket.Condition
}

// Observe observes the condition in the location.
func (f fixed) Observe(o *rocket.Observation) (rocket.State, error) {
	now := o.Now
	defer func() { o.Now = now }()
	o.Now = now.In(f.location)
	s := o.Ask(f.of)
	if !s.Until.IsZero() {
		s.Until = s.Until.In(now.Location())
	}
	return s, nil
}

// Plain says that the condition only reads the observation, if what it is made of does.
func (fixed) Plain() {}

// Parts returns the condition.
func (f fixed) Parts() []rocket.Condition { return []rocket.Condition{f.of} }

// Bind returns the condition with the values of session parameters.
func (f fixed) Bind(param rocket.ParamValues) (_ rocket.Condition, err error) {
	f.of, err = rocket.Bind(f.of, param)
	return f, err
}

// String returns the condition as the language writes it.
func (f fixed) String() string { return text(f.of) }

// fix returns a condition of the session, in the location that takes the place of its time
// zone, if there is one. c may be nil.
func (a *assumer) fix(c rocket.Condition, zone string) rocket.Condition {
	if location := a.fixed[zone]; location != nil && c != nil {
		return fixed{location, c}
	}
	return c
}
