package web

import (
	"fmt"
	"net/http"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// healthz says whether the scheduler turns, or stands by. It needs no token, and tells nothing
// else.
func (d *desk) healthz(w http.ResponseWriter, _ *http.Request) {
	d.tally.mu.Lock()
	turned := d.tally.turned
	d.tally.mu.Unlock()
	switch rests := time.Since(turned).Round(time.Second); {
	case turned.IsZero() && d.session.Standby() != "":
		fmt.Fprintln(w, "ok: it stands by")
	case turned.IsZero():
		fail(w, http.StatusServiceUnavailable, "the scheduler has not begun")
	case rests > 2*rocket.LongestSleep:
		fail(w, http.StatusServiceUnavailable,
			fmt.Sprintf("the scheduler has not turned for %v", rests))
	default:
		fmt.Fprintln(w, "ok")
	}
}
