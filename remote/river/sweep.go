package river

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	rocket "github.com/rocketc/rocketc/runtime"
)

// tidy finds what is lost, if reap is set, and removes what is not needed any more. It returns the
// runs that are lost, and after which time the next lease may be over. If another program leads, it
// tells so, and does nothing else. It looks at live runs only, unless whole is set: then it also
// gives jobs to runs that are queued without one.
func (l *leading) tidy(ctx context.Context, reap, whole bool) (lost []string, next time.Duration,
	err error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	var stranded []stranded
	b := &pgx.Batch{}
	isLeader := false
	b.Queue("SELECT EXISTS (SELECT FROM rkt_lease WHERE schedule = $1 AND epoch = $2)", l.schedule,
		l.leader.Epoch).QueryRow(func(found pgx.Row) error { return found.Scan(&isLeader) })
	next = l.sweep
	if reap {
		l.queueReap(b, &lost, &next)
	}
	if whole {
		l.queueStranded(b, &stranded)
	}
	l.queueRemovals(b)
	if err := l.pool.SendBatch(ctx, b).Close(); err != nil {
		return nil, l.sweep, err
	}
	if !isLeader {
		l.depose()
		return nil, l.sweep, nil
	}
	err = errors.Join(l.remove(ctx), requeue(ctx, l.database, l.client, stranded))
	return lost, min(max(next, leastSweep), l.sweep), err
}

// leastSweep is how long there is between two sweeps, at least.
const leastSweep = 20 * time.Millisecond

// leads is the condition of statements that only who leads may do.
const leads = " AND EXISTS (SELECT FROM rkt_lease WHERE schedule = $1 AND epoch = $2)"

// queueReap has the runs found whose leases are over, and how long the next lease lasts.
func (l *leading) queueReap(b *pgx.Batch, lost *[]string, next *time.Duration) {
	b.Queue(`
		WITH late AS (
			SELECT run_id FROM rkt_run
			WHERE schedule = $1 AND state = 'running' AND lease_until < clock_timestamp()`+leads+`
			FOR NO KEY UPDATE SKIP LOCKED),
		lost AS (
			UPDATE rkt_run r SET state = 'done', lost = true
			FROM late WHERE r.schedule = $1 AND r.run_id = late.run_id RETURNING r.run_id, job),
		gone AS (DELETE FROM `+queueSchema+`.river_job USING lost WHERE id = job)
		SELECT run_id FROM lost`,
		l.schedule, l.leader.Epoch).Query(func(found pgx.Rows) (err error) {
		*lost, err = pgx.CollectRows(found, pgx.RowTo[string])
		return err
	})
	b.Queue("SELECT extract(epoch FROM min(lease_until) - clock_timestamp())::float8 "+
		"FROM rkt_run WHERE schedule = $1 AND state = 'running'", l.schedule).
		QueryRow(func(found pgx.Row) error {
			var left *float64
			err := found.Scan(&left)
			if left != nil {
				*next = time.Duration(*left * float64(time.Second))
			}
			return err
		})
}

// queueStranded has the runs found that are queued, and whose jobs will not come to a worker.
func (l *leading) queueStranded(b *pgx.Batch, all *[]stranded) {
	b.Queue(`
		SELECT r.run_id, r.label, r.build, r.job FROM rkt_run r
		LEFT JOIN `+queueSchema+`.river_job j ON j.id = r.job
		WHERE r.schedule = $1 AND r.state = 'queued'
			AND r.opened_at < clock_timestamp() - make_interval(secs => $2)
			AND (j.id IS NULL OR j.state <> 'available' AND (j.attempted_at IS NULL
				OR j.attempted_at < clock_timestamp() - make_interval(secs => $2)))`,
		l.schedule, l.unclaimed.Seconds()).Query(func(found pgx.Rows) (err error) {
		*all, err = pgx.CollectRows(found, scanStranded)
		return err
	})
}

// queueRemovals has output removed that was told, and workers that are lost for long.
func (l *leading) queueRemovals(b *pgx.Batch) {
	if ids, last := l.heardOut(); len(ids) > 0 {
		b.Queue(`
			DELETE FROM rkt_run_output o USING unnest($3::text[], $4::bigint[]) AS t (run_id, n)
			WHERE o.schedule = $1 AND o.run_id = t.run_id AND o.n <= t.n`+leads,
			l.schedule, l.leader.Epoch, ids, last)
	}
	b.Queue(`
		DELETE FROM rkt_worker WHERE schedule = $1 AND
			seen_at < clock_timestamp() - make_interval(secs => $3)`+leads,
		l.schedule, l.leader.Epoch, (l.lease + l.forget).Seconds())
}

// heardOut returns the runs whose output was told, with the last chunk of each.
func (l *leading) heardOut() (ids []string, last []int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, k := range l.runs {
		if k.chunk > k.told {
			k.told = k.chunk // what is not removed now is when the run is settled
			ids, last = append(ids, id), append(last, k.chunk)
		}
	}
	return ids, last
}

// depose tells that another program leads, once.
func (l *leading) depose() {
	l.mu.Lock()
	first := !l.isDeposed
	l.isDeposed = true
	l.mu.Unlock()
	if first {
		l.tell(rocket.RemoteEvent{Kind: rocket.RemoteDeposed})
	}
}

// A stranded is a run that is queued, and whose job will not come to a worker.
type stranded struct {
	id, label, build string
	job              int64
}

func scanStranded(found pgx.CollectableRow) (s stranded, err error) {
	err = found.Scan(&s.id, &s.label, &s.build, &s.job)
	return s, err
}

// requeue gives runs that are queued still other jobs. It may be done by anyone at any time: the
// claim decides.
func requeue(ctx context.Context, db *database, client *river.Client[pgx.Tx],
	all []stranded) error {
	if len(all) == 0 {
		return nil
	}
	return pgx.BeginFunc(ctx, db.pool, func(tx pgx.Tx) error {
		ids, jobs := make([]string, len(all)), make([]int64, len(all))
		for i, s := range all {
			ids[i], jobs[i] = s.id, s.job
		}
		found, err := tx.Query(ctx, `
			SELECT r.run_id, r.label, r.build, r.job, `+letGo+` FROM rkt_run r
			JOIN unnest($2::text[], $3::bigint[]) AS s (run_id, job) USING (run_id, job)
			WHERE r.schedule = $1 AND r.state = 'queued' FOR UPDATE OF r`, db.schedule, ids, jobs)
		if err != nil {
			return err
		}
		still, err := pgx.CollectRows(found, func(row pgx.CollectableRow) (s stranded, err error) {
			err = row.Scan(&s.id, &s.label, &s.build, &s.job, nil)
			return s, err
		})
		if err != nil || len(still) == 0 {
			return err
		}
		return rejob(ctx, db, client, tx, still)
	})
}

// rejob replaces the jobs of runs, in the transaction that has locked their rows.
func rejob(ctx context.Context, db *database, client *river.Client[pgx.Tx], tx pgx.Tx,
	all []stranded) error {
	// Those that were opened first come first.
	slices.SortFunc(all, func(a, b stranded) int { return cmp.Compare(a.job, b.job) })
	ids, jobs, runs := make([]string, len(all)), make([]int64, len(all)),
		make([]rocket.RemoteRun, len(all))
	for i, s := range all {
		ids[i], jobs[i] = s.id, s.job
		runs[i] = rocket.RemoteRun{RunID: s.id, Label: s.label, Build: s.build}
	}
	_, err := tx.Exec(ctx, "DELETE FROM "+queueSchema+".river_job WHERE id = ANY($1::bigint[])",
		jobs)
	if err != nil {
		return err
	}
	if jobs, err = insert(ctx, db, client, tx, runs); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE rkt_run r SET job = s.job FROM unnest($2::text[], $3::bigint[]) AS s (run_id, job)
		WHERE r.schedule = $1 AND r.run_id = s.run_id`, db.schedule, ids, jobs)
	return err
}
