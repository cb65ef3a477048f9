package remotetest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// output: what is told of a run comes in order: its claim, its lines, its end; and of its
// progress, the latest.
func (b *bench) output() {
	l := b.lead()
	const lines = 300
	b.serve("w", rocket.WorkerSpec{}, func(_ context.Context, c rocket.Claim) json.RawMessage {
		for i := range lines {
			c.Output([]string{"stdout", "stderr"}[i/7%2], fmt.Sprint("line ", i))
			c.Progress(json.RawMessage(fmt.Sprint(i)))
		}
		return json.RawMessage(`{"value":1}`)
	})
	l.open(work("a"))
	end := l.await(rocket.RemoteEnded, "a")[0]
	if string(end.Outcome.Report) != `{"value":1}` || end.Outcome.Unbegun || end.Token == 0 ||
		end.Worker != "w" || end.Host != "host of w" {
		b.Errorf("the end is told as %+v", end)
	}
	all, _ := l.all()
	if all[0].Kind != rocket.RemoteClaimed || all[0].Worker != "w" || all[0].Token != end.Token {
		b.Errorf("first %+v is told", all[0])
	}
	n, progress := 0, ""
	for _, e := range all[1 : len(all)-1] {
		switch e.Kind {
		case rocket.RemoteWrote:
			if want := fmt.Sprint("line ", n); e.Text != want ||
				e.Stream != []string{"stdout", "stderr"}[n/7%2] {
				b.Fatalf("%s %q is told, want %q", e.Stream, e.Text, want)
			}
			n++
		case rocket.RemoteProgressed:
			progress = e.Text
		default:
			b.Errorf("%v is told", e.Kind)
		}
	}
	if n != lines || progress != fmt.Sprint(lines-1) {
		b.Errorf("%d lines are told, and the progress %s", n, progress)
	}
	l.settle("a")
}

// outputKept: what a run has written that goes on and ends while none leads is told to the next
// leader, before that gets the outcome.
func (b *bench) outputKept() {
	former, g := b.lead(), b.newGate()
	const lines = 300
	w := b.serve("w", rocket.WorkerSpec{}, func(ctx context.Context,
		c rocket.Claim) json.RawMessage {
		report := g.work(ctx, c)
		for i := range lines {
			c.Output("stdout", fmt.Sprint("line ", i))
		}
		return report
	})
	former.open(work("a"))
	await(b, g.in, "a run begins")
	if err := former.Close(); err != nil {
		b.Error(err)
	}
	close(g.open)
	w.end()
	l := b.lead()
	if live := l.live(); len(live) != 1 || live[0].Ended == nil || live[0].Ended.Omitted != 0 {
		b.Errorf("the next leader finds %+v", live)
	}
	all, _ := l.all()
	for i, e := range all {
		if want := fmt.Sprint("line ", i); e.Kind != rocket.RemoteWrote || e.Text != want {
			b.Errorf("%v %q is told, want %q", e.Kind, e.Text, want)
		}
	}
	if len(all) != lines {
		b.Errorf("%d lines are told, want %d", len(all), lines)
	}
	l.settle("a")
}

// once: each of many runs is begun by one of two workers, once, and told as ended once.
func (b *bench) once() {
	l := b.lead()
	spec := rocket.WorkerSpec{Slots: 4}
	workers := []*worker{b.serve("v", spec, quick), b.serve("w", spec, quick)}
	runs, ids := works(60)
	for round := range slices.Chunk(runs, 7) {
		l.open(round...)
	}
	ends := l.await(rocket.RemoteEnded, ids...)
	for i, id := range ids {
		if n := workers[0].begun(id) + workers[1].begun(id); n != 1 {
			b.Errorf("%s was begun %d times", id, n)
		}
		if got := string(ends[i].Outcome.Report); got != `"`+id+`"` {
			b.Errorf("%s has ended with %s", id, got)
		}
	}
	l.once(ids)
	l.settle(ids...)
}

// once checks that the claim and the end of each run were told once.
func (l *leader) once(ids []string) {
	l.b.Helper()
	told := map[string]int{}
	all, _ := l.all()
	for _, e := range all {
		if e.Kind == rocket.RemoteClaimed || e.Kind == rocket.RemoteEnded {
			told[fmt.Sprint(e.RunID, " ", e.Kind)]++
		}
	}
	for what, n := range told {
		if n != 1 {
			l.b.Errorf("%s was told %d times", what, n)
		}
	}
	if len(told) != 2*len(ids) {
		l.b.Errorf("%d claims and ends were told of %d runs", len(told), len(ids))
	}
}

// openedAgain: a run that was opened is not opened again, before it is claimed, while it is
// done, and when it has ended; new ones beside it are.
func (b *bench) openedAgain() {
	l, g := b.lead(), b.newGate()
	l.open(work("a"))
	l.open(work("a"), work("b"), work("b"))
	w := b.serve("w", rocket.WorkerSpec{Slots: 4}, g.work)
	await(b, g.in, "a run begins")
	await(b, g.in, "a run begins")
	l.open(work("b"), work("a"))
	close(g.open)
	l.await(rocket.RemoteEnded, "a", "b")
	l.open(work("a"), work("c"))
	l.await(rocket.RemoteEnded, "c")
	for _, id := range []string{"a", "b", "c"} {
		if n := w.begun(id); n != 1 {
			b.Errorf("%s was begun %d times", id, n)
		}
	}
	l.settle("a", "b", "c")
}

// cancelQueued: a run that no worker has claimed ends at once when it is cancelled, and is not
// begun later.
func (b *bench) cancelQueued() {
	l := b.lead()
	l.open(work("a"), work("b"))
	for range 2 {
		if err := l.Cancel(b.Context(), "a", "request"); err != nil {
			b.Fatal(err)
		}
	}
	if end := l.await(rocket.RemoteEnded, "a")[0]; !end.Outcome.Unbegun || end.Worker != "" {
		b.Errorf("the end is told as %+v", end)
	}
	w := b.serve("w", rocket.WorkerSpec{}, quick)
	l.await(rocket.RemoteEnded, "b")
	if w.begun("a") > 0 {
		b.Error("a run was begun that was cancelled")
	}
	l.settle("a", "b")
}

// cancelRunning: the context of a run is done when it is cancelled, that of another is not; the
// run has the outcome that it then reports.
func (b *bench) cancelRunning() {
	l, g := b.lead(), b.newGate()
	b.serve("w", rocket.WorkerSpec{Slots: 2}, g.work)
	l.open(work("a"), work("b"))
	await(b, g.in, "a run begins")
	await(b, g.in, "a run begins")
	l.await(rocket.RemoteClaimed, "a", "b")
	if err := l.Cancel(b.Context(), "a", "timeout"); err != nil {
		b.Fatal(err)
	}
	end := l.await(rocket.RemoteEnded, "a")[0]
	if end.Outcome.Unbegun || len(end.Outcome.Report) == 0 ||
		strings.Contains(string(end.Outcome.Report), "opened") {
		b.Errorf("the end is told as %+v", end)
	}
	close(g.open)
	if end := l.await(rocket.RemoteEnded, "b")[0]; string(end.Outcome.Report) != `"opened"` {
		b.Errorf("the other run ends with %s", end.Outcome.Report)
	}
	l.settle("a", "b")
}

// cancelUnknown: to cancel or to settle a run that the engine does not have, or that has ended,
// is no error.
func (b *bench) cancelUnknown() {
	l := b.lead()
	b.serve("w", rocket.WorkerSpec{}, quick)
	l.open(work("a"))
	l.await(rocket.RemoteEnded, "a")
	for _, id := range []string{"none", "a"} {
		if err := l.Cancel(b.Context(), id, "request"); err != nil {
			b.Error(err)
		}
	}
	l.settle("a", "none")
}

// exclusive: Open takes exclusive runs of a task that are open at the same time, and each ends.
func (b *bench) exclusive() {
	l := b.lead()
	b.serve("w", rocket.WorkerSpec{Slots: 2}, quick)
	for _, id := range []string{"a", "b", "c"} {
		r := work(id)
		r.Task, r.Exclusive = "the task", true
		l.open(r)
	}
	l.await(rocket.RemoteEnded, "a", "b", "c")
	l.settle("a", "b", "c")
}

// oddText: text of any bytes comes through: what the engine cannot keep is replaced.
func (b *bench) oddText() {
	l := b.lead()
	long := strings.Repeat("ä long line ", 20_000)
	lines := []string{"", "a\x00b", "c\xffd", "", long, `\n "quoted" \u0000`, " ", ""}
	want := []string{"", "a\ufffdb", "c\ufffdd", "", long, `\n "quoted" \u0000`, " ", ""}
	b.serve("w", rocket.WorkerSpec{}, func(_ context.Context, c rocket.Claim) json.RawMessage {
		for _, line := range lines {
			c.Output("stdout", line)
		}
		return json.RawMessage(`"a\u0000b"`)
	})
	r := work("a")
	r.Task, r.Order = "the \x00 task", json.RawMessage(`["\u0000", "\ufffd"]`)
	l.open(r)
	if end := l.await(rocket.RemoteEnded, "a")[0]; string(end.Outcome.Report) != `"a\u0000b"` {
		b.Errorf("the report is %s", end.Outcome.Report)
	}
	all, _ := l.all()
	n := 0
	for _, e := range all {
		if e.Kind == rocket.RemoteWrote {
			if n < len(want) && e.Text != want[n] && e.Text != lines[n] {
				b.Errorf("line %d is %.100q, want %.100q", n, e.Text, want[n])
			}
			n++
		}
	}
	if n != len(want) {
		b.Errorf("%d lines are told, want %d", n, len(want))
	}
	l.settle("a")
}

// handedOn: a worker gets what the leader has opened.
func (b *bench) handedOn() {
	l, got := b.lead(), make(chan rocket.Claim, 2)
	b.serve("w", rocket.WorkerSpec{}, func(_ context.Context, c rocket.Claim) json.RawMessage {
		got <- c
		return nil
	})
	want := work("a")
	want.Exclusive, want.Grace = true, 90*time.Second
	want.Queued = time.Date(2026, 3, 2, 7, 0, 0, 123456000, time.UTC)
	l.open(want, work("b"))
	first, second := await(b, got, "a claim"), await(b, got, "a claim")
	if first.RunID == "b" {
		first, second = second, first
	}
	c := first.RemoteRun
	if c.RunID != want.RunID || c.Task != want.Task || c.Label != want.Label ||
		c.Build != want.Build || !c.Exclusive || c.Grace != want.Grace ||
		!c.Queued.Equal(want.Queued) || !bytes.Equal(c.Order, want.Order) {
		b.Errorf("the worker gets %+v, want %+v", c, want)
	}
	if first.Token == 0 || second.Token == 0 {
		b.Errorf("the tokens are %d and %d", first.Token, second.Token)
	}
	l.await(rocket.RemoteEnded, "a", "b")
	l.settle("a", "b")
}
