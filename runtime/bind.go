package rocket

import (
	"cmp"
	"fmt"
)

// ParamValues returns the value of a session parameter, and whether it has one.
type ParamValues func(name string) (value any, ok bool)

// A Bindable condition takes values of session parameters before it is observed, such as the
// time of `daily at (start)`. [New] and [Session.Create] replace it by what Bind returns,
// which is observed from then on. [Session.SetParam] binds it anew if it has read that
// parameter. A condition with parts is Bindable if its parts may be.
//
// Bind does not change the condition. Its error says which value is wrong, and why.
type Bindable interface {
	Condition
	Bind(param ParamValues) (Condition, error)
}

// Bind returns a condition with values of session parameters, if it is [Bindable]; else the
// condition itself.
func Bind(c Condition, param ParamValues) (Condition, error) {
	if b, ok := c.(Bindable); ok {
		return b.Bind(param)
	}
	return c, nil
}

// bound returns an examined condition with the values of its parameters.
func (s *Session) bound(e examined, param ParamValues) (examined, error) {
	if !e.bindable {
		return e, nil
	}
	reads := map[string]bool{}
	c, err := Bind(e.declared, func(name string) (any, bool) {
		reads[name] = true
		return param(name)
	})
	if err != nil {
		return e, err
	}
	next := examine(c)
	p := *next.particulars
	p.declared, p.params = e.declared, reads
	next.bindable, next.particulars = true, &p
	return next, nil
}

// bind gives the conditions of a declaration of the task the values of their parameters.
func (s *Session) bind(t *task, d declaration, param ParamValues) (declaration, error) {
	when, err := s.bound(d.when, param)
	d.when = when
	if err == nil {
		err = cmp.Or(s.checkShares(d.TaskSpec), s.checkOverlap(d.TaskSpec))
	}
	if d.until != nil && d.until.bindable && err == nil {
		var until examined
		until, err = s.bound(*d.until, param)
		d.until = &until
	}
	if err != nil {
		err = s.hideError(t.pos().errorf("task %q: %w", d.Name, err))
	}
	return d, err
}

// values returns the value of a parameter as conditions have it.
func (s *Session) values(name string) (value any, ok bool) {
	p := s.facts.param(name)
	return p.value, p.set
}

// A rebinding has the conditions that change if a parameter does.
type rebinding struct {
	tasks map[*task]declaration
	shut  examined
}

// rebind returns the conditions as they are if a parameter has a value.
func (s *Session) rebind(name string, value any) (r rebinding, err error) {
	param := func(n string) (any, bool) {
		if n == name {
			return value, true
		}
		return s.values(n)
	}
	r.tasks = map[*task]declaration{}
	for _, t := range s.order {
		if !t.when.params[name] && (t.until == nil || !t.until.params[name]) {
			continue
		}
		if r.tasks[t], err = s.bind(t, t.declaration, param); err != nil {
			return r, err
		}
	}
	r.shut = s.shut
	if s.shut.params[name] {
		r.shut, err = s.bound(s.shut, param)
	}
	return r, err
}

// take makes the conditions those of the session.
func (r rebinding) take(s *Session, l *loop, name string) {
	for t, d := range r.tasks {
		l.redeclare(t, d)
		s.keep(t)
		l.renote(t, d.when.words())
		l.rewatch(t)
	}
	if r.shut.params[name] {
		s.shut = r.shut
		s.keepSpans("", &s.shut)
		l.reconfigure()
	}
}

// bindShut gives the shut_cond the values of its parameters.
func (s *Session) bindShut(e examined) (examined, error) {
	e, err := s.bound(e, s.values)
	if err != nil {
		err = s.hideError(fmt.Errorf("shut_cond: %w", err))
	}
	return e, err
}
