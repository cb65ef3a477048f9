package web

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/rocketc/rocketc/control"
)

// A nowPage is what the first page shows.
type nowPage struct {
	control.Status
	Starts []control.Next
	// More is how many entries the lists have that are not shown, by the names of the lists.
	More map[string]int
}

// nowShown is how many entries a list of the first page shows.
const nowShown = 50

// cut leaves out what is too much for a page.
func (p *nowPage) cut() {
	p.More = map[string]int{}
	p.Live = shortList(p, "Live", p.Live)
	p.Waiting = shortList(p, "Waiting", p.Waiting)
	p.Wrong = shortList(p, "Wrong", p.Wrong)
	p.Held = shortList(p, "Held", p.Held)
	p.Backfills = shortList(p, "Backfills", p.Backfills)
}

// shortList returns the first entries of a list.
func shortList[T any](p *nowPage, name string, list []T) []T {
	shown := min(len(list), nowShown)
	p.More[name] = len(list) - shown
	return list[:shown]
}

// now shows what the session does.
func (d *desk) now(w http.ResponseWriter, r *http.Request) {
	status, err := all[control.Status](r.Context(), d, control.Request{Do: "status"})
	if err != nil || len(status) == 0 {
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	starts, err := all[control.Next](r.Context(), d, control.Request{Do: "next"})
	if err != nil {
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	page := nowPage{Status: status[0], Starts: starts}
	page.cut()
	d.page(w, r, "now.html", "Now", page)
}

// all returns the whole answer to a request.
func all[T any](ctx context.Context, d *desk, r control.Request) (list []T, err error) {
	for data, err := range d.server.Answer(ctx, r) {
		if err != nil {
			return list, err
		}
		var value T
		if err := json.Unmarshal(data, &value); err != nil {
			return list, err
		}
		list = append(list, value)
	}
	return list, nil
}
