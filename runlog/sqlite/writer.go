package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A writer appends to a log.
type writer struct {
	path string
	keep runlog.Keep
	long int64 // how much text of records follows a head until the next one
	lock io.Closer

	file   os.FileInfo   // of the database, as it was before the latest batch; nil: not known
	wal    os.FileInfo   // of its write-ahead log; nil: not known
	db     *sql.DB       // nil: to be opened before the next batch
	insert *sql.Stmt     // nil: to be prepared
	last   int64         // the id of the last record that is acknowledged
	now    runlog.Digest // of all of them
	began  runlog.Digest // the newest head, without what its summary has of tasks
}

// open opens the database, and sums up what it has.
func (w *writer) open(ctx context.Context) (err error) {
	if w.db, err = openToWrite(w.path); err != nil {
		return err
	}
	if err := prepare(ctx, w.db); err != nil {
		return err
	}
	if w.now, err = newestHead(ctx, w.db, "true"); err != nil {
		return err
	}
	grow(w.path)
	w.began, w.last = w.now.Bare(), w.now.ID
	return each(ctx, w.db, "id > ? ORDER BY id", []any{w.now.ID},
		func(id int64, r rocket.Record) bool { w.took(id, r); return true })
}

// took notes that a record is part of the log.
func (w *writer) took(id int64, r rocket.Record) {
	w.last = id
	w.now.Add(id, weight(r), r)
}

// append writes a batch. What it does not acknowledge is not in the log.
func (w *writer) append(ctx context.Context, records []rocket.Record) error {
	if err := w.reopen(ctx); err != nil {
		return err
	}
	ids := make([]int64, len(records))
	id := w.last
	for i, r := range records {
		id = max(id+1, int64(r.Seq))
		ids[i] = id
	}
	err := within(ctx, w.db, func(tx *sql.Tx) error {
		into := tx.StmtContext(ctx, w.insert)
		defer into.Close()
		for i, r := range records {
			if _, err := into.ExecContext(ctx, values(ids[i], r)...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		// SQLite may have written the transaction although it could not sync it.
		return errors.Join(err, w.distrust())
	}
	for i, r := range records {
		w.took(ids[i], r)
	}
	w.tidy(ctx)
	return nil
}

// distrust closes the database: what it has behind the last acknowledged record is to be
// taken back before anything is written.
func (w *writer) distrust() error {
	err := w.db.Close() // and what is prepared
	w.db, w.wal, w.insert = nil, nil, nil
	return err
}

// reopen opens the database anew if it is not trusted, and prepares what is done often.
func (w *writer) reopen(ctx context.Context) (err error) {
	if w.db == nil {
		err = w.openAgain(ctx)
	}
	if err == nil && w.insert == nil {
		w.insert, err = w.db.PrepareContext(ctx, insert)
	}
	return err
}

// openAgain opens the database, and takes back what was not acknowledged.
func (w *writer) openAgain(ctx context.Context) error {
	db, err := openToWrite(w.path)
	if err == nil {
		err = w.takeBack(ctx, db)
	}
	if err != nil {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
		return err
	}
	w.db = db
	return nil
}

// takeBack removes what was not acknowledged.
func (w *writer) takeBack(ctx context.Context, db *sql.DB) error {
	if err := prepare(ctx, db); err != nil {
		return err
	}
	return within(ctx, db, func(tx *sql.Tx) error {
		var last int64
		err := tx.QueryRowContext(ctx, `SELECT max(coalesce((SELECT max(id) FROM records), 0),
			coalesce((SELECT max(id) FROM heads), 0))`).Scan(&last)
		if err == nil && last < w.last {
			err = fmt.Errorf("it has lost its end: its last record is %d, not %d", last, w.last)
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM records WHERE id > ?", w.last)
		return err
	})
}

func (w *writer) close() (err error) {
	if w.db != nil {
		err = w.distrust()
	}
	return errors.Join(err, w.lock.Close())
}
