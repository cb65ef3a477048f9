package rocket

import (
	"context"
	"errors"
	"slices"
	"time"
)

// What the dispatcher goes by: how many runs are opened at once, how long it waits for
// those that the loop has begun, how long a call of the engine may take, and the last
// one of all, and the first and the longest pause after one that has failed.
const (
	maxOpened    = 500
	gatherTime   = time.Millisecond
	engineTime   = 10 * time.Second
	lastTime     = 2 * time.Second
	firstRetry   = 100 * time.Millisecond
	longestRetry = time.Second
)

// ring wakes the dispatcher.
func (m *remotes) ring() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// dispatch does what there is to do until the session ends.
func (m *remotes) dispatch() {
	defer m.done.Done()
	var pause time.Duration
	var again <-chan time.Time
	for {
		select {
		case <-m.wake:
		case <-again:
		case <-m.ctx.Done():
			return
		}
		m.gather(gatherTime)
		err := m.work()
		if m.ctx.Err() != nil {
			return
		}
		m.note(err)
		if again = nil; err != nil {
			pause = min(max(2*pause, firstRetry), longestRetry)
			again = time.After(pause)
		} else {
			pause = 0
		}
	}
}

// gather waits until the runs have arrived that the loop has begun, but not longer than d.
func (m *remotes) gather(d time.Duration) {
	if m.isComplete() {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	for !m.isComplete() {
		select {
		case <-m.wake:
		case <-timer.C:
			return
		}
	}
}

func (m *remotes) isComplete() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.coming == 0
}

// note notes that the engine could be asked, or could not.
func (m *remotes) note(err error) {
	if errors.Is(err, ErrLogTaken) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.depose()
		return
	}
	m.mu.Lock()
	was := m.trouble
	m.trouble = err
	m.mu.Unlock()
	switch {
	case err == nil && was != nil:
		m.session.logger.Info("the engine answers again")
	case err != nil && (was == nil || was.Error() != err.Error()):
		m.session.logger.Warn("the engine is away: remote runs wait", "error", err)
	}
}

// work does what there is to do, and stops at the first call of the engine that fails.
func (m *remotes) work() error {
	for {
		batch := m.nextBatch()
		if len(batch) == 0 {
			break
		}
		if err := m.open(batch); err != nil {
			return err
		}
	}
	if err := m.ask(); err != nil {
		return err
	}
	return m.settle(engineTime)
}

// call calls the engine, which may take as long as d.
func (m *remotes) call(d time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(m.ctx, d)
	defer cancel()
	return guard(func() error { return f(ctx) })
}

// nextBatch returns the runs that are to be opened next, in the order in which they have started.
func (m *remotes) nextBatch() []*remoteRun {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.deposed {
		return nil
	}
	slices.SortStableFunc(m.opening, func(a, b *remoteRun) int {
		return a.Queued.Compare(b.Queued)
	})
	batch := slices.Clone(m.opening[:min(len(m.opening), maxOpened)])
	for _, remote := range batch {
		remote.tried = true
	}
	return batch
}

// open opens runs. One that the engine refuses ends.
func (m *remotes) open(batch []*remoteRun) error {
	list := make([]RemoteRun, len(batch))
	for i, remote := range batch {
		list[i] = remote.RemoteRun
	}
	err := m.call(engineTime, func(ctx context.Context) error {
		return m.leading.Open(ctx, list)
	})
	refused := (*RefusedError)(nil)
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	gone := map[*remoteRun]bool{}
	for _, remote := range batch {
		switch {
		case err == nil:
			remote.opened, gone[remote] = true, true
			if remote.asked != "" && !remote.over {
				m.asking = append(m.asking, remote)
			}
		case remote.RunID == refused.RunID:
			gone[remote] = true
			delete(m.runs, remote.RunID)
			remote.finish(&prerunError{refused}, nil)
		}
	}
	if len(gone) == 0 { // it refuses a run that it was not asked about
		return err
	}
	m.opening = slices.DeleteFunc(m.opening, func(remote *remoteRun) bool { return gone[remote] })
	return nil
}

// ask asks for the ends of runs.
func (m *remotes) ask() error {
	for {
		m.mu.Lock()
		if len(m.asking) == 0 || m.deposed {
			m.mu.Unlock()
			return nil
		}
		remote := m.asking[0]
		why, over := remote.asked, remote.over
		m.mu.Unlock()
		if !over {
			err := m.call(engineTime, func(ctx context.Context) error {
				return m.leading.Cancel(ctx, remote.RunID, why)
			})
			if err != nil {
				return err
			}
		}
		m.mu.Lock()
		m.asking = m.asking[1:]
		m.mu.Unlock()
	}
}

// settle tells the engine which ends are in the run log. Each call may take as long as within.
func (m *remotes) settle(within time.Duration) error {
	m.mu.Lock()
	ids := slices.Clone(m.settled)
	m.mu.Unlock()
	for list := range slices.Chunk(ids, maxOpened) {
		err := m.call(within, func(ctx context.Context) error {
			return m.leading.Settle(ctx, list)
		})
		if err != nil {
			return err
		}
		m.mu.Lock()
		m.settled = m.settled[len(list):]
		m.mu.Unlock()
	}
	return nil
}
