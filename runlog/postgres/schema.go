package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// migrations are what makes the tables, by number from 1. A migration is never changed: what
// follows is another one.
var migrations = []string{`
CREATE TABLE rkt_lease (
	schedule   text PRIMARY KEY,
	epoch      bigint NOT NULL,      -- how often a program has opened the log
	seq        bigint NOT NULL,      -- of the newest record
	host       text NOT NULL,        -- of the program
	pid        bigint NOT NULL,
	process    text NOT NULL,        -- tells the process from all others
	expires_at timestamptz NOT NULL
);
CREATE TABLE rkt_record (
	schedule text NOT NULL,
	seq      bigint NOT NULL,
	time     timestamptz NOT NULL,
	task     text NOT NULL,
	run_id   text NOT NULL,
	event    text NOT NULL,
	record   json NOT NULL,          -- all of it
	PRIMARY KEY (schedule, seq)
);
CREATE INDEX rkt_record_task ON rkt_record (schedule, task, seq);
CREATE INDEX rkt_record_run ON rkt_record (schedule, run_id);
CREATE TABLE rkt_head (
	schedule text NOT NULL,
	seq      bigint NOT NULL,        -- of the last record that is summed up
	latest   timestamptz NOT NULL,   -- when the latest of them was created
	runs     bigint NOT NULL,        -- how many of them say that a run started
	bytes    bigint NOT NULL,        -- how much text they had
	before   json NOT NULL,
	PRIMARY KEY (schedule, seq)
)`, `
-- Appends records, and says whether the log was as the program knows it. It is a function because
-- a connection plans what a function does only once, even if a proxy pools transactions.
CREATE OR REPLACE FUNCTION rkt_append(of_schedule text, at_epoch bigint, from_seq bigint,
	to_seq bigint, lease_seconds float8, seqs bigint[], times timestamptz[], tasks text[],
	run_ids text[], events text[], records text[]) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	UPDATE rkt_lease SET seq = to_seq,
		expires_at = clock_timestamp() + make_interval(secs => lease_seconds)
	WHERE schedule = of_schedule AND epoch = at_epoch AND seq = from_seq;
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	INSERT INTO rkt_record (schedule, seq, time, task, run_id, event, record)
	SELECT of_schedule, r.seq, r.time, r.task, r.run_id, r.event, r.record::json
	FROM unnest(seqs, times, tasks, run_ids, events, records)
		AS r (seq, time, task, run_id, event, record);
	RETURN true;
END
$$`,
}

// migrationLock is the advisory lock of those who make the tables.
const migrationLock = 0x726f636b657463 // rocketc

// version returns the number of the newest migration that the database has had; 0 if it has
// no tables.
func (d *database) version(ctx context.Context) (n int, err error) {
	err = d.pool.QueryRow(ctx, "SELECT version FROM rkt_meta").Scan(&n)
	switch {
	case hasCode(err, undefinedTable):
		return 0, nil
	case err != nil:
		return 0, err
	case n > len(migrations):
		return n, fmt.Errorf("the tables were made by a newer rocketc: they have version %d, "+
			"and this program knows %d; build it with that rocketc", n, len(migrations))
	}
	return n, nil
}

// migrate makes the tables what this program needs.
func (d *database) migrate(ctx context.Context) error {
	if n, err := d.version(ctx); err != nil || n == len(migrations) {
		return err
	}
	return pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(migrationLock))
		if err != nil {
			return err
		}
		return update(ctx, tx)
	})
}

// update applies the migrations that the database has not had.
func update(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, "CREATE TABLE IF NOT EXISTS rkt_meta (version int NOT NULL)")
	if err != nil {
		return err
	}
	var done int
	if err := tx.QueryRow(ctx, "SELECT coalesce(max(version), 0) FROM rkt_meta").
		Scan(&done); err != nil {
		return err
	}
	for n := done; n < len(migrations); n++ {
		if _, err := tx.Exec(ctx, migrations[n]); err != nil {
			return fmt.Errorf("migration %d: %w", n+1, err)
		}
	}
	if _, err := tx.Exec(ctx, "DELETE FROM rkt_meta"); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO rkt_meta VALUES ($1)", max(done, len(migrations)))
	return err
}
