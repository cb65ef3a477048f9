//go:build unix

package control_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/control"
)

// TestBackfill: a span is tried, ordered, and seen in the status; what is wrong with one is said.
func TestBackfill(t *testing.T) {
	d := open(t)
	for _, c := range []struct {
		request control.Request
		want    string
	}{
		{control.Request{Tasks: []string{"slow"}, From: "5h"}, "no windows of the calendar"},
		{control.Request{Tasks: []string{"hours"}}, "needs --from TIME"},
		{control.Request{Tasks: []string{"hours"}, From: "1h", To: "2h"}, "is not later than"},
		{control.Request{Tasks: []string{"hours"}, From: "soon"}, "--from: "},
		{control.Request{Tasks: []string{"hours"}, From: "2000d"}, "too many windows"},
		{control.Request{Tasks: []string{"hour"}, From: "5h"}, "did you mean hours?"},
	} {
		c.request.Do = "backfill"
		_, err := d.ask(c.request)
		if !errors.Is(err, control.ErrUsage) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %s", c.request, err, c.want)
		}
	}
	order := control.Request{Do: "backfill", Tasks: []string{"hours"}, From: "5h", Reason: "new"}
	try := order
	try.DryRun = true
	windows, err := d.ask(try)
	n := strings.Count(strings.Join(windows, " "), `"served":false`)
	if err != nil || n < 3 || n > 5 {
		t.Errorf("tried: %s, %v", windows, err)
	}
	d.expect(order, `"task":"hours"`, `"reason":"new"`, `"windows":`)
	d.expect(control.Request{Do: "status"}, `"backfills":[{"id":"`, `"task":"hours"`)
	d.expect(order, "nothing to do")
	status, err := control.Get[control.Status](t.Context(), d.socket, control.Request{Do: "status"})
	if err != nil || len(status.Backfills) != 1 {
		t.Fatalf("%+v, %v", status.Backfills, err)
	}
	id := status.Backfills[0].ID
	d.expect(control.Request{Do: "terminate", Run: id[len(id)-8:]}, "ended the backfill "+id)
	d.eventually(`"backfills":[]`, control.Request{Do: "status"})
}

// TestProgress: what a live run has said is told, and what it has said last is in its record.
func TestProgress(t *testing.T) {
	d := open(t)
	d.expect(control.Request{Do: "run", Tasks: []string{"slow"}, Detach: true}, "asked for a run")
	d.eventually(`"progress":{"done":40,"total":100,"text":"rows",`, control.Request{Do: "status"})
	d.expect(control.Request{Do: "logs", Run: "slow"}, `"stream":"progress","text":"40/100 rows"`)
	close(d.release)
	d.eventually(`"progress":"40/100 rows"`,
		control.Request{Do: "history", Tasks: []string{"slow"}})
}

// eventually waits until the answer to a request has a part.
func (d *desk) eventually(part string, r control.Request) {
	d.Helper()
	var lines []string
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if lines, _ = d.ask(r); strings.Contains(strings.Join(lines, "\n"), part) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	d.Errorf("%+v: there is no %s in\n%s", r, part, strings.Join(lines, "\n"))
}
