package rocket

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/spelling"
)

// A Setting is an option of a session: a key of config in a schedule, which a program
// takes on its command line, too.
type Setting struct {
	// Key is the name of the option in the language.
	Key string
	// Values says what it takes as text.
	Values string
	// Kind is what it takes.
	Kind SettingKind
	// Choices are the values of a [WordSetting]; each is the word of its String.
	Choices []fmt.Stringer

	assign func(c *Config, value any)
}

// SettingKind is what an option takes.
type SettingKind uint8

// The kinds of options.
const (
	FlagSetting  SettingKind = iota // a bool
	CountSetting                    // an int greater than 0
	PauseSetting                    // a time.Duration greater than 0, or Never: none
	LimitSetting                    // a time.Duration greater than 0, or Never
	WordSetting                     // one of Choices
	ZoneSetting                     // a string: the IANA name of a time zone
	CondSetting                     // a Condition
	TextSetting                     // a string
)

// Settings returns the options, in the order of their names.
func Settings() []Setting {
	return []Setting{
		setting("cycle_sleep", PauseSetting, func(c *Config) *time.Duration {
			return &c.CycleSleep
		}),
		setting("dir", TextSetting, func(c *Config) *string { return &c.Dir }),
		setting("force_status_from_logs", FlagSetting, func(c *Config) *bool {
			return &c.ForceStatusFromLogs
		}),
		setting("instant_shutdown", FlagSetting, func(c *Config) *bool {
			return &c.InstantShutdown
		}),
		setting("max_process_count", CountSetting, func(c *Config) *int {
			return &c.MaxProcessCount
		}),
		setting("multilaunch", FlagSetting, func(c *Config) *bool { return &c.Multilaunch }),
		word("overlap", overlaps.values(), func(c *Config) *Overlap { return &c.Overlap }),
		word("param_materialize", materializations.values(), func(c *Config) *Materialize {
			return &c.ParamMaterialize
		}),
		word("restarting", restartings.values(), func(c *Config) *Restarting {
			return &c.Restarting
		}),
		setting("retry_log", PauseSetting, func(c *Config) *time.Duration { return &c.RetryLog }),
		word("run_id", runIDs.values(), func(c *Config) *RunID { return &c.RunID }),
		setting("shell", TextSetting, func(c *Config) *string { return &c.Shell }),
		setting("shut_cond", CondSetting, func(c *Config) *Condition { return &c.ShutCond }),
		setting("silence_cond_check", FlagSetting, func(c *Config) *bool {
			return &c.SilenceCondCheck
		}),
		setting("silence_task_logging", FlagSetting, func(c *Config) *bool {
			return &c.SilenceTaskLogging
		}),
		not(setting("silence_task_prerun", FlagSetting, func(c *Config) *bool {
			return &c.StopOnPrerun
		})),
		word("task_execution", Executions(), func(c *Config) *Execution {
			return &c.TaskExecution
		}),
		word("task_pre_exist", preExists.values(), func(c *Config) *PreExist {
			return &c.TaskPreExist
		}),
		setting("timeout", LimitSetting, func(c *Config) *time.Duration { return &c.Timeout }),
		setting("timezone", ZoneSetting, func(c *Config) *string { return &c.Timezone }),
		setting("user", TextSetting, func(c *Config) *string { return &c.User }),
	}
}

// setting returns the option that a field of the configuration is.
func setting[T any](key string, kind SettingKind, field func(*Config) *T) Setting {
	return Setting{Key: key, Kind: kind, Values: valuesText[kind],
		assign: func(c *Config, value any) {
			if value == nil {
				*field(c) = *new(T) // no condition
			} else {
				*field(c) = value.(T)
			}
		}}
}

// word returns the option that a field of the configuration with named values is.
func word[T interface {
	~uint8
	fmt.Stringer
}](key string, values []T, field func(*Config) *T) Setting {
	s := setting(key, WordSetting, field)
	for _, v := range values {
		s.Choices = append(s.Choices, v)
	}
	s.Values = orText(s.words())
	return s
}

// not returns the option that says the opposite.
func not(s Setting) Setting {
	assign := s.assign
	s.assign = func(c *Config, value any) { assign(c, !value.(bool)) }
	return s
}

// valuesText says what the options take that no words are listed for.
var valuesText = map[SettingKind]string{
	FlagSetting:  "true or false",
	CountSetting: "a number greater than 0",
	PauseSetting: "a duration, a number of seconds, or none",
	LimitSetting: "a duration, a number of seconds, or never",
	ZoneSetting:  "the IANA name of a time zone",
	CondSetting:  "never, or how long the scheduler may run",
	TextSetting:  "a text; nothing for the default",
}

// words returns the words of the choices.
func (s Setting) words() []string {
	words := make([]string, len(s.Choices))
	for i, v := range s.Choices {
		words[i] = v.String()
	}
	return words
}

// orText writes words as a sentence does: a, b or c.
func orText(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Assign sets the option of a configuration to a value of the type that its kind says.
func (s Setting) Assign(c *Config, value any) { s.assign(c, value) }

// Set sets the option of that name. An error says what the option takes.
func (c *Config) Set(key, value string) error {
	for _, s := range Settings() {
		if s.Key != key {
			continue
		}
		v, err := s.parse(strings.TrimSpace(value))
		if err != nil {
			return fmt.Errorf("%s is %s: %w", key, spelling.Quote(value), err)
		}
		s.Assign(c, v)
		return nil
	}
	return fmt.Errorf("there is no option %q", key)
}

// parse reads a value of the option. An error says what it takes.
func (s Setting) parse(text string) (value any, err error) {
	switch s.Kind {
	case FlagSetting:
		value, err = strconv.ParseBool(text)
	case CountSetting:
		n, bad := strconv.Atoi(text)
		value, err = n, bad
		if n <= 0 {
			err = strconv.ErrRange
		}
	case PauseSetting:
		return parsePause(text)
	case LimitSetting:
		return parseLimit(text, "never")
	case WordSetting:
		for _, v := range s.Choices {
			if v.String() == text {
				return v, nil
			}
		}
		err = strconv.ErrSyntax
	case ZoneSetting:
		_, err = time.LoadLocation(text)
		return text, err
	case CondSetting:
		return parseShutCond(text)
	case TextSetting:
		return text, nil
	}
	if err != nil {
		return nil, fmt.Errorf("want %s", s.Values)
	}
	return value, nil
}

// parsePause reads a duration; none and 0 are no pause.
func parsePause(text string) (time.Duration, error) {
	if d, err := period.ParseSeconds(text); text == "none" || err == nil && d == 0 {
		return Never, nil
	}
	return parseLimit(text, "none")
}

// parseLimit reads a duration greater than 0, or the word for none.
func parseLimit(text, none string) (time.Duration, error) {
	if text == none {
		return Never, nil
	}
	d, err := parseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%w, or %s", err, none)
	}
	return d, nil
}

// parseDuration reads a duration greater than 0.
func parseDuration(text string) (time.Duration, error) {
	d, err := period.ParseSeconds(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("want a duration such as 90s or 1h30m, a number of seconds")
	}
	return d, nil
}

// parseShutCond reads how long the scheduler may run: a program has no compiler for
// conditions in it.
func parseShutCond(text string) (Condition, error) {
	if text == "never" {
		return nil, nil
	}
	d, err := parseDuration(text)
	if err != nil {
		return nil, fmt.Errorf("%w, or never; other conditions are for the schedule", err)
	}
	return ranFor(d), nil
}

// ranFor holds when the scheduler has run for that long.
type ranFor time.Duration

// Plain says that the condition only reads the observation.
func (ranFor) Plain() {}

func (c ranFor) Observe(o *Observation) (State, error) {
	end := o.Started().Add(time.Duration(c)).In(o.Now.Location())
	if end.After(o.Now) {
		return State{Until: end}, nil
	}
	return State{Holds: true}, nil
}
