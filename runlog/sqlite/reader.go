package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"os"
	"strings"
	"time"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Read returns the records, see [rocket.RunLog]. It needs no Open. It sees what had been
// appended when it began. A log that is not there has no records.
func (l *Log) Read(ctx context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	return l.reading(ctx, func(db *sql.DB, yield func(rocket.Record) bool) error {
		start, err := startOf(ctx, db, q)
		if err != nil {
			return err
		}
		where, args := condition(q, start)
		return each(ctx, db, where, args, func(_ int64, r rocket.Record) bool { return yield(r) })
	})
}

// Resume implements [rocket.Resumer]. It starts at the newest head that sums up only records
// created before from.
func (l *Log) Resume(ctx context.Context, from time.Time) (sum rocket.Summary,
	rest iter.Seq2[rocket.Record, error]) {
	var start runlog.Digest
	err := l.with(ctx, func(db *sql.DB) (err error) {
		start, err = newestHead(ctx, db, "latest < ?", instant(from))
		return err
	})
	return start.Before, l.reading(ctx, func(db *sql.DB, yield func(rocket.Record) bool) error {
		if err != nil {
			return err
		}
		return each(ctx, db, "id > ? ORDER BY id", []any{start.ID},
			func(_ int64, r rocket.Record) bool { return yield(r) })
	})
}

// reading returns what read yields, and its error at the end.
func (l *Log) reading(ctx context.Context, read func(*sql.DB, func(rocket.Record) bool) error,
) iter.Seq2[rocket.Record, error] {
	return func(yield func(rocket.Record, error) bool) {
		stopped := false
		err := l.with(ctx, func(db *sql.DB) error {
			return read(db, func(r rocket.Record) bool {
				stopped = !yield(r, nil)
				return !stopped
			})
		})
		if err != nil && !stopped {
			yield(rocket.Record{}, err)
		}
	}
}

// with reads, unless the database is not there or is no run log yet.
func (l *Log) with(ctx context.Context, read func(*sql.DB) error) error {
	l.mu.Lock()
	db, path := l.readers, runlog.Locate(l.Path)
	l.mu.Unlock()
	if db != nil {
		return explain(path, read(db))
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db, err := openToRead(path)
	if err != nil {
		return err
	}
	found, err := checkDatabase(ctx, db)
	if err == nil && found > 0 {
		err = read(db)
	}
	return explain(path, errors.Join(err, db.Close()))
}

// startOf returns the id of a record before all those that a query can ask for.
func startOf(ctx context.Context, db *sql.DB, q rocket.Query) (id int64, err error) {
	if !q.From.IsZero() {
		err = db.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM heads WHERE latest < ?",
			instant(q.From)).Scan(&id)
	}
	return max(id, int64(q.After)), err // a record's id is not less than its Seq
}

// condition returns what is to stand behind WHERE, and its values.
func condition(q rocket.Query, start int64) (where string, args []any) {
	parts := []string{"id > ?"}
	args = []any{start}
	and := func(condition string, values ...any) {
		parts, args = append(parts, condition), append(args, values...)
	}
	switch len(q.Tasks) {
	case 0:
	case 1:
		and("task = ?", q.Tasks[0])
	default:
		and("task IN (SELECT value FROM json_each(?))", list(q.Tasks))
	}
	if q.RunID != "" {
		and("run_id = ?", q.RunID)
	}
	if asked := q.Asked(); asked != rocket.AnyEvent { // else one that is not known is told
		events := strings.Split(asked.String(), "|")
		and("event IN (SELECT value FROM json_each(?))", list(events))
	}
	if !q.From.IsZero() {
		and("time >= ?", instant(q.From))
	}
	if !q.To.IsZero() {
		and("coalesce(time, '') < ?", instant(q.To))
	}
	if q.After > 0 {
		and("seq > ?", int64(q.After))
	}
	where = strings.Join(parts, " AND ") + " ORDER BY id"
	if q.Newest {
		where += " DESC"
	}
	if q.Limit > 0 {
		where, args = where+" LIMIT ?", append(args, q.Limit)
	}
	return where, args
}

// list returns texts as JSON.
func list(texts []string) string {
	text, _ := json.Marshal(texts) // texts have no error
	return string(text)
}

// each calls visit with rows of the table records until it returns false.
func each(ctx context.Context, db *sql.DB, where string, args []any,
	visit func(int64, rocket.Record) bool) error {
	from := "records"
	if found, err := checkDatabase(ctx, db); err == nil && found == 1 {
		from = `(SELECT *, NULL AS progress, NULL AS "by" FROM records)`
	}
	rows, err := db.QueryContext(ctx, "SELECT id, "+columns+" FROM "+from+" WHERE "+where, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		id, r, err := scanRecord(rows)
		if err != nil {
			return err
		}
		if !visit(id, r) {
			return nil
		}
	}
	return rows.Err()
}
