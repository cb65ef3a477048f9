package rocket

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// A staff is what the session that leads knows of its workers. It is guarded by the mutex of
// [remotes].
type staff struct {
	workers []Worker
	err     error           // why the engine could not be asked last; nil: it was
	known   bool            // it was once
	waits   map[post]string // what runs wait for, by where they may run
	unmet   map[post]bool   // the log has said that nobody serves them
}

// A post is where a run may run: on workers with a label, of a build.
type post struct{ label, build string }

// How often the engine is asked for the workers, and how long a run waits for a worker before the
// log says that nobody serves it.
const (
	staffTime = time.Second
	unmetTime = 5 * time.Second
)

// watchStaff asks for the workers until the session ends.
func (m *remotes) watchStaff() {
	defer m.done.Done()
	ticker := time.NewTicker(staffTime)
	defer ticker.Stop()
	for {
		m.askStaff()
		select {
		case <-ticker.C:
		case <-m.ctx.Done():
			return
		}
	}
}

// askStaff asks for the workers, and has the log say for which of the runs that wait there are
// none.
func (m *remotes) askStaff() {
	var workers []Worker
	err := m.call(engineTime, func(ctx context.Context) (err error) {
		workers, err = m.leading.Workers(ctx)
		return err
	})
	if err != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.staff.err, m.staff.waits = err, nil
		return
	}
	for _, say := range m.setStaff(workers) {
		say()
	}
}

// setStaff takes the workers, and returns what there is to say in the log.
func (m *remotes) setStaff(workers []Worker) (sayings []func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	st := &m.staff
	st.workers, st.known, st.err, st.waits = workers, true, nil, map[post]string{}
	waiting := map[post]int{}
	for _, remote := range m.runs {
		if remote.opened && !remote.claimed && !remote.over {
			if time.Since(remote.since) >= unmetTime {
				waiting[post{remote.Label, remote.Build}]++
			}
		}
	}
	logger := m.session.logger
	for p := range st.unmet {
		if waiting[p] == 0 || st.isServed(p) {
			delete(st.unmet, p)
			sayings = append(sayings, func() {
				logger.Info("remote runs wait no longer for a worker", "label", p.label)
			})
		}
	}
	for p, n := range waiting {
		if !st.unmet[p] && !st.isServed(p) {
			if st.unmet == nil {
				st.unmet = map[post]bool{}
			}
			st.unmet[p] = true
			text := st.lacks(p)
			sayings = append(sayings, func() {
				logger.Warn("remote runs wait for a worker", "label", p.label, "build", p.build,
					"runs", n, "reason", text)
			})
		}
	}
	return sayings
}

// isServed reports whether there is a worker for p.
func (st *staff) isServed(p post) bool {
	return slices.ContainsFunc(st.workers, func(w Worker) bool {
		return w.Serves(p.label, p.build)
	})
}

// lacks returns what a run waits for that may run at p, in words.
func (st *staff) lacks(p post) string {
	if text, ok := st.waits[p]; ok {
		return text
	}
	text := fmt.Sprintf("waits for a worker with label %s: ", p.label)
	otherBuild, drains := false, false
	for _, w := range st.workers {
		if w.Lost || !w.takes(p.label) {
			continue
		}
		otherBuild = otherBuild || w.Build != p.build
		drains = drains || w.Build == p.build && w.Draining
	}
	switch {
	case !st.known:
		text += "the engine has not said yet who is alive"
	case st.isServed(p):
		text = fmt.Sprintf("waits for a free slot of a worker with label %s", p.label)
	case drains:
		text += "those that are alive take no more runs"
	case otherBuild:
		text += "those that are alive are of another build"
	default:
		text += "none is alive"
	}
	if st.waits != nil {
		st.waits[p] = text
	}
	return text
}

// place says of a live run where it is, or what it waits for.
func (m *remotes) place(remote *remoteRun, live *LiveRun) {
	if remote == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case remote.claimed:
		live.Worker, live.Host = remote.worker, remote.host
	case remote.over:
	case !remote.opened && m.trouble != nil:
		live.Waits = "waits for the engine: " + m.session.hide(m.trouble.Error())
	case m.staff.err != nil:
		live.Waits = "waits for the engine: " + m.session.hide(m.staff.err.Error())
	case !remote.opened:
		live.Waits = "waits for the engine"
	default:
		live.Waits = m.staff.lacks(post{remote.Label, remote.Build})
	}
}

// hostOf returns the name of the machine on which a run is or was; empty: on this one.
func (m *remotes) hostOf(remote *remoteRun) string {
	if remote == nil {
		return ""
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return remote.host
}

// list returns the workers.
func (m *remotes) list() []Worker {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.staff.workers)
}
