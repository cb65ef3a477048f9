package rocket

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
)

// A remotes is the way of a session to its engine. One goroutine, the dispatcher, opens the runs
// that begin, asks for the ends of others, and settles those whose ends are in the run log; what
// fails is done again. So the loop never waits for the engine, and the runs of a round are
// opened by one transaction, in the order in which they have started.
type remotes struct {
	session *Session
	leading Leading       // nil: the session does not lead
	wake    chan struct{} // there is something to do
	ctx     context.Context
	stop    context.CancelFunc // ends ctx, when the session ends
	done    sync.WaitGroup

	mu      sync.Mutex
	runs    map[string]*remoteRun // by their RunID: begun, and the end not in the run log
	coming  int                   // begun by the loop, and not arrived
	opening []*remoteRun          // not opened
	asking  []*remoteRun          // whose end is asked for
	settled []string              // whose ends are in the run log
	early   []RemoteEvent         // that come before the runs are adopted
	adopted bool                  // the runs of an earlier leader are known
	deposed bool                  // another session leads, or is to lead
	trouble error                 // why the engine could not be asked last; nil: it was
	staff   staff
}

// lead makes the session the one that leads, and returns what the engine has of its runs.
func (m *remotes) lead(ctx context.Context, s *Session) (map[string]RemoteState, error) {
	by, err := s.leader(ctx)
	if err != nil {
		return nil, err
	}
	if m.session == nil {
		m.session, m.runs = s, map[string]*remoteRun{}
		m.wake = make(chan struct{}, 1)
		base := inside(context.Background(), &call{session: s, stands: true})
		m.ctx, m.stop = context.WithCancel(base)
	}
	leading, err := s.engine.Lead(ctx, by, m.tell)
	if err != nil {
		return nil, err
	}
	list, err := leading.Live(ctx)
	if err != nil {
		_ = leading.Close()
		return nil, err
	}
	m.leading = leading
	states := make(map[string]RemoteState, len(list))
	for _, state := range list {
		states[state.RunID] = state
	}
	return states, nil
}

// leader returns as whom the session leads.
func (s *Session) leader(ctx context.Context) (by Leader, err error) {
	by = Leader{Schedule: s.schedule.Name, Build: s.schedule.Build}
	if log, ok := s.runLog.(Standby); ok {
		if by.Schedule, err = log.Name(ctx); err != nil {
			return by, err
		}
		by.Epoch = log.Epoch()
	}
	return by, nil
}

// serve begins the work of the dispatcher, when the runs of an earlier leader are known.
func (m *remotes) serve() {
	if m.leading == nil {
		return
	}
	m.mu.Lock()
	early := m.early
	m.adopted, m.early = true, nil
	for _, e := range early {
		m.take(e)
	}
	m.mu.Unlock()
	m.done.Add(2)
	go m.dispatch()
	go m.watchStaff()
}

// close ends the work of the dispatcher. Runs that are not over go on without the session.
func (m *remotes) close() {
	if m.leading == nil {
		return
	}
	m.stop()
	m.done.Wait()
	m.ctx = context.WithoutCancel(m.ctx)
	_ = m.settle(lastTime) // else the next session that leads finds the ends in its log
	if err := m.leading.Close(); err != nil {
		m.session.logger.Warn("the engine could not be left in good order", "error", err)
	}
}

// tell takes what the engine tells. It never waits.
func (m *remotes) tell(e RemoteEvent) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case e.Kind == RemoteDeposed:
		m.depose()
	case !m.adopted:
		m.early = append(m.early, e)
	default:
		m.take(e)
	}
}

// take takes what the engine tells of a run. The end of one that is not live is settled. m.mu is
// held.
func (m *remotes) take(e RemoteEvent) {
	if remote := m.runs[e.RunID]; remote != nil {
		remote.take(e)
	} else if e.Kind == RemoteEnded || e.Kind == RemoteLost {
		m.settled = append(m.settled, e.RunID)
		m.ring()
	}
}

// depose has the session stop, because another one leads: its remote runs are left to that.
// m.mu is held.
func (m *remotes) depose() {
	if m.deposed {
		return
	}
	m.abandon()
	_ = m.session.mail.do(func(l *loop) {
		l.fail(fmt.Errorf("another session leads: %w", ErrLogTaken))
	})
}

// leave leaves the runs to the next session that leads.
func (m *remotes) leave() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.abandon()
}

// abandon leaves the runs. m.mu is held.
func (m *remotes) abandon() {
	m.deposed = true
	for _, remote := range m.runs {
		remote.finish(errLeft, nil)
	}
}

// expect says which runs begin now: the actions of those that are remote are about to be called.
func (m *remotes) expect(runs []*Run) {
	for _, r := range runs {
		if r.executor.remote && r.remote == nil && !r.session.simulated() {
			r.remote = newRemoteRun(r)
			m.mu.Lock()
			m.coming++
			m.mu.Unlock()
		}
	}
}

// adopt takes over a run that an earlier leader has opened, as the engine has it.
func (m *remotes) adopt(r *Run, state RemoteState) {
	remote := newRemoteRun(r)
	r.remote = remote
	remote.RemoteRun = state.RemoteRun
	remote.adopted, remote.arrived, remote.opened = true, true, true
	remote.claimed, remote.worker, remote.host = state.Claimed, state.Worker, state.Host
	m.mu.Lock()
	defer m.mu.Unlock()
	m.runs[remote.RunID] = remote
	end := RemoteEvent{RunID: state.RunID, Worker: state.Worker, Host: state.Host}
	switch { // what it has written was told before
	case state.Ended != nil:
		end.Kind, end.Outcome = RemoteEnded, *state.Ended
	case state.Lost:
		end.Kind = RemoteLost
	default:
		return
	}
	m.early = append(m.early, end)
}

// disown has the engine end a run that no session adopts, or forget it if it has ended.
func (m *remotes) disown(state RemoteState) {
	m.mu.Lock()
	defer m.mu.Unlock()
	defer m.ring()
	if state.Ended != nil || state.Lost {
		m.settled = append(m.settled, state.RunID)
		return
	}
	m.asking = append(m.asking, &remoteRun{RemoteRun: state.RemoteRun, asked: reasonOf(nil)})
}

// arrive says that the action of a run was called, or never will be. m.mu is held.
func (m *remotes) arrive(remote *remoteRun) {
	if !remote.arrived {
		remote.arrived = true
		m.coming--
		m.ring()
	}
}

// pass says that a run has ended, whether or not its action was called. remote is nil if the run
// is not remote.
func (m *remotes) pass(remote *remoteRun) {
	if remote == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.arrive(remote)
}

// begin has a run opened, unless it was adopted.
func (m *remotes) begin(remote *remoteRun) error {
	if m.leading == nil {
		return errNoLead
	}
	if !m.isFirst(remote) {
		return errTwice
	}
	if remote.adopted {
		return nil
	}
	order, err := remote.run.order()
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r := remote.run
	remote.RemoteRun = RemoteRun{
		RunID: remoteID(r.spec.Name, r.ID, r.Start), Task: r.spec.Name,
		Label: cmp.Or(r.spec.On, DefaultLabel),
		Build: m.session.schedule.Build, Exclusive: m.session.liveLimit(r.spec) == 1,
		Order: order, Grace: r.grace(), Queued: r.Start,
	}
	m.runs[remote.RunID] = remote
	if m.arrive(remote); m.deposed {
		remote.finish(errLeft, nil)
		return nil
	}
	m.opening = append(m.opening, remote)
	return nil
}

// isFirst reports whether the action of a run is called for the first time.
func (m *remotes) isFirst(remote *remoteRun) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	was := remote.begun
	remote.begun = true
	return !was
}

// askEnd asks for the end of a run, for a reason.
func (m *remotes) askEnd(remote *remoteRun, reason string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	remote.asked = reason
	switch {
	case remote.over:
	case remote.opened:
		m.asking = append(m.asking, remote)
		m.ring()
	case !remote.tried:
		m.opening = slices.DeleteFunc(m.opening, func(other *remoteRun) bool {
			return other == remote
		})
		delete(m.runs, remote.RunID) // the engine has nothing to forget
		remote.finish(errUnbegun, nil)
	}
}

// read takes the lines that a run has written. over says that there will be no more.
func (m *remotes) read(remote *remoteRun) (lines []outputLine, omitted int, over bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	lines, omitted = remote.lines, remote.omitted
	remote.lines, remote.omitted = nil, 0
	return lines, omitted, remote.over
}

// recorded settles the runs whose ends are among records that the run log has.
func (m *remotes) recorded(records []Record) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.runs) == 0 {
		return
	}
	for i := range records {
		if records[i].Event&Outcome == 0 {
			continue
		}
		id := remoteID(records[i].Task, records[i].RunID, records[i].Start)
		if remote := m.runs[id]; remote != nil {
			delete(m.runs, id)
			if remote.over { // else its end is settled when it comes
				m.settled = append(m.settled, id)
				m.ring()
			}
		}
	}
}
