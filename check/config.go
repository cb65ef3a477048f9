package check

import (
	"sync"

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

// options has the options of a session, by their keys.
var options = sync.OnceValue(func() map[string]rocket.Setting {
	all := map[string]rocket.Setting{}
	for _, option := range rocket.Settings() {
		all[option.Key] = option
	}
	return all
})

// configure lowers one key of config.
func (c *checker) configure(s *grammar.Setting) {
	config := &c.plan.Schedule.Config
	option, ok := options()[s.Key.Text]
	namer, isFunc := s.Value.(*grammar.Func)
	switch {
	case s.Key.Text == "log":
		c.runLog(s)
	case s.Key.Text == "console":
		c.console(s)
	case s.Key.Text == "env":
		config.Env = c.envVars(s)
		c.osEntries(s)
	case s.Key.Text == "catch_up" || s.Key.Text == "spread":
		c.timeLimit(s) // it is a part of conditions
	case s.Key.Text == "name":
		c.text(s) // see nameOfSchedule
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
	case rocket.TextSetting:
		if option.Key == "user" {
			return c.user(s)
		}
		return c.text(s)
	case rocket.CondSetting:
		return c.wholeCondition(s.Cond).lowered()
	}
	panic(unforeseen("option "+option.Key, option.Kind))
}
