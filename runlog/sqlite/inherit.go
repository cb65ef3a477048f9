package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Inherit has the log take over what another knows of records that it no longer has, before
// all records. The log must be open, and have no records yet.
func (l *Log) Inherit(ctx context.Context, older rocket.Summary) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.w == nil:
		return errNotOpen
	case l.w.last > 0:
		return errors.New("the run log has records already")
	}
	return l.w.inherit(ctx, older)
}

// inherit replaces the first head, which sums up nothing.
func (w *writer) inherit(ctx context.Context, older rocket.Summary) error {
	if err := w.reopen(ctx); err != nil {
		return err
	}
	first := runlog.Digest{ID: int64(older.Seq), Before: older.Clone()}
	err := within(ctx, w.db, func(tx *sql.Tx) (err error) {
		if _, err = tx.ExecContext(ctx, "DELETE FROM heads"); err == nil {
			err = addHead(ctx, tx, &first)
		}
		return err
	})
	if err != nil {
		return err
	}
	w.now, w.began, w.last = first, first.Bare(), first.ID
	return nil
}
