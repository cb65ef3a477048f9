package web

import (
	"fmt"
	"net/http"
	"time"
)

// longestSleep is the longest time that the scheduler rests: it looks at the clock that often.
const longestSleep = time.Minute

// healthz says whether the scheduler turns. It needs no token, and tells nothing else.
func (d *desk) healthz(w http.ResponseWriter, _ *http.Request) {
	d.tally.mu.Lock()
	turned := d.tally.turned
	d.tally.mu.Unlock()
	switch rests := time.Since(turned).Round(time.Second); {
	case turned.IsZero():
		fail(w, http.StatusServiceUnavailable, "the scheduler has not begun")
	case rests > 2*longestSleep:
		fail(w, http.StatusServiceUnavailable,
			fmt.Sprintf("the scheduler has not turned for %v", rests))
	default:
		fmt.Fprintln(w, "ok")
	}
}
