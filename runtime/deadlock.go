package rocket

// A run that waits for another, which it or something else has asked for, is blocked until
// that has ended. If the other can start only after a blocked run has ended, all of them wait
// for ever: the places of pools that it needs are taken by blocked runs, or they are all the
// live runs that its task may have. That is found out when a run begins to wait, because the
// circle is closed by that.

// awaitsItself reports whether a run that is asked for can only start after runs that wait for
// its own end.
func (l *loop) awaitsItself(launch *Launch) bool {
	if launch.awaiter == nil {
		return false
	}
	awaited := l.awaited(launch)
	blocked := map[*Run]bool{}
	for more := true; more; {
		more = false
		for _, a := range awaited {
			if !blocked[a.awaiter] && (a == launch || l.isStuck(a, blocked)) {
				blocked[a.awaiter], more = true, true
			}
		}
	}
	return l.isStuck(launch, blocked)
}

// awaited returns the launches for whose end a live run waits, with one that may not be among
// those that were asked for yet.
func (l *loop) awaited(launch *Launch) []*Launch {
	list := []*Launch{launch}
	add := func(other *Launch) {
		if other != nil && other != launch && other.awaiter != nil && l.isLive(other.awaiter) {
			list = append(list, other)
		}
	}
	for _, other := range l.demanded {
		if other.run == nil {
			add(other)
		}
	}
	for _, r := range l.live {
		add(r.launch)
	}
	return list
}

// isStuck reports whether a launch ends only after one of the blocked runs.
func (l *loop) isStuck(launch *Launch, blocked map[*Run]bool) bool {
	if launch.run != nil {
		return blocked[launch.run]
	}
	t := launch.task
	room := l.s.liveLimit(t.TaskSpec)
	for _, r := range t.runs {
		if blocked[r] {
			room--
		}
	}
	if room == 0 {
		return true
	}
	for _, need := range l.takings(t.TaskSpec, l.s.executor(t.TaskSpec).slot) {
		left := need.size - need.weight
		for r := range blocked {
			for _, held := range l.takings(r.spec, r.executor.slot) {
				if held.pool == need.pool {
					left -= held.weight
				}
			}
		}
		if left < 0 {
			return true
		}
	}
	return false
}

// await notes that a run waits for the end of a launch. It reports whether that can never be.
func (l *loop) await(launch *Launch, r *Run) bool {
	if !l.isLive(r) || launch.run != nil && !l.isLive(launch.run) {
		return false
	}
	launch.awaiter = r
	return l.awaitsItself(launch)
}
