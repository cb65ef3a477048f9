package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// pageSize is how many records are read by one statement at most.
const pageSize = 500

// everything asks for all records.
var everything = rocket.Query{Events: rocket.AnyEvent}

// Read returns the records, see [rocket.RunLog]. It needs no Open. A database without the
// tables has no records. Records are read in pages, so that a reader holds nothing in the
// database: those that are appended meanwhile may be seen.
func (l *Log) Read(ctx context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	return func(yield func(rocket.Record, error) bool) {
		db, done, err := l.reader(ctx)
		if err != nil {
			yield(rocket.Record{}, err)
			return
		}
		defer done()
		var since runlog.Digest
		if !q.From.IsZero() {
			if since, err = db.head(ctx, q.From); err != nil {
				yield(rocket.Record{}, failure(ctx, err))
				return
			}
		}
		db.read(ctx, q, max(since.ID, seqOf(q.After)), yield)
	}
}

// seqOf returns a Seq as the database has it.
func seqOf(seq uint64) int64 { return int64(min(seq, math.MaxInt64)) }

// read yields the records after a Seq that the query asks for.
func (d *database) read(ctx context.Context, q rocket.Query, after int64,
	yield func(rocket.Record, error) bool) {
	n := 0
	for r, err := range d.pages(ctx, q, after) {
		if err != nil {
			yield(rocket.Record{}, failure(ctx, err))
			return
		}
		if !q.Match(r.Record) {
			continue
		}
		if n++; !yield(r.Record, nil) || n == q.Limit {
			return
		}
	}
}

// failure returns the error of a read: the cause of ctx if that is done.
func failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return explain(err)
}

// Resume implements [rocket.Resumer]. It starts at the newest head that sums up nothing since
// from.
func (l *Log) Resume(ctx context.Context, from time.Time) (rocket.Summary,
	iter.Seq2[rocket.Record, error]) {
	fail := func(err error) iter.Seq2[rocket.Record, error] {
		return func(yield func(rocket.Record, error) bool) { yield(rocket.Record{}, err) }
	}
	db, done, err := l.reader(ctx)
	if err != nil {
		return rocket.Summary{}, fail(err)
	}
	since, err := db.head(ctx, from)
	if err != nil {
		done()
		return rocket.Summary{}, fail(failure(ctx, err))
	}
	return since.Before, func(yield func(rocket.Record, error) bool) {
		defer done()
		db.read(ctx, everything, since.ID, yield)
	}
}

// Schedules returns the names of the schedules that have a log in the database, sorted.
func (l *Log) Schedules(ctx context.Context) (names []string, err error) {
	db, done, err := l.reader(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	rows, err := db.pool.Query(ctx, "SELECT schedule FROM rkt_lease ORDER BY schedule")
	if err == nil {
		names, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil && !hasCode(err, undefinedTable) {
		return nil, failure(ctx, err)
	}
	return names, nil
}

// reader returns the database to read from, and what is to be called in the end.
func (l *Log) reader(ctx context.Context) (db *database, done func(), err error) {
	l.where.Lock()
	defer l.where.Unlock()
	if l.db != nil {
		return l.db, func() {}, nil
	}
	if db, err = l.connect(ctx); err != nil {
		return nil, nil, err
	}
	if _, err = db.version(ctx); err != nil {
		db.close()
		return nil, nil, failure(ctx, err)
	}
	return db, db.close, nil
}

// pages returns the rows after a Seq which the query may ask for, page by page: all that it
// asks for are among them.
func (d *database) pages(ctx context.Context, q rocket.Query, after int64) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		low, high := after, int64(math.MaxInt64)
		for {
			rows, err := d.page(ctx, q, low, high)
			if err != nil {
				yield(row{}, err)
				return
			}
			for _, r := range rows {
				if !yield(r, nil) {
					return
				}
			}
			if len(rows) < sizeOf(q) {
				return
			}
			if end := last(rows); q.Newest {
				high = end
			} else {
				low = end
			}
		}
	}
}

// sizeOf returns how many records a page has.
func sizeOf(q rocket.Query) int {
	if q.Limit > 0 {
		return min(q.Limit, pageSize)
	}
	return pageSize
}

// page returns the first rows between two Seq, without these.
func (d *database) page(ctx context.Context, q rocket.Query, low, high int64) ([]row, error) {
	text, args := statement(q, d.schedule, low, high)
	found, err := d.pool.Query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	rows, err := pgx.CollectRows(found, func(found pgx.CollectableRow) (r row, err error) {
		if err = found.Scan(&r.text); err != nil {
			return r, err
		}
		if err = json.Unmarshal([]byte(r.text), &r.Record); err != nil {
			err = &runlog.NewerError{Err: err}
		}
		return r, err
	})
	if hasCode(err, undefinedTable) {
		return nil, nil
	}
	return rows, err
}

// statement returns the statement that reads a page, and its arguments. Instants in the
// database are cut to microseconds, so it may find more than the query asks for.
func statement(q rocket.Query, schedule string, low, high int64) (text string, args []any) {
	var b strings.Builder
	where := func(condition string, value any) {
		args = append(args, value)
		fmt.Fprintf(&b, condition, len(args))
	}
	where("SELECT record FROM rkt_record WHERE schedule = $%d", schedule)
	where(" AND seq > $%d", low)
	where(" AND seq < $%d", high)
	if len(q.Tasks) > 0 {
		names := make([]string, len(q.Tasks))
		for i, name := range q.Tasks {
			names[i] = storable(name)
		}
		where(" AND task = ANY($%d::text[])", names)
	}
	if q.RunID != "" {
		where(" AND run_id = $%d", storable(q.RunID))
	}
	if q.Events != everything.Events {
		where(" AND event = ANY($%d::text[])", strings.Split(q.Asked().String(), "|"))
	}
	if !q.From.IsZero() {
		where(" AND time >= $%d", q.From.Truncate(time.Microsecond))
	}
	if !q.To.IsZero() {
		where(" AND time <= $%d", q.To.Truncate(time.Microsecond))
	}
	b.WriteString(" ORDER BY seq")
	if q.Newest {
		b.WriteString(" DESC")
	}
	fmt.Fprintf(&b, " LIMIT %d", sizeOf(q))
	return b.String(), args
}
