package stdconds

import rocket "github.com/rocketc/rocketc/runtime"

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
	case rocket.Missed:
		return "missed"
	}
	return e.String()
}
