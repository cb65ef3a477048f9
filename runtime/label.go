package rocket

import (
	"cmp"
	"strings"
)

// maxLabel is how many characters a label of workers has at most.
const maxLabel = 40

// IsLabel reports whether a text can be a label of workers: 1 to 40 letters of English, digits,
// and the signs _ - and .
func IsLabel(text string) bool {
	const signs = "0123456789_-.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return text != "" && len(text) <= maxLabel && strings.Trim(text, signs) == ""
}

// WorkerLabel returns the label of the workers that take the runs of a task, in a session with
// these options; empty if no worker does.
func (c *Config) WorkerLabel(t *TaskSpec) string {
	_, steers := t.Action.(Do)
	if cmp.Or(t.Execution, c.TaskExecution) != Remote || steers {
		return ""
	}
	return cmp.Or(t.On, DefaultLabel)
}
