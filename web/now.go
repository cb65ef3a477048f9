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
	d.page(w, r, "now.html", "Now", nowPage{status[0], starts})
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
