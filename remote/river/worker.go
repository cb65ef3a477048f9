package river

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A worker serves.
type worker struct {
	*database
	river.WorkerDefaults[job]
	spec rocket.WorkerSpec
	do   func(context.Context, rocket.Claim) rocket.RemoteOutcome
	base context.Context // of runs: it is never done
	// patience is done when a worker that drains gives up to wait for a database that is away.
	patience context.Context
	client   *river.Client[pgx.Tx]
	claims   *batcher[claim, *rocket.Claim]
	ends     *batcher[end, bool]
	out      *output
	now      chan struct{} // asks for a beat at once

	mu       sync.Mutex
	runs     map[string]*run // that are claimed, or about to be
	good     time.Time       // when the last beat was sent that was answered
	draining bool
}

// A run is one that the worker has claimed, or is about to.
type run struct {
	claim  rocket.Claim
	ctx    context.Context
	cancel context.CancelCauseFunc
	good   time.Time // the lease lasts since then at least
	begun  bool      // it is claimed
	ended  bool      // its outcome is known
}

// Serve implements [rocket.Engine].
func (e *Engine) Serve(ctx context.Context, spec rocket.WorkerSpec,
	do func(context.Context, rocket.Claim) rocket.RemoteOutcome) error {
	db, err := e.connect(ctx, spec.Schedule)
	if err != nil || db == nil {
		return err
	}
	defer db.close()
	if len(spec.Labels) == 0 {
		spec.Labels = []string{rocket.DefaultLabel}
	}
	spec.Slots = max(1, spec.Slots)
	base := context.WithoutCancel(ctx)
	w := &worker{database: db, spec: spec, do: do, base: base, runs: map[string]*run{},
		now: make(chan struct{}, 1)}
	w.claims, w.ends, w.out = newBatcher(w.claimAll), newBatcher(w.endAll), newOutput(w)
	if w.client, err = w.newClient(); err != nil {
		return explain(err)
	}
	return w.serve(ctx)
}

// connect opens the database, and makes the tables if need be. It waits for a database that is
// away, or that does not let the worker in, until ctx is done: then it returns nil.
func (e *Engine) connect(ctx context.Context, schedule string) (*database, error) {
	if _, _, err := e.log().Config(ctx); err != nil {
		return nil, err
	}
	for said := ""; ctx.Err() == nil; pause(ctx, time.Second) {
		db, err := e.open(ctx, schedule)
		if err == nil {
			if _, err = migrate(ctx, db.pool); err == nil {
				return db, nil
			}
			db.close()
			err = explain(err)
		}
		if errors.Is(err, rocket.ErrNewer) {
			return nil, err
		}
		if ctx.Err() == nil && err.Error() != said {
			said = err.Error()
			logger(ctx).Warn("the worker cannot reach its engine, and tries again", "error", said)
		}
	}
	return nil, nil
}

// newClient returns the client of River that fetches jobs.
func (w *worker) newClient() (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	labels := slices.Clone(w.spec.Labels)
	slices.Sort(labels)
	for _, label := range slices.Compact(labels) {
		river.AddWorkerArgs(workers, job{label: label}, river.Worker[job](w))
	}
	fetch := fetchTime
	if w.pooled {
		fetch = pollTime
	}
	queues := map[string]river.QueueConfig{w.queueOf(w.spec.Build): {MaxWorkers: w.spec.Slots}}
	return river.NewClient(riverpgxv5.New(w.queue), &river.Config{
		Schema: queueSchema, Queues: queues, Workers: workers, FetchOnlyKnownKinds: true,
		FetchCooldown: 5 * time.Millisecond, FetchPollInterval: fetch, PollOnly: w.pooled,
		LeaderElectionDisabled: true, SkipUnknownJobCheck: true, JobTimeout: -1, MaxAttempts: 1,
		Logger: slog.New(slog.DiscardHandler), // beats say if the database is away
	})
}

// serve serves until ctx is done, and the runs have ended.
func (w *worker) serve(ctx context.Context) error {
	running, stop := context.WithCancel(w.base)
	patience, giveUp := context.WithCancel(w.base)
	defer giveUp()
	w.patience = patience
	var done sync.WaitGroup
	for _, service := range []func(context.Context){w.claims.run, w.ends.run, w.out.run, w.beats,
		w.guard} {
		done.Go(func() { service(running) })
	}
	for ctx.Err() == nil {
		if w.client.Start(w.base) == nil {
			break
		}
		pause(ctx, pollTime)
	}
	<-ctx.Done()
	w.mu.Lock()
	w.draining = true
	w.mu.Unlock()
	w.beatNow()
	done.Go(func() { w.despair(running, giveUp) })
	err := w.client.Stop(w.base)
	stop()
	done.Wait()
	w.leave()
	return explain(err)
}

// lastWord is how long a worker that drains waits for a database that is away.
const lastWord = time.Minute

// despair gives up to wait for the database when there was no beat for a while.
func (w *worker) despair(ctx context.Context, giveUp func()) {
	for ; ctx.Err() == nil; pause(ctx, w.beat) {
		w.mu.Lock()
		silent := time.Since(w.good)
		w.mu.Unlock()
		if silent > lastWord {
			giveUp()
			return
		}
	}
}

// leave removes the worker from those that are listed.
func (w *worker) leave() {
	ctx, cancel := context.WithTimeout(w.base, time.Second)
	defer cancel()
	_, _ = w.pool.Exec(ctx, "DELETE FROM rkt_worker WHERE schedule = $1 AND name = $2",
		w.schedule, w.spec.Name) // else it is listed as lost for a while
}

// beatNow asks for a beat at once.
func (w *worker) beatNow() {
	select {
	case w.now <- struct{}{}:
	default: // it was asked for
	}
}

// beats renews the leases of the runs until ctx is done.
func (w *worker) beats(ctx context.Context) {
	away := false
	for {
		next := w.beat
		err := w.beatOnce(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !away:
			w.log.Warn("the worker cannot reach its engine", "error", explain(err))
		case err == nil && away:
			w.log.Info("the worker reaches its engine again")
		}
		if away = err != nil; away {
			next = w.beat / 5 // a connection may be lost, and the database be there
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(next):
		case <-w.now:
		}
	}
}

// beatOnce renews the leases of the runs. A run that is not among the answers may not go on.
// Statements about several runs lock their rows in the same order.
func (w *worker) beatOnce(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*w.beat)
	defer cancel()
	sent := time.Now()
	ids, tokens, draining := w.held()
	found, err := w.pool.Query(ctx, `
		WITH me AS (
			INSERT INTO rkt_worker (schedule, name, host, build, labels, slots, draining, seen_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())
			ON CONFLICT (schedule, name) DO UPDATE
				SET draining = EXCLUDED.draining, seen_at = EXCLUDED.seen_at),
		held AS (
			SELECT run_id FROM rkt_run r
			JOIN unnest($9::text[], $10::bigint[]) AS h (run_id, token) USING (run_id, token)
			WHERE r.schedule = $1 AND r.state = 'running' AND r.worker = $2
			ORDER BY run_id FOR NO KEY UPDATE OF r),
		renewed AS (
			UPDATE rkt_run r SET lease_until = clock_timestamp() + make_interval(secs => $8)
			FROM held WHERE r.schedule = $1 AND r.run_id = held.run_id
			RETURNING r.run_id, r.cancel)
		SELECT run_id, coalesce(cancel, ''), cancel IS NOT NULL FROM renewed`,
		w.schedule, w.spec.Name, w.spec.Host, w.spec.Build, w.spec.Labels, w.spec.Slots, draining,
		w.lease.Seconds(), ids, tokens)
	if err != nil {
		return err
	}
	renewed := map[string]error{}
	var id, why string
	var cancelled bool
	_, err = pgx.ForEachRow(found, []any{&id, &why, &cancelled}, func() error {
		renewed[id] = nil
		if cancelled {
			renewed[id] = cancelledError(why)
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.renewed(sent, ids, renewed)
	return nil
}

// A cancelledError is the cause of the context of a run that is to end: why.
type cancelledError string

func (e cancelledError) Error() string { return string(e) }

// held returns the runs that go on, with their tokens.
func (w *worker) held() (ids []string, tokens []int64, draining bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, r := range w.runs {
		if r.begun {
			ids, tokens = append(ids, id), append(tokens, r.claim.Token)
		}
	}
	return ids, tokens, w.draining
}

// renewed takes the answer to a beat.
func (w *worker) renewed(sent time.Time, ids []string, renewed map[string]error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.good = sent
	for _, id := range ids {
		r := w.runs[id]
		if r == nil {
			continue
		}
		why, ok := renewed[id]
		switch {
		case ok && why == nil:
			r.good = sent
		case ok:
			r.good = sent
			r.cancel(why)
		case !r.ended:
			w.log.Warn("a run is killed: its worker was counted as lost", "task", r.claim.Task,
				"run", id)
			r.cancel(rocket.ErrCutOff)
		}
	}
}

// guard kills runs whose leases may be over soon, until ctx is done. It does not wait for the
// database.
func (w *worker) guard(ctx context.Context) {
	ticker := time.NewTicker(w.beat / 10)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		w.mu.Lock()
		for _, id := range slices.Sorted(maps.Keys(w.runs)) {
			r := w.runs[id]
			if r.begun && !r.ended && r.ctx.Err() == nil && time.Since(r.good) > w.cutOff() {
				w.log.Error("a run is killed: the worker has not reached its engine for too long",
					"task", r.claim.Task, "run", id, "since_ms", time.Since(r.good).Milliseconds())
				r.cancel(rocket.ErrCutOff)
			}
		}
		w.mu.Unlock()
	}
}
