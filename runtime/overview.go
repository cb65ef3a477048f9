package rocket

import "time"

// An Overview is what a session does at one instant.
type Overview struct {
	// Live are the live runs, in the order in which they started.
	Live []TaskRun
	// Waiting are the tasks that want to start and cannot, in the order of the session.
	Waiting []Waiting
	// Next is the task that starts next, as far as the clock alone tells, and At when; "" and
	// the zero time if it does not tell.
	Next string
	At   time.Time
	// Workers are those of the engine, by their names; see [Leading].
	Workers []Worker
	// Remote says that the session has an engine, and Standby who leads, in the words of the run
	// log, while this session waits for that.
	Remote  bool
	Standby string
}

// A TaskRun is a live run of a task. Its Progress is zero if the run has said none.
type TaskRun struct {
	Task string
	LiveRun
	Progress Progress
}

// A Waiting task has a start condition that holds, or was asked for, and cannot start.
type Waiting struct {
	Task string
	// Obstacle says what it waits for, as [Why] has it; or asked: it was asked for, and is
	// about to start.
	Obstacle string
	// Since is when the condition became true, or the run was asked for.
	Since time.Time
	// Lacking are the pools that lack places; the process slots have no name.
	Lacking []PoolStats
}

// Overview returns what the session does. In a worker, Live are the runs that it does, as
// [ServeWorker] has begun them. All else is zero while the session does not run.
func (s *Session) Overview() (o Overview) {
	o.Remote, o.Standby = s.engine != nil, s.Standby()
	s.mail.ask(func() {
		l := s.loop
		if l == nil {
			o.Live = s.serving.list()
			return
		}
		for _, r := range l.live {
			if r.ID != "" { // it has started
				live := LiveRun{ID: r.ID, Start: r.Start}
				s.remotes.place(r.remote, &live)
				o.Live = append(o.Live, TaskRun{r.spec.Name, live, r.progressNow()})
			}
		}
		o.Workers = s.remotes.list()
		for _, t := range s.order {
			if obstacle := l.waitsFor(t); obstacle != "" {
				o.Waiting = append(o.Waiting,
					Waiting{t.Name, obstacle, l.waitsSince(t), l.lacking(t)})
			}
		}
		var next *task
		if next, o.At = l.foresee(); next != nil {
			o.Next = next.Name
		}
	})
	return o
}

// waitsFor returns what the task waits for that wants to start; empty if it does not.
func (l *loop) waitsFor(t *task) string {
	switch why := l.obstacle(t).String(); {
	case t.demands > 0 && why == "":
		return "asked"
	case t.demands > 0, t.start.obstacle != unhindered, t.waiter != nil:
		return why
	}
	return ""
}

// waitsSince returns since when a task that waits wants to start.
func (l *loop) waitsSince(t *task) (since time.Time) {
	if w := &t.start; w.active && w.state.Holds && !w.state.Unknown {
		since = w.became
	}
	for _, launch := range l.demanded {
		if launch.task == t && launch.run == nil {
			since = Earlier(since, launch.scheduled)
		}
	}
	return since
}
