package check

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
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

// configure lowers one key of config.
func (c *checker) configure(s *grammar.Setting) {
	config := &c.plan.Schedule.Config
	switch s.Key.Text {
	case "task_execution":
		config.TaskExecution = c.execution(s)
	case "task_pre_exist":
		config.TaskPreExist = oneOf(c, s, rocket.Raise, rocket.Rename, rocket.Ignore, rocket.Replace)
	case "restarting":
		config.Restarting = oneOf(c, s, rocket.ReplaceProcess, rocket.Relaunch, rocket.Fresh, rocket.Recall)
	case "max_process_count":
		config.MaxProcessCount = c.wholeNumber(s, 1)
	case "cycle_sleep":
		config.CycleSleep = c.cycleSleep(s)
	case "timeout":
		config.Timeout = c.timeLimit(s)
	case "multilaunch":
		config.Multilaunch = c.flag(s)
	case "instant_shutdown":
		config.InstantShutdown = c.flag(s)
	case "silence_cond_check":
		config.SilenceCondCheck = c.flag(s)
	case "force_status_from_logs":
		config.ForceStatusFromLogs = c.flag(s)
	case "silence_task_prerun":
		config.StopOnPrerun = !c.flag(s)
	case "silence_task_logging":
		config.SilenceTaskLogging = c.flag(s)
	case "param_materialize":
		config.ParamMaterialize = oneOf(c, s, rocket.Pre, rocket.Post)
	case "run_id":
		config.RunID, config.NameRun = c.runID(s)
	case "shut_cond":
		config.ShutCond = c.wholeCondition(s.Cond)
	case "timezone":
		config.Timezone = c.timezone(s)
	case "log":
		if s.Kind != nil && s.Kind.Text != "memory" {
			c.refuse(s.Kind.Span(), runLogs)
		}
	default:
		c.refuseKey(s.Key.Span(), "option", s.Key.Text)
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
	return oneOf(c, s, executions...)
}

// executions are those that a schedule can name.
var executions = []rocket.Execution{rocket.Process, rocket.Thread, rocket.Main, rocket.Async}

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
	if best := diag.Nearest(given, words); given != "" && best != "" {
		d.Msg += " (did you mean " + quote(best) + "?)"
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

// cycleSleep returns a duration, a number of seconds, or -1 for none.
func (c *checker) cycleSleep(s *grammar.Setting) time.Duration {
	switch v := s.Value.(type) {
	case *grammar.Duration:
		return c.positive(nil, v, "cycle_sleep")
	case *grammar.Number:
		if d := time.Duration(c.decimal(nil, v) * float64(time.Second)); d > 0 {
			return d
		}
		return -1
	case *grammar.Word:
		if v.Text == "none" {
			return -1
		}
	}
	c.wrongValue(s, "a duration, a number of seconds, or none").Help = "for example cycle_sleep 100ms"
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
