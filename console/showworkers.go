package console

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/control"
)

// roleText returns the role of a program, as it stands before the word process.
func roleText(role string) string {
	if role == "" {
		return ""
	}
	return role + ", "
}

// upText says for how long a session has run.
func upText(status *control.Status) string {
	if status.Started.IsZero() { // it stands by
		return "not started"
	}
	return "up " + ShortDuration(status.Now.Sub(status.Started))
}

// whereText says on which machine a run takes place, or what it waits for; empty if it takes
// place in the program.
func whereText(r control.LiveRun) string {
	switch {
	case r.Waits != "":
		return r.Waits
	case r.Host != "":
		return "on " + r.Host
	}
	return r.Worker
}

// onHost is whereText for the middle of a sentence, without what the run waits for.
func onHost(r control.LiveRun) string {
	if r.Host == "" {
		return ""
	}
	return " on " + r.Host
}

// showWorkers shows the workers that a leader knows, or what a worker serves.
func (s *screen) showWorkers(status *control.Status) {
	if len(status.Workers) == 0 {
		return
	}
	fmt.Fprintln(s.out)
	t := s.table("WORKER", "ON", "RUNS", "HEARD", "STATE")
	for _, w := range status.Workers {
		heard := ShortDuration(time.Duration(w.Silent)*time.Millisecond) + " ago"
		if status.Role == "worker" || w.Silent < 2000 {
			heard = "now"
		}
		t.row(workerName(w), strings.Join(w.Labels, ", "),
			fmt.Sprintf("%d of %d", len(w.Running), w.Slots), heard, w.State)
	}
	t.Flush()
}

// workerName returns the name of a worker, with its machine if the name does not say that.
func workerName(w control.Worker) string {
	if strings.HasPrefix(w.Name, w.Host) {
		return w.Name
	}
	return w.Name + " on " + w.Host
}
