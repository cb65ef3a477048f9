package console

import (
	"encoding/json"
	"fmt"

	"github.com/rocketc/rocketc/control"
)

// showBackfill shows the windows that a backfill would have, or what was ordered.
func showBackfill(s *screen, lines answer) error {
	t := s.table()
	for data, err := range lines {
		if err != nil {
			return err
		}
		var order control.Backfill
		var window control.Window
		var done control.Done
		switch {
		case json.Unmarshal(data, &order) == nil && order.ID != "":
			fmt.Fprintf(s.out, "%s: %d windows, one after the other from %s on; terminate %s ends "+
				"that\n", Printable(order.Task), order.Windows, s.when(order.Window), order.ID)
		case json.Unmarshal(data, &window) == nil && !window.Start.IsZero():
			what := "to run"
			if window.Served {
				what = "has had its run"
			}
			t.row(s.when(window.Start), "to "+s.when(window.End), what)
		case json.Unmarshal(data, &done) == nil && done.Done != "":
			fmt.Fprintln(s.out, Printable(done.Done))
		}
	}
	return t.Flush()
}

// showBackfills shows the backfills that are at work.
func (s *screen) showBackfills(list []control.Backfill) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(s.out)
	t := s.table("BACKFILL", "ID", "DONE", "WINDOW", "BY", "REASON")
	for _, b := range list {
		t.row(b.Task, shortRun(b.ID), fmt.Sprintf("%d of %d", b.Done, b.Windows), s.when(b.Window),
			b.By, b.Reason)
	}
	t.Flush()
}
