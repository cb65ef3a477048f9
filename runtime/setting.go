package rocket

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Setting is an option of a session that can be set as text, when a program
// starts.
type Setting struct {
	// Key is the name of the option in the language.
	Key string
	// Values says what it takes.
	Values string

	set func(c *Config, value string) error
}

// Settings returns the options that can be set as text, in the order of their
// names.
func Settings() []Setting {
	return []Setting{
		{"cycle_sleep", "a duration, a number of seconds, or none", setDuration("none", func(c *Config) *time.Duration { return &c.CycleSleep })},
		{"force_status_from_logs", "true or false", setBool(func(c *Config) *bool { return &c.ForceStatusFromLogs })},
		{"instant_shutdown", "true or false", setBool(func(c *Config) *bool { return &c.InstantShutdown })},
		{"max_process_count", "a number greater than 0", setCount},
		{"multilaunch", "true or false", setBool(func(c *Config) *bool { return &c.Multilaunch })},
		{"param_materialize", oneOf(materializations[:]), setWord(materializations[:], func(c *Config, i int) { c.ParamMaterialize = Materialize(i) })},
		{"restarting", oneOf(restartings[:]), setWord(restartings[:], func(c *Config, i int) { c.Restarting = Restarting(i) })},
		{"run_id", oneOf(runIDs[1:]), setWord(runIDs[1:], func(c *Config, i int) { c.RunID = RunID(i + 1) })},
		{"shut_cond", "never, or how long the scheduler may run", setShutCond},
		{"silence_cond_check", "true or false", setBool(func(c *Config) *bool { return &c.SilenceCondCheck })},
		{"silence_task_logging", "true or false", setBool(func(c *Config) *bool { return &c.SilenceTaskLogging })},
		{"silence_task_prerun", "true or false", setNot(func(c *Config) *bool { return &c.StopOnPrerun })},
		{"task_execution", oneOf(executionWords()), setExecution},
		{"task_pre_exist", oneOf(preExists[:]), setWord(preExists[:], func(c *Config, i int) { c.TaskPreExist = PreExist(i) })},
		{"timeout", "a duration, a number of seconds, or never", setDuration("never", func(c *Config) *time.Duration { return &c.Timeout })},
		{"timezone", "the IANA name of a time zone", setZone},
	}
}

// Set sets the option of that name. An error says what the option takes.
func (c *Config) Set(key, value string) error {
	for _, s := range Settings() {
		if s.Key != key {
			continue
		}
		if err := s.set(c, strings.TrimSpace(value)); err != nil {
			return fmt.Errorf("%s is %s: %w", key, quoteShort(value), err)
		}
		return nil
	}
	return fmt.Errorf("there is no option %q", key)
}

func setBool(option func(*Config) *bool) func(*Config, string) error {
	return func(c *Config, value string) error {
		b, err := strconv.ParseBool(value)
		if err != nil {
			return fmt.Errorf("want true or false")
		}
		*option(c) = b
		return nil
	}
}

func setNot(option func(*Config) *bool) func(*Config, string) error {
	set := setBool(option)
	return func(c *Config, value string) error {
		err := set(c, value)
		if err == nil {
			*option(c) = !*option(c)
		}
		return err
	}
}

func setWord(words []string, set func(*Config, int)) func(*Config, string) error {
	return func(c *Config, value string) error {
		i := slices.Index(words, value)
		if i < 0 {
			return fmt.Errorf("want one of %s", strings.Join(words, ", "))
		}
		set(c, i)
		return nil
	}
}

// setDuration reads a duration as Go writes it, or a number of seconds; none is
// the word for less than any.
func setDuration(none string, option func(*Config) *time.Duration) func(*Config, string) error {
	return func(c *Config, value string) error {
		if value == none {
			*option(c) = Never
			return nil
		}
		d, err := duration(value)
		if err != nil {
			return fmt.Errorf("%w, or %s", err, none)
		}
		*option(c) = d
		return nil
	}
}

func duration(value string) (time.Duration, error) {
	d, err := time.ParseDuration(value)
	if seconds, asNumber := strconv.ParseFloat(value, 64); err != nil && asNumber == nil {
		d, err = time.Duration(seconds*float64(time.Second)), nil
	}
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("want a duration such as 90s or 1h30m, a number of seconds")
	}
	return d, nil
}

func setCount(c *Config, value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n <= 0 {
		return fmt.Errorf("want a number greater than 0")
	}
	c.MaxProcessCount = n
	return nil
}

func setExecution(c *Config, value string) (err error) {
	c.TaskExecution, err = ParseExecution(value)
	return err
}

func setZone(c *Config, value string) error {
	_, err := time.LoadLocation(value)
	c.Timezone = value
	return err
}

// setShutCond takes how long the scheduler may run: a program has no compiler
// for conditions in it.
func setShutCond(c *Config, value string) error {
	if value == "never" {
		c.ShutCond = nil
		return nil
	}
	d, err := duration(value)
	if err != nil {
		return fmt.Errorf("%w, or never; other conditions are for the schedule", err)
	}
	c.ShutCond = ranFor(d)
	return nil
}

// ranFor holds when the scheduler has run for that long.
type ranFor time.Duration

func (c ranFor) Observe(o *Observation) (State, error) {
	end := o.Started().Add(time.Duration(c)).In(o.Now.Location())
	if end.After(o.Now) {
		return State{Until: end}, nil
	}
	return State{Holds: true}, nil
}

// oneOf lists the words of which an option takes one: "a, b or c".
func oneOf(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
