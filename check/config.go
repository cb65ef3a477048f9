package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// lowerConfig enters the configuration into the plan.
func (c *checker) lowerConfig() {
	if c.config == nil {
		return
	}
	for _, s := range c.distinct(c.config.Settings) {
		c.configure(s)
	}
}

// distinct returns the settings, of each key the first; others are reported.
func (c *checker) distinct(all []*grammar.Setting) (list []*grammar.Setting) {
	given := map[string]*grammar.Setting{}
	for _, s := range all {
		if first, twice := given[s.Key.Text]; twice {
			d := c.diags.Errorf(diag.DoubledKey, s.Key.Span(), "%s is given twice", s.Key.Text)
			d.Related = []diag.Related{{Span: first.Key.Span(), Msg: "given here first"}}
			continue
		}
		given[s.Key.Text] = s
		list = append(list, s)
	}
	return list
}

// options has the options of a session by their keys.
var options = func() map[string]rocket.Setting {
	all := map[string]rocket.Setting{}
	for _, option := range rocket.Settings() {
		all[option.Key] = option
	}
	return all
}()

// configure lowers one key of config.
func (c *checker) configure(s *grammar.Setting) {
	config := &c.plan.Schedule.Config
	option, ok := options[s.Key.Text]
	namer, isFunc := s.Value.(*grammar.Func)
	switch {
	case s.Key.Text == "log":
		c.runLog(s)
	case s.Key.Text == "run_id" && isFunc:
		config.NameRun = c.namer(namer)
	case ok:
		option.Assign(config, c.optionValue(option, s))
	default:
		panic(unforeseen("option "+s.Key.Text, s))
	}
}

// optionValue lowers the value of an option.
func (c *checker) optionValue(option rocket.Setting, s *grammar.Setting) any {
	switch option.Kind {
	case rocket.FlagSetting:
		return c.flag(s)
	case rocket.CountSetting:
		return c.wholeNumber(s, 1)
	case rocket.PauseSetting:
		return c.pause(s)
	case rocket.LimitSetting:
		return c.timeLimit(s)
	case rocket.WordSetting:
		return oneOf(c, s, option.Choices...)
	case rocket.ZoneSetting:
		return c.timezone(s)
	case rocket.CondSetting:
		return c.wholeCondition(s.Cond)
	}
	panic(unforeseen("option "+option.Key, option.Kind))
}

// runLog reports a run log that is not built.
func (c *checker) runLog(s *grammar.Setting) {
	if s.Kind != nil && s.Kind.Text != "memory" {
		c.refuse(s.Kind.Span(), runLogs)
	}
}

// wrongValue reports a setting whose value is not one of those that it may have.
func (c *checker) wrongValue(s *grammar.Setting, want string) *diag.Diagnostic {
	at := s.Key.Span()
	if s.Value != nil {
		at = s.Value.Span()
	}
	return c.diags.Errorf(diag.BadValue, at, "%s wants %s", s.Key.Text, want)
}

// execution returns the execution that a setting names.
func (c *checker) execution(s *grammar.Setting) rocket.Execution {
	return oneOf(c, s, rocket.Executions()...)
}

// oneOf returns the one of the values whose word a setting has; another word is
// reported, and the zero value.
func oneOf[T fmt.Stringer](c *checker, s *grammar.Setting, values ...T) (none T) {
	at, given := s.Key.Span(), ""
	if s.Value != nil {
		at = s.Value.Span()
	}
	if w, ok := s.Value.(*grammar.Word); ok {
		given = w.Text
	}
	return oneWord(c, s.Key.Text, at, given, values...)
}

// oneWord returns the one of the values that is written as given; anything else is
// reported, and the zero value. key is what the word is for.
func oneWord[T fmt.Stringer](c *checker, key string, at diag.Span, given string, values ...T) (none T) {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v.String()
		if given == words[i] {
			return v
		}
	}
	last := len(words) - 1
	d := c.diags.Errorf(diag.BadValue, at, "%s wants %s or %s", key, strings.Join(words[:last], ", "), words[last])
	if best := spelling.Nearest(given, words); given != "" && best != "" {
		suggest(d, best)
	}
	return none
}

// wholeNumber returns the number that a setting has, not less than the least.
func (c *checker) wholeNumber(s *grammar.Setting, least int) int {
	n, ok := s.Value.(*grammar.Number)
	if !ok {
		c.wrongValue(s, "a whole number")
		return least
	}
	return c.atLeast(nil, n, least, s.Key.Text)
}

// flag returns what a setting says that is true or false; left out, it is true.
func (c *checker) flag(s *grammar.Setting) bool {
	switch v := s.Value.(type) {
	case nil:
		return true
	case *grammar.Bool:
		return v.Value
	}
	c.wrongValue(s, "true or false")
	return false
}

// pause returns a duration, a number of seconds, or [rocket.Never] for none.
func (c *checker) pause(s *grammar.Setting) time.Duration {
	switch v := s.Value.(type) {
	case *grammar.Duration:
		return c.positive(nil, v, s.Key.Text)
	case *grammar.Number:
		if d := time.Duration(c.decimal(nil, v) * float64(time.Second)); d > 0 {
			return d
		}
		return rocket.Never
	case *grammar.Word:
		if v.Text == "none" {
			return rocket.Never
		}
	}
	c.wrongValue(s, "a duration, a number of seconds, or none").Help = "for example " + s.Key.Text + " 100ms"
	return 0
}

// timeLimit returns a duration, or rocket.Never.
func (c *checker) timeLimit(s *grammar.Setting) time.Duration {
	switch v := s.Value.(type) {
	case *grammar.Duration:
		return c.positive(nil, v, s.Key.Text)
	case *grammar.Word:
		if v.Text == "never" {
			return rocket.Never
		}
	}
	c.wrongValue(s, "a duration, or never").Help = "for example " + s.Key.Text + " 10 minutes"
	return 0
}

// timezone returns the name of a time zone that there is.
func (c *checker) timezone(s *grammar.Setting) string {
	t, ok := s.Value.(*grammar.Text)
	if !ok {
		c.wrongValue(s, "the name of a time zone between quotes").Help = `for example timezone "Europe/Helsinki"`
		return ""
	}
	name := t.Value()
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		d := c.diags.Errorf(diag.BadValue, t.Span(), "there is no time zone %q", name)
		d.Help = `zones are named as in "Europe/Helsinki"; without one, the system's is used`
	}
	return name
}
