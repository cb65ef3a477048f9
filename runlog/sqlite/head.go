package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A head sums up the records up to one of them; the first head of a log sums up none.
type head struct {
	id     int64 // of the last of them
	bytes  int64 // how much text they had, also those that are removed
	before rocket.Summary
	length int64 // of the summary as JSON
}

// bare returns the head without what the summary has of tasks.
func (h head) bare() head {
	h.before = rocket.Summary{Latest: h.before.Latest, Runs: h.before.Runs}
	return h
}

// newestHead returns the newest head that is as asked, or the oldest if none is.
func newestHead(ctx context.Context, db *sql.DB, wanted string, args ...any) (h head, err error) {
	var before []byte
	err = db.QueryRowContext(ctx, "SELECT id, bytes, before FROM heads WHERE id = coalesce("+
		"(SELECT max(id) FROM heads WHERE "+wanted+"), (SELECT min(id) FROM heads))", args...).
		Scan(&h.id, &h.bytes, &before)
	if err != nil {
		return head{}, err
	}
	h.length = int64(len(before))
	return h, json.Unmarshal(before, &h.before)
}

// tidy adds a head if it is time for one, and removes what need not be kept. If it fails, the
// next batch tries again.
func (w *writer) tidy(ctx context.Context) {
	bytes := w.now.bytes - w.began.bytes
	if !w.keep.IsDue(&w.began.before, &w.now.before, bytes, w.began.length, w.long) {
		return
	}
	var length int64
	err := within(ctx, w.db, func(tx *sql.Tx) (err error) {
		if length, err = addHead(ctx, tx, w.now); err != nil {
			return err
		}
		return w.prune(ctx, tx)
	})
	if err == nil {
		w.began = w.now.bare()
		w.began.length = length
	}
}

// addHead adds a head, and returns the length of its summary as JSON.
func addHead(ctx context.Context, tx *sql.Tx, h head) (length int64, err error) {
	before, err := json.Marshal(h.before)
	if err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO heads (id, latest, runs, bytes, before) "+
		"VALUES (?, ?, ?, ?, ?)", h.id, instant(h.before.Latest), h.before.Runs, h.bytes,
		string(before))
	return int64(len(before)), err
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
		int64(w.keep.Age), instant(time.Now().Add(-w.keep.Age)), w.keep.Runs, w.now.before.Runs,
		w.keep.Bytes, w.now.bytes).Scan(&id)
	if err != nil {
		return err
	}
	if _, err = tx.ExecContext(ctx, "DELETE FROM records WHERE id <= ?", id); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM heads WHERE id < ?", id)
	return err
}
