package postgres

import (
	"context"
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
	case l.w.seq > 0:
		return errors.New("the run log has records already")
	}
	return explain(l.w.inherit(ctx, older))
}

// inherit replaces the first head, which sums up nothing.
func (w *writer) inherit(ctx context.Context, older rocket.Summary) error {
	first := runlog.Digest{ID: seqOf(older.Seq), Before: older.Clone()}
	text, err := first.Text()
	if err != nil {
		return err
	}
	tag, err := w.pool.Exec(ctx, `
		WITH held AS (
			UPDATE rkt_lease SET seq = $3 WHERE schedule = $1 AND epoch = $2 AND seq = 0
			RETURNING schedule)
		UPDATE rkt_head SET seq = $3, latest = $4, runs = $5, before = $6::json
		FROM held WHERE rkt_head.schedule = held.schedule`,
		w.schedule, w.lease.epoch, first.ID, roundedUp(older.Latest), older.Runs, text)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return w.settle(ctx)
	}
	w.seq, w.now, w.began = first.ID, first, first.Bare()
	return nil
}
