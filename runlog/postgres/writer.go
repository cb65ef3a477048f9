package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A writer appends to the log of a schedule.
type writer struct {
	*database
	keep runlog.Keep
	long int64 // how much text of records follows a head

	lease   lease
	release func()        // ends the renewal of the lease, and waits for the latest one
	pending [][]row       // batches of which one may be there, oldest first
	pooled  bool          // whether nothing can be prepared, because of a proxy
	seq     int64         // of the newest record that is acknowledged
	began   runlog.Digest //  the newest head
	now     runlog.Digest //  what a new one would be
}

// A row is a record as the database has it.
type row struct {
	rocket.Record
	text string // of the record, as JSON
}

// open takes the lease, and reads what is there.
func (w *writer) open(ctx context.Context,
	take func(*database) (lease, error)) (notes []string, err error) {
	if err = w.migrate(ctx); err != nil {
		return nil, err
	}
	if w.lease, err = take(w.database); err != nil {
		return nil, err
	}
	w.seq = w.lease.seq
	if err = w.readHead(ctx); err != nil {
		return nil, err
	}
	if notes, err = w.agree(ctx); err != nil {
		return nil, err
	}
	var commit string
	if err = w.pool.QueryRow(ctx, "SHOW synchronous_commit").Scan(&commit); err != nil {
		return nil, err
	}
	if commit == "off" {
		notes = append(notes, "synchronous_commit of the database is off: what the run log has "+
			"may be lost if the server crashes")
	}
	held, release := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	w.release = func() {
		release()
		<-ended
	}
	go func() {
		defer close(ended)
		w.hold(held, w.lease.epoch)
	}()
	return notes, nil
}

// agree has the lease say the number of the newest record that is there. A note says that another
// program has removed newer ones.
func (w *writer) agree(ctx context.Context) (notes []string, err error) {
	if w.now.ID == w.seq {
		return nil, nil
	}
	if w.now.ID < w.seq {
		notes = []string{fmt.Sprintf("the newest record of the run log has number %d, not %d: "+
			"another program has removed those behind it, and what ran then is not known",
			w.now.ID, w.seq)}
	}
	tag, err := w.pool.Exec(ctx, "UPDATE rkt_lease SET seq = $3 WHERE schedule = $1 AND epoch = $2",
		w.schedule, w.lease.epoch, w.now.ID)
	if err == nil && tag.RowsAffected() == 0 {
		err = w.settle(ctx)
	}
	w.seq = w.now.ID
	return notes, err
}

// close gives up the lease, if the database is there.
func (w *writer) close() {
	w.release()
	_ = w.renew(context.Background(), w.lease.epoch, 0) // else it expires
	w.database.close()
}

// append writes records, those that are not there already.
func (w *writer) append(ctx context.Context, records []rocket.Record) error {
	rows, err := w.rows(records)
	if err != nil {
		return err
	}
	for {
		written, err := w.insert(ctx, rows)
		if err != nil {
			return err
		}
		if written {
			w.took(rows)
			w.tidy(ctx)
			return nil
		}
		if err := w.settle(ctx); err != nil {
			return err
		}
		for len(rows) > 0 && int64(rows[0].Seq) <= w.seq {
			rows = rows[1:]
		}
		if len(rows) == 0 {
			return nil
		}
	}
}

// rows returns records as the database has them.
func (w *writer) rows(records []rocket.Record) ([]row, error) {
	rows, before := make([]row, len(records)), w.seq
	for i, r := range records {
		if int64(r.Seq) <= before {
			return nil, fmt.Errorf("the record %d does not follow %d", r.Seq, before)
		}
		text, err := r.AppendJSON(nil) // json.Marshal would escape more
		if err != nil {
			return nil, err
		}
		rows[i], before = row{r, string(text)}, int64(r.Seq)
	}
	return rows, nil
}

// insert appends rows, if the log is as this writer knows it.
func (w *writer) insert(ctx context.Context, rows []row) (written bool, err error) {
	n := len(rows)
	seqs, times := make([]int64, n), make([]time.Time, n)
	tasks, ids, events, texts := make([]string, n), make([]string, n), make([]string, n),
		make([]string, n)
	for i, r := range rows {
		seqs[i], times[i], texts[i] = int64(r.Seq), r.Created.Truncate(time.Microsecond), r.text
		tasks[i], ids[i], events[i] = storable(r.Task), storable(r.RunID), r.Event.String()
	}
	mode := pgx.QueryExecModeCacheStatement
	if w.pooled {
		mode = pgx.QueryExecModeExec
	}
	err = w.pool.QueryRow(ctx, "SELECT rkt_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		mode, w.schedule, w.lease.epoch, w.seq, last(rows), w.term.lease.Seconds(),
		seqs, times, tasks, ids, events, texts).Scan(&written)
	if !w.pooled && (hasCode(err, missingStatement) || hasCode(err, preparedStatement)) {
		w.pooled = true // nothing was executed
		return w.insert(ctx, rows)
	}
	if err != nil && !pgconn.SafeToRetry(err) {
		w.doubt(rows)
	}
	return written, err
}

// maxPending is how many batches are remembered whose outcome is not known.
const maxPending = 100

// doubt notes that it is not known whether a batch is there.
func (w *writer) doubt(rows []row) {
	n := len(w.pending)
	if n > 0 && last(w.pending[n-1]) == last(rows) {
		return // it is tried again
	}
	w.pending = append(w.pending, rows)
	if n == maxPending {
		w.pending = w.pending[1:]
	}
}

// last returns the Seq of the newest of the rows.
func last(rows []row) int64 { return int64(rows[len(rows)-1].Seq) }

// storable returns a text as a column takes it, which has no NUL. The record has the text as
// it is.
func storable(text string) string { return strings.ReplaceAll(text, "\x00", "\ufffd") }

// settle finds out why the log is not as this writer knows it: a batch is there whose commit
// was not acknowledged, or the log is another's.
func (w *writer) settle(ctx context.Context) error {
	found, err := w.database.lease(ctx)
	if err != nil {
		return err
	}
	if found.epoch != w.lease.epoch {
		return found.taken()
	}
	for _, rows := range w.pending {
		if last(rows) == found.seq {
			w.took(rows)
			return nil
		}
	}
	return fmt.Errorf("the newest record has number %d, not %d: has the database been "+
		"restored? Start the program anew", found.seq, w.seq)
}

// took notes that rows are part of the log.
func (w *writer) took(rows []row) {
	for _, r := range rows {
		w.now.Add(int64(r.Seq), int64(len(r.text)), r.Record)
	}
	w.seq, w.pending = last(rows), nil
}
