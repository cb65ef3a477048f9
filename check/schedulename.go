package check

import (
	"cmp"
	"path/filepath"

	"github.com/rocketc/rocketc/grammar"
)

// nameOfSchedule returns the name of the schedule: that of its config, else that of the options,
// else that of the directory. Its records in a database go by the name, and its tasks are spread
// by it. It is empty if nothing has a name.
func (c *checker) nameOfSchedule() string {
	if name := cmp.Or(c.givenName(), c.options.Name); name != "" {
		return name
	}
	dir, err := filepath.Abs(c.options.Dir)
	if c.options.Dir == "" || err != nil {
		return ""
	}
	return filepath.Base(dir)
}

// givenName returns the name that config gives; empty if it gives none.
func (c *checker) givenName() string {
	if c.config != nil {
		if s := setting(c.config.Settings, "name"); s != nil {
			if name, ok := s.Value.(*grammar.Text); ok {
				return name.Value()
			}
		}
	}
	return ""
}
