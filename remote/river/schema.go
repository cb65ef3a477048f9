package river

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	rocket "github.com/rocketc/rocketc/runtime"
)

var _ rocket.Engine = (*Engine)(nil)

// queueSchema is the schema of River's tables.
const queueSchema = "rkt_river"

// migrations are what makes our tables, by number from 1. A migration is never changed: what
// follows is another one.
var migrations = []string{`
CREATE SEQUENCE rkt_token;
CREATE TABLE rkt_run (
	schedule    text NOT NULL,
	run_id      text NOT NULL,
	task        text NOT NULL,
	label       text NOT NULL,
	build       text NOT NULL,
	exclusive   boolean NOT NULL,
	work_order  json NOT NULL,       -- what the worker is told
	grace       bigint NOT NULL,     -- in nanoseconds
	queued_at   timestamptz NOT NULL,-- by the clock of the leader
	opened_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
	job         bigint NOT NULL,     -- of River
	state       text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done')),
	token       bigint NOT NULL DEFAULT 0, -- of the claim, from rkt_token
	worker      text NOT NULL DEFAULT '',
	host        text NOT NULL DEFAULT '',
	lease_until timestamptz,
	cancel      text,                -- why the run is to end
	lost        boolean NOT NULL DEFAULT false,
	outcome     json,
	PRIMARY KEY (schedule, run_id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX rkt_run_exclusive ON rkt_run (schedule, task) WHERE exclusive AND state = 'running';
CREATE TABLE rkt_run_output (
	schedule text NOT NULL,
	run_id   text NOT NULL,
	n        bigint NOT NULL,        -- from 1, for each run
	stream   text NOT NULL,          -- stdout, stderr or progress
	text     text NOT NULL,          -- lines
	PRIMARY KEY (schedule, run_id, n)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE TABLE rkt_worker (
	schedule text NOT NULL,
	name     text NOT NULL,
	host     text NOT NULL,
	build    text NOT NULL,
	labels   text[] NOT NULL,
	slots    int NOT NULL,
	draining boolean NOT NULL,
	seen_at  timestamptz NOT NULL,
	PRIMARY KEY (schedule, name)
) WITH (fillfactor = 50)`, `
CREATE INDEX rkt_run_running ON rkt_run (schedule, worker) WHERE state = 'running'`, `
-- An entry of a GIN index is never removed, and each run has one of its own. Nobody asks for jobs
-- by their arguments.
DROP INDEX IF EXISTS rkt_river.river_job_args_index, rkt_river.river_job_metadata_index`,
}

// migrationLock is the advisory lock of those who make the tables.
const migrationLock = 0x726f636b657472 // rocketr

// Migrate makes the tables of the run log, of River in the schema rkt_river, and our own, or
// updates them. Several programs may do so at the same time. Tables that others have, of River,
// too, are left alone. The error names the version if a newer rocketc has made the tables.
func (e *Engine) Migrate(ctx context.Context) (notes []string, err error) {
	notes, err = e.log().Migrate(ctx)
	if err != nil {
		return nil, err
	}
	config, _, err := e.log().Config(ctx)
	if err != nil {
		return nil, err
	}
	if e.dial != nil {
		config.ConnConfig.DialFunc = e.dial
	}
	pool, err := pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	if err != nil {
		return nil, explain(err)
	}
	defer pool.Close()
	more, err := migrate(ctx, pool)
	return append(notes, more...), explain(err)
}

// versions are the numbers of the newest migrations.
type versions struct{ ours, queue int }

// had returns the migrations that a database has had; zero if it has no tables.
func had(ctx context.Context, pool *pgxpool.Pool) (v versions, err error) {
	var there bool
	err = pool.QueryRow(ctx, "SELECT to_regclass('rkt_remote_meta') IS NOT NULL").Scan(&there)
	if err != nil || !there {
		return v, err
	}
	err = pool.QueryRow(ctx, "SELECT ours, queue FROM rkt_remote_meta").Scan(&v.ours, &v.queue)
	return v, err
}

// migrate applies the migrations that the database has not had.
func migrate(ctx context.Context, pool *pgxpool.Pool) (notes []string, err error) {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{
		Schema: queueSchema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	known := versions{len(migrations), 0}
	for _, m := range migrator.AllVersions() {
		known.queue = max(known.queue, m.Version)
	}
	before, err := had(ctx, pool)
	if err != nil || before == known {
		return nil, err
	}
	err = locked(ctx, pool, func(tx pgx.Tx) (err error) {
		if before, err = had(ctx, pool); err != nil || before == known {
			return err
		}
		if before.ours > known.ours || before.queue > known.queue {
			return fmt.Errorf("the tables were made by a newer rocketc: they have version %d.%d, "+
				"and this program knows %d.%d; %w", before.ours, before.queue, known.ours,
				known.queue, rocket.ErrNewer)
		}
		// River's migrations are transactions of their own, while the lock is held.
		_, err = pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+queueSchema)
		if err != nil {
			return err
		}
		if _, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return err
		}
		return update(ctx, tx, before, known)
	})
	if err != nil || before == known {
		return nil, err
	}
	if before.queue != known.queue {
		notes = append(notes, fmt.Sprintf("the tables of River in the schema %s have version %d "+
			"now; they had %d", queueSchema, known.queue, before.queue))
	}
	if before.ours != known.ours {
		notes = append(notes, fmt.Sprintf("the tables of remote runs have version %d now; they "+
			"had %d", known.ours, before.ours))
	}
	return notes, nil
}

// locked calls f in a transaction that has the advisory lock. While another has the lock, it
// keeps no connection: that may need a second one, of a proxy that has few.
func locked(ctx context.Context, pool *pgxpool.Pool, f func(pgx.Tx) error) error {
	for {
		var got bool
		err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			err := tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock($1)",
				int64(migrationLock)).Scan(&got)
			if err != nil || !got {
				return err
			}
			return f(tx)
		})
		if got || err != nil {
			return err
		}
		if pause(ctx, pollTime); ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
}

// update makes our tables what this program needs, and notes the versions.
func update(ctx context.Context, tx pgx.Tx, before, known versions) error {
	for n := before.ours; n < known.ours; n++ {
		if _, err := tx.Exec(ctx, migrations[n]); err != nil {
			return fmt.Errorf("migration %d: %w", n+1, err)
		}
	}
	for _, text := range []string{
		"CREATE TABLE IF NOT EXISTS rkt_remote_meta (ours int NOT NULL, queue int NOT NULL)",
		"DELETE FROM rkt_remote_meta",
		fmt.Sprintf("INSERT INTO rkt_remote_meta VALUES (%d, %d)", known.ours, known.queue),
	} {
		if _, err := tx.Exec(ctx, text); err != nil {
			return err
		}
	}
	return nil
}
