package console

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// An environment is a list of NAME=VALUE.
type environment []string

// get returns the value of a variable; empty if it is not set.
func (e environment) get(name string) string {
	for _, variable := range e {
		if n, value, _ := strings.Cut(variable, "="); n == name {
			return value
		}
	}
	return ""
}

// optionPrefix begins the variables that set options.
const optionPrefix = "ROCKET_CONFIG_"

// optionVariable returns the variable that sets an option.
func optionVariable(s rocket.Setting) string { return optionPrefix + strings.ToUpper(s.Key) }

// override sets options as the environment and then the command line say.
func override(c *rocket.Config, line []string, env environment) error {
	for _, s := range rocket.Settings() {
		name := optionVariable(s)
		if value := env.get(name); value != "" {
			if err := c.Set(s.Key, value); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	for _, setting := range line {
		key, value, given := strings.Cut(setting, "=")
		if !given {
			return fmt.Errorf("%s %s: want KEY=VALUE", configFlag, setting)
		}
		if err := c.Set(key, value); err != nil {
			return fmt.Errorf("%s: %w%s", configFlag, err, nearOption(key))
		}
	}
	return nil
}

// nearOption asks whether another option was meant by a key; it is empty if the
// key is one, or none is near.
func nearOption(key string) string {
	var keys []string
	for _, s := range rocket.Settings() {
		keys = append(keys, s.Key)
	}
	near := spelling.Nearest(key, keys)
	if near == "" || slices.Contains(keys, key) {
		return ""
	}
	return " (did you mean " + near + "?)"
}

// warn logs the variables that look as if they set an option, and do not.
func (e environment) warn(logger *slog.Logger) {
	var known []string
	for _, s := range rocket.Settings() {
		known = append(known, optionVariable(s))
	}
	for _, variable := range e {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, optionPrefix) || slices.Contains(known, name) {
			continue
		}
		text := name + " sets no option"
		if near := spelling.Nearest(name, known); near != "" {
			text += " (did you mean " + near + "?)"
		}
		logger.Warn(text)
	}
}
