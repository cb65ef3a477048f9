package check

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/pattern"
	"github.com/rocketc/rocketc/period"
)

// duration returns a duration, which in a named condition may be one of its parameters.
// Anything else is reported, and yields 0.
func (c *checker) duration(in *scope, n *grammar.Duration) time.Duration {
	d, _ := c.parseDuration(in, n)
	return d
}

// positive returns a duration that is greater than zero. Anything else is reported, and
// yields 0. what says what the duration is.
func (c *checker) positive(in *scope, n *grammar.Duration, what string) time.Duration {
	d, ok := c.parseDuration(in, n)
	if ok && d == 0 {
		e := c.diags.Errorf(diag.BadDuration, n.Span(), "%s is zero", what)
		e.Help = "for example 10 seconds"
	}
	return d
}

// parseDuration reads a duration. A unit alone is one of it: `every hour`. One that a session
// parameter has is not known, and not reported.
func (c *checker) parseDuration(in *scope, n *grammar.Duration) (d time.Duration, ok bool) {
	name := n.Text
	if n.Param != nil {
		if sessionParam(in, n.Param) != "" {
			return 0, false
		}
		name = n.Param.Text
	}
	if arg, isArg := in.arg(name); isArg {
		return c.durationArg(n, arg)
	}
	text := n.Text
	if period.IsUnit(text) {
		text = "1 " + text
	}
	d, err := period.ParseDuration(text)
	if err != nil {
		c.badText(diag.BadDuration, err,
			func(start, end int) diag.Span { return n.Span().Part(n.Text, start, end) })
	}
	return d, err == nil
}

// durationValue reads a duration that stands as a value, where a time of day without quotes
// looks like one.
func (c *checker) durationValue(in *scope, n *grammar.Duration) (d time.Duration, ok bool) {
	clock := clockWithoutQuotes(n.Text)
	if clock == "" {
		return c.parseDuration(in, n)
	}
	e := c.diags.Errorf(diag.BadDuration, n.Span(), "%q is no duration", n.Text)
	e.Suggestion = quote(clock)
	e.Help = "a time of day stands in quotes: " + e.Suggestion +
		"; a duration names its units, as in 90 minutes"
	return 0, false
}

var clockLike = pattern.Lazy(`^(?i)(\d{1,2})(?::(\d\d))?(am|pm)?$`)

// clockWithoutQuotes returns the time of day that a text such as 07:30 or 7pm is, as HH:MM;
// empty if the text is no time of day.
func clockWithoutQuotes(text string) string {
	m := clockLike().FindStringSubmatch(text)
	if m == nil || m[2] == "" && m[3] == "" {
		return ""
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	switch half := strings.ToLower(m[3]); {
	case hour*60+minute > 24*60 || minute > 59 || half != "" && (hour < 1 || hour > 12):
		return ""
	case half != "":
		hour %= 12
		if half == "pm" {
			hour += 12
		}
	}
	return fmt.Sprintf("%02d:%02d", hour, minute)
}

// durationArg returns the value of a condition's parameter as a duration.
func (c *checker) durationArg(n *grammar.Duration, arg any) (d time.Duration, ok bool) {
	if _, isHole := arg.(hole); isHole {
		return time.Second, true
	}
	d, ok = arg.(time.Duration)
	if !ok {
		c.wrongArg(n, n.Text, arg, "a duration")
		return 0, false
	}
	return d, true
}

// numberText returns a number as it is written. In a named condition that may be a
// parameter, and the text is that of its value. A parameter that is not a number is
// reported.
func (c *checker) numberText(in *scope, n *grammar.Number) (text string, ok bool) {
	arg, isArg := in.arg(n.Text)
	if !isArg {
		return n.Text, true
	}
	switch v := arg.(type) {
	case int:
		return strconv.Itoa(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case hole:
		return "1", true
	}
	c.wrongArg(n, n.Text, arg, "a number")
	return "", false
}

// integer returns a whole number. Anything else is reported, and yields 0.
func (c *checker) integer(in *scope, n *grammar.Number) int {
	text, ok := c.numberText(in, n)
	if !ok {
		return 0
	}
	i, err := strconv.Atoi(text)
	switch {
	case errors.Is(err, strconv.ErrRange):
		c.diags.Errorf(diag.BadNumber, n.Span(), "%s is too large a number", text)
	case err != nil:
		c.diags.Errorf(diag.BadNumber, n.Span(), "%s is not a whole number", text)
	}
	return i
}

// atLeast returns a whole number that is not less than the least. Anything else is
// reported. what says what the number is.
func (c *checker) atLeast(in *scope, n *grammar.Number, least int, what string) int {
	text, ok := c.numberText(in, n)
	if !ok {
		return least
	}
	i, err := strconv.Atoi(text)
	if err != nil || i < least {
		c.diags.Errorf(diag.BadNumber, n.Span(), "%s is %s, and has to be a whole number from %d",
			what, text, least)
		return least
	}
	return i
}

// decimal returns a number. Anything else is reported, and yields 1.
func (c *checker) decimal(in *scope, n *grammar.Number) float64 {
	text, ok := c.numberText(in, n)
	if !ok {
		return 1
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		c.diags.Errorf(diag.BadNumber, n.Span(), "%s is not a number", text)
		return 1
	}
	return f
}

// badText reports a text that is not the value that it should be, at the part that is
// wrong. span turns a range of its bytes into a place.
func (c *checker) badText(code diag.Code, err error, span func(start, end int) diag.Span) {
	var e *period.ValueError
	if !errors.As(err, &e) {
		e = &period.ValueError{Msg: err.Error()}
	}
	d := c.diags.Errorf(code, span(e.Start, e.End), "%s", e.Msg)
	d.Help, d.Suggestion = e.Hint, e.Meant()
}
