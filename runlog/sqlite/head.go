package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/rocketc/rocketc/runlog"
)

// newestHead returns the newest head that is as asked, or the oldest if none is.
func newestHead(ctx context.Context, db *sql.DB, wanted string, args ...any) (
	h runlog.Digest, err error,
) {
	var before []byte
	err = db.QueryRowContext(ctx, "SELECT id, bytes, before FROM heads WHERE id = coalesce("+
		"(SELECT max(id) FROM heads WHERE "+wanted+"), (SELECT min(id) FROM heads))", args...).
		Scan(&h.ID, &h.Bytes, &before)
	if err != nil {
		return h, err
	}
	return h, h.Parse(before)
}

// tidy adds a head if it is time for one, and removes what need not be kept. If it fails, the
// next batch tries again.
func (w *writer) tidy(ctx context.Context) {
	if !w.keep.IsDue(&w.began, &w.now, w.long) {
		return
	}
	err := within(ctx, w.db, func(tx *sql.Tx) error {
		if err := addHead(ctx, tx, &w.now); err != nil {
			return err
		}
		return w.prune(ctx, tx)
	})
	if err == nil {
		w.began = w.now.Bare()
	}
}

// addHead adds a head.
func addHead(ctx context.Context, tx *sql.Tx, h *runlog.Digest) error {
	before, err := h.Text()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO heads (id, latest, runs, bytes, before) "+
		"VALUES (?, ?, ?, ?, ?)", h.ID, instant(h.Before.Latest), h.Before.Runs, h.Bytes, before)
	return err
}

// prune removes what stands before the newest head behind which there is as much as is to be
// kept.
func (w *writer) prune(ctx context.Context, tx *sql.Tx) error {
	if w.keep == (runlog.Keep{}) {
		return nil
	}
	var id int64
	err := tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM heads
		WHERE ?1 > 0 AND latest <= ?2 OR ?3 > 0 AND ?4 - runs >= ?3 OR ?5 > 0 AND ?6 - bytes >= ?5`,
		int64(w.keep.Age), instant(time.Now().Add(-w.keep.Age)), w.keep.Runs, w.now.Before.Runs,
		w.keep.Bytes, w.now.Bytes).Scan(&id)
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, "DELETE FROM records WHERE id <= ?", id); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM heads WHERE id < ?", id)
	return err
}
