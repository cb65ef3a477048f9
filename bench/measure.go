package main

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// A load is a workload, and how it is measured.
type load struct {
	subject.Workload
	name   string // in tables
	window time.Duration
}

// A measured is what one process came to.
type measured struct {
	ready    time.Duration // from the start of the process
	rss      float64       // MiB at the end of the window, the notes left out
	peak     float64       // MiB, at most
	cpu      time.Duration // of the process and its children, in the window
	made     float64       // launches in the window, per second
	from, to time.Time     // the window
	notes    []subject.Launch
	figures  []subject.Answer
}

const (
	settle   = 300 * time.Millisecond // between ready and the window
	mib      = 1 << 20
	early    = 5 * time.Millisecond   // before a due instant begins the window
	lateness = 400 * time.Millisecond // after the window, for launches that come late
)

// program returns the program of a peer for a workload.
func (b *bench) program(ctx context.Context, peer string, w subject.Workload) (string, error) {
	if peer == ownName && w.Kind != subject.Next {
		return b.schedule(ctx, w)
	}
	return filepath.Join(b.dir, "peers", peer), nil
}

// measure has a peer do a workload in a process of its own. It returns nil if the peer has no
// means for it.
func (b *bench) measure(ctx context.Context, peer string, l load) (*measured, error) {
	l.Notes = filepath.Join(b.dir, "notes")
	program, err := b.program(ctx, peer, l.Workload)
	if err != nil {
		return nil, err
	}
	b.say("%s: %s", l.name, peer)
	p, err := b.start(ctx, program, l.Workload)
	if err != nil {
		return nil, err
	}
	m, err := b.watch(ctx, p, l)
	err = errors.Join(err, p.end())
	if errors.Is(err, errAbsent) {
		return nil, nil
	}
	if err == nil && l.Room > 0 {
		m.notes, err = subject.ReadNotes(l.Notes)
	}
	return m, errors.Join(err, context.Cause(ctx))
}

// watch measures a process from its start to the end of the window.
func (b *bench) watch(ctx context.Context, p *process, l load) (*measured, error) {
	m := new(measured)
	answers, err := p.await(subject.ReadyWord, readyLimit)
	if err != nil || l.window == 0 {
		m.figures = answers
		return m, err
	}
	m.ready = time.Since(p.began)
	m.from = l.begin(time.Now().Add(settle))
	m.to = m.from.Add(l.window)
	sleep(ctx, m.from.Add(-early))
	before, err := p.question(subject.UsageWord)
	if err != nil {
		return nil, err
	}
	began, others := time.Now(), busy()
	sleep(ctx, m.to.Add(-early))
	after, err := p.question(subject.UsageWord)
	if err != nil {
		return nil, err
	}
	took := time.Since(began)
	m.cpu = after.CPU + after.ChildCPU - before.CPU - before.ChildCPU
	b.noteOthers(began, busy()-others-m.cpu)
	m.made = float64(after.Launches-before.Launches) / took.Seconds()
	noted := float64(min(after.Launches, int64(l.Room))) * 16 / mib
	m.rss = status(p.cmd.Process.Pid, "VmRSS")/1024 - noted
	m.peak = status(p.cmd.Process.Pid, "VmHWM") / 1024
	if l.Room > 0 || l.Shell != "" {
		sleep(ctx, m.to.Add(lateness))
	}
	return m, nil
}

// begin returns when the window begins: at an instant, or if tasks are due at whole periods, at
// the next of these.
func (l load) begin(at time.Time) time.Time {
	if l.Kind != subject.Fire && l.Kind != subject.Command {
		return at
	}
	return at.Truncate(l.Period).Add(l.Period)
}

// sleep sleeps until an instant, or the end of the context.
func sleep(ctx context.Context, until time.Time) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Until(until)):
	}
}

// each measures a load for each peer, and hands on what was measured. An error ends the
// measurement of one peer only.
func (b *bench) each(
	ctx context.Context, l load, use func(peer string, m *measured) error,
) error {
	for _, peer := range b.chosen(l.Tasks) {
		m, err := b.measure(ctx, peer, l)
		if err == nil && m != nil {
			err = use(peer, m)
		}
		if err := b.note(ctx, err); err != nil {
			return err
		}
	}
	return nil
}

// lateLaunches returns, in milliseconds and sorted, how late the launches in a window were.
// Each counts from the latest due instant before it; the first for an instant counts.
func (l load) lateLaunches(m *measured) (late []float64) {
	last := map[int]int64{}
	from, to := m.from.UnixNano(), m.to.UnixNano()
	for _, note := range m.notes {
		grid := subject.Grid{Period: l.Period, Phase: l.Phase(note.Task)}
		due := grid.Next(note.At) - int64(l.Period)
		if due >= from && due < to && last[note.Task] != due {
			last[note.Task] = due
			late = append(late, float64(note.At-due)/1e6)
		}
	}
	return sorted(late)
}
