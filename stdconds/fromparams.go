package stdconds

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// FromParams is a condition with points or durations that session parameters have: `daily at
// (start)`, `every (pause)`. A session replaces it by the condition with the values when it
// is made, and again when one of the parameters is set; see
// [github.com/rocketc/rocketc/runtime.Bindable].
type FromParams struct {
	// Text is how the condition is written.
	Text string
	// Of is the condition: [Once], [TimeOf], [Has], [Every], [Retry], [Running] or
	// [SchedulerAge]. A period with points of parameters is a [ParamWindow].
	Of rocket.Condition
	// Duration is the parameter that has the duration of an Every or a Retry, or that of
	// the past of a Has; empty: it is written out, or there is none.
	Duration string
	// Over and Under are the parameters that have the bounds of a Running; Over, or Under
	// for Within, that of a SchedulerAge. Empty bounds are those of Of.
	Over, Under string
}

// Observe fails: the parameters have not been read.
func (c FromParams) Observe(*rocket.Observation) (rocket.State, error) {
	return rocket.State{}, fmt.Errorf("%s: %s", c.Text, notRead)
}

const notRead = "the parameters have not been read"

// Why says that the parameters have not been read.
func (FromParams) Why(*rocket.Observation) string { return notRead }

// Bind returns the condition with the values of the parameters, named as it is written. The
// error is a [*ParamError].
func (c FromParams) Bind(param rocket.ParamValues) (rocket.Condition, error) {
	b := &binding{param: param, text: c.Text}
	of := b.condition(c)
	if b.err != nil {
		b.err.Cond = c.Text
		return nil, b.err
	}
	return Named{Name: c.Text, Of: of}, nil
}

// String returns the condition as the language writes it.
func (c FromParams) String() string { return c.Text }

// Stays judges the condition, which does not depend on the values.
func (c FromParams) Stays(holds bool) bool { return stays(c.Of, holds) }

// MayHold judges the condition.
func (c FromParams) MayHold(canStart func(string) bool) bool { return mayHold(c.Of, canStart) }

// A ParamError says that a session parameter has no value that a condition can use.
type ParamError struct {
	// Cond is the condition as it is written, Param the name of the parameter.
	Cond, Param string
	// Msg says what is wrong, and how such a value is written.
	Msg string
}

// Error returns the message, with the condition and the parameter.
func (e *ParamError) Error() string {
	return fmt.Sprintf("%s: param %q %s", e.Cond, e.Param, e.Msg)
}

// A binding reads the parameters of one condition. After the first error it reads zero
// values.
type binding struct {
	param rocket.ParamValues
	text  string // of the condition, with the values read so far
	err   *ParamError
}

// condition returns what a FromParams stands for.
func (b *binding) condition(c FromParams) rocket.Condition {
	switch of := c.Of.(type) {
	case Once:
		of.Period = b.period(of.Period)
		of.Counted = b.period(of.Counted)
		of.Text = b.text
		return of
	case TimeOf:
		of.Period = b.period(of.Period)
		of.Text = b.text
		return of
	case Has:
		of.Span = b.span(c, of.Span)
		return of
	case Every:
		of.Interval = b.positive(c.Duration, of.Interval)
		return of
	case Retry:
		of.Every = b.duration(c.Duration, of.Every)
		of.Beside = b.periods(of.Beside)
		return of
	case Running:
		of.Over, of.Under = b.duration(c.Over, of.Over), b.positive(c.Under, of.Under)
		if of.Over > 0 && of.Under > 0 && of.Under <= of.Over {
			b.fail(cmp.Or(c.Under, c.Over), "makes the end of the span %s, which is not "+
				"after its start, %s", period.FormatDuration(of.Under),
				period.FormatDuration(of.Over))
		}
		return of
	case SchedulerAge:
		of.Over, of.Within = b.duration(c.Over, of.Over), b.positive(c.Under, of.Within)
		return of
	}
	panic(fmt.Sprintf("stdconds: FromParams of a %T", c.Of))
}

// span returns the span of a Has.
func (b *binding) span(c FromParams, s Span) Span {
	if this, ok := s.(This); ok {
		this.Unit = b.period(this.Unit)
		if this.Window != nil {
			this.Window = b.period(this.Window)
		}
		return this
	}
	return Past(b.positive(c.Duration, 0))
}

// value returns a parameter as text.
func (b *binding) value(name string) (text string, ok bool) {
	if b.err != nil {
		return "", false
	}
	v, ok := b.param(name)
	if !ok || v == nil {
		b.fail(name, "has no value")
		return "", false
	}
	text = fmt.Sprint(v)
	if f, ok := v.(float64); ok {
		text = strconv.FormatFloat(f, 'f', -1, 64)
	}
	b.text = strings.ReplaceAll(b.text, "("+name+")", text)
	return text, true
}

// fail notes the first error.
func (b *binding) fail(name, format string, args ...any) {
	if b.err == nil {
		b.err = &ParamError{Param: name, Msg: fmt.Sprintf(format, args...)}
	}
}

// positive returns a duration that is greater than zero; that of no parameter is given.
func (b *binding) positive(name string, given time.Duration) time.Duration {
	d := b.duration(name, given)
	if name != "" && d <= 0 {
		b.fail(name, "is no time at all; it is written as in: 10 minutes")
	}
	return d
}
