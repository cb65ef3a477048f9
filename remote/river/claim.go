package river

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A claim is what a worker claims: the run of a job.
type claim struct {
	runID string
	job   int64
}

func (c claim) of() string { return c.runID }

// Work is called by River with a job that this worker has fetched.
func (w *worker) Work(ctx context.Context, j *river.Job[job]) error {
	r := w.reserve(j.Args.RunID)
	if r == nil {
		return nil // the worker has the run
	}
	defer w.release(j.Args.RunID)
	if !w.begin(ctx, r, claim{j.Args.RunID, j.ID}) {
		return nil
	}
	stop := context.AfterFunc(ctx, w.beatNow) // River says that it was cancelled: a beat says why
	defer stop()
	outcome := w.do(r.ctx, r.claim)
	w.mu.Lock()
	r.ended = true
	w.mu.Unlock()
	w.end(r, outcome)
	return nil
}

// reserve notes that the worker is about to claim a run; nil if it is or has.
func (w *worker) reserve(runID string) *run {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.runs[runID] != nil {
		return nil
	}
	r := &run{}
	w.runs[runID] = r
	return r
}

func (w *worker) release(runID string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r := w.runs[runID]; r.cancel != nil {
		r.cancel(context.Canceled)
	}
	delete(w.runs, runID)
}

// isDraining reports whether the worker takes no more runs.
func (w *worker) isDraining() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.draining
}

// begin claims a run, and reports whether the worker may do it. It gives the run back if the
// worker is draining. As long as the outcome of a claim is not known, it is repeated: the
// database says whether this worker has the run.
func (w *worker) begin(ctx context.Context, r *run, c claim) bool {
	for {
		if w.isDraining() {
			w.giveBack(c)
			return false
		}
		sent := time.Now()
		claimed, err := w.claims.call(w.base, c)
		if err == nil {
			return claimed != nil && w.took(r, claimed, sent)
		}
		pause(ctx, pollTime)
	}
}

// took notes that the worker has a run, of which the lease began after sent.
func (w *worker) took(r *run, claimed *rocket.Claim, sent time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	r.ctx, r.cancel = context.WithCancelCause(w.base)
	r.claim, r.good, r.begun = *claimed, sent, true
	w.out.connect(r)
	return true
}

// giveBack gives a run that was fetched, and not begun, another job, which any worker may fetch.
// If that fails, the leader does it.
func (w *worker) giveBack(c claim) {
	ctx, cancel := context.WithTimeout(w.base, attemptTime)
	defer cancel()
	_ = requeue(ctx, w.database, w.client, []stranded{{id: c.runID, job: c.job}})
}

// claimAll claims runs, and returns those that this worker gets. A run that this worker has claimed
// before, without knowing it, is among them. A later claim of any run has a greater token.
func (w *worker) claimAll(ctx context.Context, all []claim) (map[string]*rocket.Claim, error) {
	ids, jobs := make([]string, len(all)), make([]int64, len(all))
	for i, c := range all {
		ids[i], jobs[i] = c.runID, c.job
	}
	found, err := w.pool.Query(ctx, `
		UPDATE rkt_run r SET state = 'running', worker = $2, host = $3, job = c.job,
			token = CASE r.state WHEN 'queued' THEN nextval('rkt_token') ELSE r.token END,
			lease_until = clock_timestamp() + make_interval(secs => $4)
		FROM unnest($5::text[], $6::bigint[]) AS c (run_id, job)
		WHERE r.schedule = $1 AND r.run_id = c.run_id AND r.build = $7 AND r.label = ANY($8::text[])
			AND (r.state = 'queued' OR r.state = 'running' AND r.worker = $2)
			AND NOT (r.exclusive AND EXISTS (
				SELECT FROM rkt_run o WHERE o.schedule = $1 AND o.task = r.task AND o.exclusive
					AND o.state = 'running' AND o.run_id <> r.run_id))
		RETURNING r.run_id, r.task, r.label, r.build, r.exclusive, r.work_order, r.grace,
			r.queued_at, r.token`,
		w.schedule, w.spec.Name, w.spec.Host, w.lease.Seconds(), ids, jobs, w.spec.Build,
		w.spec.Labels)
	if err != nil {
		return nil, err
	}
	claimed := map[string]*rocket.Claim{}
	rows, err := pgx.CollectRows(found, func(found pgx.CollectableRow) (*rocket.Claim, error) {
		c := &rocket.Claim{}
		var order []byte
		var grace int64
		err := found.Scan(&c.RunID, &c.Task, &c.Label, &c.Build, &c.Exclusive, &order, &grace,
			&c.Queued, &c.Token)
		c.Order, c.Grace = order, time.Duration(grace)
		return c, err
	})
	for _, c := range rows {
		claimed[c.RunID] = c
		w.out.claims(c.RunID)
	}
	return claimed, err
}

// An end is the end of a run.
type end struct {
	runID   string
	token   int64
	outcome []byte
}

func (e end) of() string { return e.runID }

// end sends what a run has written, and how it has ended, until the database has it.
func (w *worker) end(r *run, outcome rocket.RemoteOutcome) {
	outcome.Omitted = w.out.finish(w.patience, r.claim.RunID)
	text, err := json.Marshal(outcome)
	if err != nil { // a report that is no JSON
		text = []byte("{}")
		w.log.Error("the report of a run cannot be told", "task", r.claim.Task,
			"run", r.claim.RunID, "error", err)
	}
	for w.patience.Err() == nil {
		accepted, err := w.ends.call(w.patience, end{r.claim.RunID, r.claim.Token, text})
		switch {
		case err != nil:
			pause(w.patience, pollTime)
		case accepted:
			return
		default:
			w.log.Error("the outcome of a run comes too late: the run was counted as lost",
				"task", r.claim.Task, "run", r.claim.RunID)
			return
		}
	}
	w.log.Error("the outcome of a run cannot be told: the database is away",
		"task", r.claim.Task, "run", r.claim.RunID)
}

// endAll ends runs, and reports which were this worker's still.
func (w *worker) endAll(ctx context.Context, all []end) (map[string]bool, error) {
	ids, tokens, outcomes := make([]string, len(all)), make([]int64, len(all)),
		make([]string, len(all))
	for i, e := range all {
		ids[i], tokens[i], outcomes[i] = e.runID, e.token, string(e.outcome)
	}
	var accepted []string
	err := w.pool.QueryRow(ctx, `
		WITH ends AS (
			SELECT run_id, e.outcome FROM rkt_run r
			JOIN unnest($2::text[], $3::bigint[], $4::text[]) AS e (run_id, token, outcome)
				USING (run_id, token)
			WHERE r.schedule = $1 AND r.state <> 'queued' AND NOT r.lost
			ORDER BY run_id FOR NO KEY UPDATE OF r),
		over AS (
			UPDATE rkt_run r SET state = 'done', outcome = ends.outcome::json
			FROM ends WHERE r.schedule = $1 AND r.run_id = ends.run_id
			RETURNING r.run_id, r.job),
		gone AS (DELETE FROM `+queueSchema+`.river_job USING over WHERE id = job)
		SELECT array_agg(run_id), pg_notify($5, $6) FROM over HAVING count(*) > 0`,
		w.schedule, ids, tokens, outcomes, w.channel(), payload(ids)).Scan(&accepted, nil)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return nil, err
	}
	was := map[string]bool{}
	for _, id := range accepted {
		was[id] = true
	}
	return was, nil
}
