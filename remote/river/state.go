package river

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Live implements [rocket.Leading]. From now on, what becomes of these runs is told, and at once
// what those have written that have ended.
func (l *leading) Live(ctx context.Context) ([]rocket.RemoteState, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	found, err := l.pool.Query(ctx, `
		SELECT run_id, task, label, build, exclusive, work_order, grace, queued_at, state, token,
			worker, host, coalesce(cancel, ''), lost, outcome
		FROM rkt_run WHERE schedule = $1 ORDER BY opened_at, job`, l.schedule)
	if err != nil {
		return nil, explain(err)
	}
	states, err := pgx.CollectRows(found, func(found pgx.CollectableRow) (rocket.RemoteState,
		error) {
		var s rocket.RemoteState
		var order []byte
		var grace int64
		var r row
		err := found.Scan(&s.RunID, &s.Task, &s.Label, &s.Build, &s.Exclusive, &order, &grace,
			&s.Queued, &r.state, &r.token, &s.Worker, &s.Host, &s.Cancelled, &r.lost, &r.outcome)
		s.Order, s.Grace, s.Claimed = order, time.Duration(grace), r.token > 0
		if r.state == "done" {
			if outcome, ok := r.ended(); ok {
				s.Ended = &outcome
			} else {
				s.Lost = true
			}
		}
		return s, err
	})
	if err != nil {
		return nil, explain(err)
	}
	return states, explain(l.look(ctx, l.adopt(states)))
}

// adopt notes runs of an earlier leader, and returns those that have ended.
func (l *leading) adopt(states []rocket.RemoteState) (ended []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ended = []string{}
	for _, s := range states {
		over := s.Ended != nil || s.Lost
		if l.runs[s.RunID] == nil {
			l.runs[s.RunID] = &known{opened: true, claimed: s.Claimed, ended: over}
		}
		if over {
			ended = append(ended, s.RunID)
		}
	}
	return ended
}

// Workers implements [rocket.Leading].
func (l *leading) Workers(ctx context.Context) ([]rocket.Worker, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	found, err := l.pool.Query(ctx, `
		SELECT name, host, build, labels, slots, draining,
			extract(epoch FROM clock_timestamp() - seen_at)::float8, running
		FROM rkt_worker
		LEFT JOIN (
			SELECT worker AS name, array_agg(run_id ORDER BY run_id) AS running FROM rkt_run
			WHERE schedule = $1 AND state = 'running' GROUP BY worker) AS r USING (name)
		WHERE schedule = $1 ORDER BY name`, l.schedule)
	if err != nil {
		return nil, explain(err)
	}
	workers, err := pgx.CollectRows(found, func(found pgx.CollectableRow) (rocket.Worker, error) {
		var w rocket.Worker
		var silent float64
		err := found.Scan(&w.Name, &w.Host, &w.Build, &w.Labels, &w.Slots, &w.Draining, &silent,
			&w.Running)
		w.Schedule, w.Silent = l.schedule, max(0, time.Duration(silent*float64(time.Second)))
		w.Lost = w.Silent > l.lease
		return w, err
	})
	return workers, explain(err)
}
