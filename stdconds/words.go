package stdconds

import (
	"strconv"

	rocket "github.com/rocketc/rocketc/runtime"
)

// participle returns the language's word for an event.
func participle(e rocket.Event) string {
	switch e {
	case rocket.Started:
		return "started"
	case rocket.Succeeded:
		return "succeeded"
	case rocket.Failed:
		return "failed"
	case rocket.Finished:
		return "finished"
	case rocket.Terminated:
		return "terminated"
	case rocket.Inacted:
		return "inacted"
	case rocket.Crashed:
		return "crashed"
	}
	return e.String()
}

// taskName writes the name of a task, in quotes if it is not a plain word.
func taskName(name string) string {
	for i, r := range name {
		letter := r == '_' || r == '.' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return strconv.Quote(name)
		}
	}
	return name
}
