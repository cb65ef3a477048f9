package main

import (
	"fmt"
	"time"
)

// patience is how long a command may take before a terminal shows what it does.
const patience = 500 * time.Millisecond

// doing says on the terminal what the command does, and for how many seconds it has run.
// The line is gone when end returns. Nothing else may be written to the terminal until
// then.
func (inv *invocation) doing(what string) (end func()) {
	if inv.progress == nil {
		return func() {}
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		inv.show(what, stop)
	}()
	return func() {
		close(stop)
		<-done
	}
}

// show writes the line, and writes it again each second, until stop is closed.
func (inv *invocation) show(what string, stop <-chan struct{}) {
	line, wait := "", patience-time.Since(inv.began)
	for {
		select {
		case <-time.After(wait):
		case <-stop:
			// Blanks, because not every terminal knows how to erase a line.
			if line != "" {
				fmt.Fprintf(inv.progress, "\r%*s\r", len(line), "")
			}
			return
		}
		line = "rocketc: " + what
		ran := time.Since(inv.began)
		if ran >= time.Second {
			line += fmt.Sprintf(", %d s", int(ran.Seconds()))
		}
		fmt.Fprint(inv.progress, "\r"+line)
		wait = ran.Truncate(time.Second) + time.Second - ran
	}
}
