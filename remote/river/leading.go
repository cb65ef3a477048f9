package river

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A leading is what the session that leads has of its runs.
type leading struct {
	*database
	leader rocket.Leader
	client *river.Client[pgx.Tx]
	tell   func(rocket.RemoteEvent)
	stop   context.CancelFunc
	done   sync.WaitGroup
	heard  chan string // payloads of notifications
	missed atomic.Bool // one of these
	hold   time.Time   // nobody is counted as lost before

	looking   sync.Mutex
	mu        sync.Mutex
	runs      map[string]*known
	settled   []string // that are not removed yet
	isDeposed bool     // which was told
}

// A known is what was told of a run.
type known struct {
	opened, claimed, ended bool
	chunk                  int64 // the last one of its output
	told                   int64 // the last one that is removed
}

// Lead implements [rocket.Engine]. The leader must have the lease of the run log, with its
// epoch.
func (e *Engine) Lead(ctx context.Context, by rocket.Leader,
	tell func(rocket.RemoteEvent)) (rocket.Leading, error) {
	db, err := e.open(ctx, by.Schedule)
	if err != nil {
		return nil, err
	}
	l := &leading{database: db, leader: by, tell: tell, runs: map[string]*known{},
		heard: make(chan string, 1000)}
	if err = l.start(ctx); err != nil {
		db.close()
		return nil, explain(err)
	}
	return l, nil
}

// start makes the tables if need be, and begins to look.
func (l *leading) start(ctx context.Context) (err error) {
	if _, err = migrate(ctx, l.pool); err != nil {
		return err
	}
	if l.client, err = inserter(l.database); err != nil {
		return err
	}
	if _, err = l.pool.Exec(ctx, "DELETE FROM "+queueSchema+".river_queue WHERE updated_at < "+
		"clock_timestamp() - interval '1 day'"); err != nil { // those of former builds
		return err
	}
	var restarted bool
	err = l.pool.QueryRow(ctx, "SELECT pg_postmaster_start_time() > "+
		"clock_timestamp() - make_interval(secs => $1)", 2*l.lease.Seconds()).Scan(&restarted)
	if err != nil {
		return err
	}
	if restarted {
		l.hold = time.Now().Add(l.grace())
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	l.stop = stop
	l.done.Go(func() {
		l.listen(running, func(payload string) {
			select {
			case l.heard <- payload:
			default:
				l.missed.Store(true)
			}
		})
	})
	l.done.Go(func() { l.watch(running) })
	return nil
}

// Close implements [rocket.Leading]. What is settled is removed before, if the database is there.
func (l *leading) Close() error {
	l.stop()
	l.done.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = l.remove(ctx) // else the next leader finds it settled in its log
	l.close()
	return nil
}

// inserter returns a client of River that only inserts jobs. Each transaction may notify.
func inserter(db *database) (*river.Client[pgx.Tx], error) {
	return river.NewClient(riverpgxv5.New(db.pool), &river.Config{Schema: queueSchema,
		FetchCooldown: river.FetchCooldownMin, FetchPollInterval: pollTime,
		Logger: slog.New(slog.DiscardHandler)})
}

// A job is the arguments of a job of River.
type job struct {
	RunID string `json:"run_id" river:"unique"`
	label string
}

// Kind returns the kind of the job: workers take those of their labels only.
func (j job) Kind() string { return kindOf(j.label) }

// insert inserts a job for each run, and returns their ids.
func insert(ctx context.Context, db *database, client *river.Client[pgx.Tx], tx pgx.Tx,
	runs []rocket.RemoteRun) (ids []int64, err error) {
	params := make([]river.InsertManyParams, len(runs))
	for i, r := range runs {
		params[i].Args = job{r.RunID, r.Label}
		params[i].InsertOpts = &river.InsertOpts{MaxAttempts: 1, Queue: db.queueOf(r.Build),
			UniqueOpts: river.UniqueOpts{ByArgs: true, ByQueue: true}}
	}
	inserted, err := client.InsertManyTx(ctx, tx, params)
	if err != nil {
		return nil, err
	}
	of := map[string]int64{}
	for _, in := range inserted {
		var j job
		if err := json.Unmarshal(in.Job.EncodedArgs, &j); err != nil {
			return nil, err
		}
		of[j.RunID] = in.Job.ID
	}
	for _, r := range runs {
		ids = append(ids, of[r.RunID])
	}
	return ids, nil
}

// Open implements [rocket.Leading].
func (l *leading) Open(ctx context.Context, runs []rocket.RemoteRun) error {
	for _, r := range runs {
		if err := refuse(r); err != nil {
			return &rocket.RefusedError{RunID: r.RunID, Err: err}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	opening := l.expect(runs)
	err := pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		fresh, err := l.unopened(ctx, tx, runs)
		if err != nil || len(fresh) == 0 {
			return err
		}
		jobs, err := insert(ctx, l.database, l.client, tx, fresh)
		if err != nil {
			return err
		}
		return l.enter(ctx, tx, fresh, jobs)
	})
	if err != nil {
		return explain(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, k := range opening {
		k.opened = true
	}
	return nil
}

// The errors of runs that can never be opened.
var (
	errText  = errors.New("its names have bytes that PostgreSQL does not keep")
	errLong  = fmt.Errorf("its names are longer than %d bytes", maxName)
	errOrder = errors.New("what the worker is told is no JSON")
)

// maxName is how long names may be that an index has.
const maxName = 1000

// refuse returns why a run can never be opened.
func refuse(r rocket.RemoteRun) error {
	names := r.RunID + r.Label + r.Build
	switch {
	case names != storable(names):
		return errText
	case len(names) > maxName:
		return errLong
	case len(r.Order) > 0 && !json.Valid(r.Order), !utf8.Valid(r.Order):
		return errOrder
	}
	return nil
}

// expect notes runs that are being opened, so that what becomes of them is told.
func (l *leading) expect(runs []rocket.RemoteRun) (opening []*known) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range runs {
		k := l.runs[r.RunID]
		if k == nil {
			k = &known{}
			l.runs[r.RunID] = k
		}
		opening = append(opening, k)
	}
	return opening
}

// letGo is what a transaction selects that locks something: the server ends it if the program says
// nothing for 2 s. Else the locks of a program that is frozen or cut off would outlast its lease.
const letGo = "set_config('idle_in_transaction_session_timeout', '2000', true)"

// unopened checks the epoch, and returns the runs that were not opened before. Until the
// transaction ends, no other program begins an epoch.
func (l *leading) unopened(ctx context.Context, tx pgx.Tx,
	runs []rocket.RemoteRun) (fresh []rocket.RemoteRun, err error) {
	ids := make([]string, len(runs))
	for i, r := range runs {
		ids[i] = r.RunID
	}
	var there []string
	err = tx.QueryRow(ctx, `
		SELECT ARRAY(SELECT run_id FROM rkt_run WHERE schedule = $1 AND run_id = ANY($3::text[])),
			`+letGo+`
		FROM rkt_lease WHERE schedule = $1 AND epoch = $2 FOR SHARE OF rkt_lease`,
		l.schedule, l.leader.Epoch, ids).Scan(&there, nil)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, l.deposed()
	}
	seen := map[string]bool{}
	for _, id := range there {
		seen[id] = true
	}
	for _, r := range runs {
		if !seen[r.RunID] {
			fresh = append(fresh, r)
		}
		seen[r.RunID] = true
	}
	return fresh, err
}

// deposed returns the error of one who does not lead any more.
func (l *leading) deposed() error {
	return fmt.Errorf("epoch %d of schedule %q is over: %w", l.leader.Epoch, l.schedule,
		rocket.ErrLogTaken)
}

// enter adds the rows of runs.
func (l *leading) enter(ctx context.Context, tx pgx.Tx, runs []rocket.RemoteRun,
	jobs []int64) error {
	n := len(runs)
	ids, tasks, labels, builds, orders := make([]string, n), make([]string, n), make([]string, n),
		make([]string, n), make([]string, n)
	exclusive, graces, queued := make([]bool, n), make([]int64, n), make([]time.Time, n)
	for i, r := range runs {
		ids[i], tasks[i], labels[i], builds[i] = r.RunID, storable(r.Task), r.Label, r.Build
		exclusive[i], graces[i], queued[i] = r.Exclusive, int64(r.Grace), r.Queued
		if orders[i] = string(r.Order); orders[i] == "" {
			orders[i] = "null"
		}
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO rkt_run (schedule, run_id, task, label, build, exclusive, work_order, grace,
			queued_at, job)
		SELECT $1, r.run_id, r.task, r.label, r.build, r.exclusive, r.work_order::json, r.grace,
			r.queued_at, r.job
		FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[],
			$8::bigint[], $9::timestamptz[], $10::bigint[]) AS r (run_id, task, label, build,
			exclusive, work_order, grace, queued_at, job)
		ON CONFLICT DO NOTHING`,
		l.schedule, ids, tasks, labels, builds, exclusive, orders, graces, queued, jobs)
	return err
}

// Cancel implements [rocket.Leading]. The worker is told by River at once, and by the answer to
// its next beat in any case.
func (l *leading) Cancel(ctx context.Context, runID, why string) error {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	return explain(pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		var leads, running bool
		var id *int64
		err := tx.QueryRow(ctx, `
			WITH leader AS (
				SELECT FROM rkt_lease WHERE schedule = $1 AND epoch = $2 FOR SHARE),
			cancelled AS (
				UPDATE rkt_run SET cancel = coalesce(cancel, $4),
					state = CASE state WHEN 'queued' THEN 'done' ELSE state END,
					outcome = CASE state WHEN 'queued' THEN $5::json END
				WHERE schedule = $1 AND run_id = $3 AND state <> 'done'
					AND EXISTS (SELECT FROM leader)
				RETURNING job, state),
			unbegun AS (
				DELETE FROM `+queueSchema+`.river_job USING cancelled
				WHERE id = job AND cancelled.state = 'done'),
			told AS (
				SELECT pg_notify($6, $3) FROM cancelled WHERE state = 'done')
			SELECT EXISTS (SELECT FROM leader), (SELECT job FROM cancelled),
				coalesce((SELECT state = 'running' FROM cancelled), false),
				(SELECT count(*) FROM told) > 0, `+letGo,
			l.schedule, l.leader.Epoch, runID, storable(why), `{"unbegun":true}`, l.channel()).
			Scan(&leads, &id, &running, nil, nil)
		switch {
		case err != nil:
			return err
		case !leads:
			return l.deposed()
		case !running:
			return nil
		}
		_, err = l.client.JobCancelTx(ctx, tx, *id)
		if errors.Is(err, river.ErrNotFound) {
			return nil
		}
		return err
	}))
}

// Settle implements [rocket.Leading]. The runs are removed by the next sweep.
func (l *leading) Settle(_ context.Context, runIDs []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.settled = append(l.settled, runIDs...)
	for _, id := range runIDs {
		delete(l.runs, id)
	}
	return nil
}

// remove removes what is settled.
func (l *leading) remove(ctx context.Context) error {
	l.mu.Lock()
	ids := l.settled
	l.mu.Unlock()
	if len(ids) == 0 {
		return nil
	}
	_, err := l.pool.Exec(ctx, `
		WITH gone AS (
			DELETE FROM rkt_run WHERE schedule = $1 AND run_id = ANY($2::text[])
				AND EXISTS (SELECT FROM rkt_lease WHERE schedule = $1 AND epoch = $3)
			RETURNING run_id, job),
		output AS (
			DELETE FROM rkt_run_output USING gone
			WHERE schedule = $1 AND rkt_run_output.run_id = gone.run_id)
		DELETE FROM `+queueSchema+`.river_job USING gone WHERE id = job`,
		l.schedule, ids, l.leader.Epoch)
	if err == nil {
		l.mu.Lock()
		l.settled = l.settled[len(ids):]
		l.mu.Unlock()
	}
	return err
}
