package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/runlog"
)

// head returns the newest head that sums up nothing since an instant, or the oldest if there
// is none; the zero head if the log is not there.
func (d *database) head(ctx context.Context, since time.Time) (runlog.Digest, error) {
	return d.findHead(ctx, false, since)
}

// newestHead returns the newest head.
func (d *database) newestHead(ctx context.Context) (runlog.Digest, error) {
	return d.findHead(ctx, true, time.Time{})
}

func (d *database) findHead(ctx context.Context, newest bool, since time.Time) (h runlog.Digest,
	err error) {
	var before []byte
	err = d.pool.QueryRow(ctx, `
		SELECT seq, bytes, before FROM rkt_head
		WHERE schedule = $1 AND seq = coalesce(
			(SELECT max(seq) FROM rkt_head WHERE schedule = $1 AND ($2 OR latest < $3)),
			(SELECT min(seq) FROM rkt_head WHERE schedule = $1))`,
		d.schedule, newest, since.Truncate(time.Microsecond)).
		Scan(&h.ID, &h.Bytes, &before)
	if errors.Is(err, pgx.ErrNoRows) || hasCode(err, undefinedTable) {
		return h, nil
	}
	if err != nil {
		return h, err
	}
	return h, h.Parse(before)
}

// readHead takes over the newest head, and the records after it. The first head of a log sums
// up nothing.
func (w *writer) readHead(ctx context.Context) (err error) {
	first, err := new(runlog.Digest).Text()
	if err != nil {
		return err
	}
	_, err = w.pool.Exec(ctx, `
		INSERT INTO rkt_head (schedule, seq, latest, runs, bytes, before)
		SELECT $1, 0, $2, 0, 0, $3::json
		WHERE NOT EXISTS (SELECT FROM rkt_head WHERE schedule = $1)`,
		w.schedule, time.Time{}, first)
	if err != nil {
		return err
	}
	if w.began, err = w.newestHead(ctx); err != nil {
		return err
	}
	w.now = w.began
	w.began = w.began.Bare()
	w.now.Before = w.now.Before.Clone()
	for r, err := range w.pages(ctx, everything, w.now.ID) {
		if err != nil {
			return err
		}
		w.now.Add(int64(r.Seq), int64(len(r.text)), r.Record)
	}
	return nil
}

// tidy adds a head if it is time for one, and removes what need not be kept. If it fails, the
// next batch tries again.
func (w *writer) tidy(ctx context.Context) {
	if !w.keep.IsDue(&w.began, &w.now, w.long) {
		return
	}
	before, err := w.now.Text()
	if err != nil {
		return
	}
	tag, err := w.pool.Exec(ctx, `
		INSERT INTO rkt_head (schedule, seq, latest, runs, bytes, before)
		SELECT schedule, seq, $4, $5, $6, $7::json FROM rkt_lease
		WHERE schedule = $1 AND epoch = $2 AND seq = $3
		ON CONFLICT DO NOTHING`,
		w.schedule, w.lease.epoch, w.seq, roundedUp(w.now.Before.Latest), w.now.Before.Runs,
		w.now.Bytes, before)
	if err != nil || tag.RowsAffected() == 0 {
		return
	}
	w.began = w.now.Bare()
	w.prune(ctx)
}

// roundedUp returns an instant as the database has it, which is not before it.
func roundedUp(at time.Time) time.Time {
	return at.Add(time.Microsecond - 1).Truncate(time.Microsecond)
}

// prune removes what stands before the newest head behind which there is as much as is to be
// kept.
func (w *writer) prune(ctx context.Context) {
	if w.keep == (runlog.Keep{}) {
		return
	}
	_, _ = w.pool.Exec(ctx, `
		WITH cut AS (
			SELECT max(seq) AS seq FROM rkt_head
			WHERE schedule = $1 AND ($2 AND latest <= $3 OR $4::bigint > 0 AND $5 - runs >= $4 OR
				$6::bigint > 0 AND $7 - bytes >= $6)),
		gone AS (
			DELETE FROM rkt_record USING cut WHERE schedule = $1 AND rkt_record.seq <= cut.seq)
		DELETE FROM rkt_head USING cut WHERE schedule = $1 AND rkt_head.seq < cut.seq`,
		w.schedule, w.keep.Age > 0, time.Now().Add(-w.keep.Age), w.keep.Runs, w.now.Before.Runs,
		w.keep.Bytes, w.now.Bytes) // the next head tries again
}
