package rocket

import (
	"context"
	"fmt"
	"maps"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A paramTable has the session parameters, and those values that were set since the
// start. It is never changed, but replaced.
type paramTable struct {
	all map[string]Param
	set map[string]any
}

// Param returns the value of a session parameter as it is now, and whether there is one.
func (s *Session) Param(name string) (value any, ok bool) {
	s.mail.ask(func() {
		p := s.facts.param(name)
		value, ok = p.value, p.set
	})
	return value, ok
}

// SetParam sets a session parameter, which need not be declared: for conditions at once,
// for runs that start from now on. If the parameter is declared as a secret, the value is
// one. The value must become JSON if runs with execution process use it.
//
// Conditions that have read the parameter for a point or a duration ([Bindable]) read the
// value, too. If one of them cannot use it, SetParam returns an error and changes nothing.
func (s *Session) SetParam(ctx context.Context, name string, value any) error {
	text := fmt.Sprint(value)
	return s.change(ctx, func(l *loop) error {
		conditions, err := s.rebind(name, value)
		if err != nil {
			return err
		}
		was := s.params.Load()
		table := paramTable{maps.Clone(was.all), maps.Clone(was.set)}
		p := table.all[name]
		p.Name, p.Value = name, arg.Literal{Value: value}
		table.all[name], table.set[name] = p, value
		s.params.Store(&table)
		s.facts.SetParam(name, value)
		if p.Secret {
			s.hideText(text)
		}
		if l != nil {
			l.change(&s.facts.param(name).source, nil)
		}
		conditions.take(s, l, name)
		return nil
	})
}

// declareParams enters the declared parameters, and their values into the facts.
func (s *Session) declareParams() error {
	table := paramTable{map[string]Param{}, map[string]any{}}
	for _, p := range s.schedule.Params {
		table.all[p.Name] = p
	}
	s.params.Store(&table)
	s.hideSecrets()
	for _, p := range s.schedule.Params {
		v, ok, err := s.param(p.Name)
		if err != nil {
			return s.hideError(fmt.Errorf("param %s: %w", p.Name, err))
		}
		if ok {
			s.facts.SetParam(p.Name, v)
		}
	}
	return nil
}

// param returns the value of a session parameter, as its source has it now.
func (s *Session) param(name string) (any, bool, error) {
	p, ok := s.params.Load().all[name]
	if !ok || p.Value == nil {
		return nil, false, nil
	}
	return p.Value.Resolve(scope{session: s})
}
