package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// columns are those of the table records, without the id.
const columns = "seq, time, task, run_id, event, start, end, scheduled, duration_ms, error, " +
	"reason, host, return, return_cut, output, cause_task, cause_run_id, cause_event, " +
	"\"when\", formerly, progress, \"by\""

const insert = "INSERT INTO records (id, " + columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " +
	"?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

// values returns what the columns have of a record.
func values(id int64, r rocket.Record) []any {
	var cause rocket.Ref
	if r.Cause != nil {
		cause = *r.Cause
	}
	return []any{
		id, int64(r.Seq), instant(r.Created), r.Task, r.RunID, r.Event.String(), instant(r.Start),
		instant(r.End), instant(r.Scheduled),
		optional(float64(r.Duration) / float64(time.Millisecond)), optional(r.Error),
		optional(r.Reason), optional(r.Host), optional(string(r.Return)),
		optional(int64(r.ReturnCut)), optional(r.Output), optional(cause.Task),
		optional(cause.RunID), optional(cause.Event.String()), optional(r.When),
		optional(r.Formerly), optional(r.Progress), optional(r.By),
	}
}

// weight is how much of the bytes of a log a record takes.
func weight(r rocket.Record) int64 {
	const fixed = 100
	return fixed + int64(len(r.Task)+len(r.RunID)+len(r.Error)+len(r.Output)+len(r.Return)+
		len(r.When)+len(r.Formerly)+len(r.Progress)+len(r.By))
}

// optional is NULL for a zero value.
func optional[T comparable](v T) sql.Null[T] {
	var zero T
	return sql.Null[T]{V: v, Valid: v != zero}
}

// layout is how the database has an instant.
const layout = "2006-01-02T15:04:05.000000000Z"

func instant(t time.Time) sql.Null[string] {
	return sql.Null[string]{V: t.UTC().Format(layout), Valid: !t.IsZero()}
}

// scanRecord reads a row.
func scanRecord(rows *sql.Rows) (id int64, r rocket.Record, err error) {
	var ms sql.Null[float64]
	var cut sql.Null[int64]
	var returned string
	var cause rocket.Ref
	err = rows.Scan(&id, &r.Seq, toInstant(&r.Created), &r.Task, &r.RunID, toEvent(&r.Event),
		toInstant(&r.Start), toInstant(&r.End), toInstant(&r.Scheduled), &ms, toText(&r.Error),
		toText(&r.Reason), toText(&r.Host), toText(&returned), &cut,
		toText(&r.Output), toText(&cause.Task), toText(&cause.RunID), toEvent(&cause.Event),
		toText(&r.When), toText(&r.Formerly), toText(&r.Progress), toText(&r.By))
	if err != nil {
		return 0, r, fmt.Errorf("record %d: %w", id, err)
	}
	r.Duration = time.Duration(math.Round(ms.V * float64(time.Millisecond)))
	r.ReturnCut = int(cut.V)
	if returned != "" {
		r.Return = json.RawMessage(returned)
	}
	if cause.Event != 0 {
		r.Cause = &cause
	}
	return id, r, nil
}

// A column takes the text of a column that can be NULL, which leaves all as it is.
type column func(text string) error

// Scan implements [sql.Scanner].
func (c column) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return c(v)
	}
	return fmt.Errorf("there is a %T where a text should be", v)
}

func toText(to *string) column {
	return func(text string) error { *to = text; return nil }
}

func toEvent(to *rocket.Event) column {
	return func(text string) (err error) {
		if *to, err = rocket.ParseEvent(text); err != nil {
			err = &runlog.NewerError{Err: err}
		}
		return err
	}
}

func toInstant(to *time.Time) column {
	return func(text string) (err error) {
		*to, err = time.Parse(time.RFC3339Nano, text)
		return err
	}
}
