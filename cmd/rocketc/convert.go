package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// An heir is a run log that takes over what another has of records that it no longer has.
type heir interface {
	Inherit(ctx context.Context, older rocket.Summary) error
}

// convert copies a run log into a new one.
func (inv *invocation) convert(from, to string) error {
	source, err := inv.openRunLog(from)
	if err != nil {
		return err
	}
	target, err := newRunLog(to)
	if err != nil {
		return err
	}
	_, records := everything(inv.ctx, source.log)
	for _, err := range records { // damage is told before there is a new log
		if err != nil {
			return err
		}
	}
	older, records := everything(inv.ctx, source.log)
	n, err := fillLog(inv.ctx, target, older, records)
	if err != nil {
		return fmt.Errorf("%s: %w", shown(to), err)
	}
	_, err = fmt.Fprintf(inv.stdout, "%s has the %d records of %s\n", shown(to), n, shown(from))
	return err
}

// newRunLog returns the log that an argument names, which must not be there if it is a file.
func newRunLog(name string) (rocket.RunLog, error) {
	if isAddress(name) {
		return logOfAddress(name)
	}
	kind, err := kindOfName(name)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(name); err == nil || isArchived(name) {
		return nil, usagef("%s is there already; a run log is copied into a new one", name)
	}
	return kind.log(name), nil
}

// everything returns all that a log has: what it knows of records that it no longer has, and
// the others, to be read once.
func everything(ctx context.Context, log rocket.RunLog) (rocket.Summary,
	iter.Seq2[rocket.Record, error]) {
	if resumer, ok := log.(rocket.Resumer); ok {
		return resumer.Resume(ctx, time.Time{})
	}
	return rocket.Summary{}, log.Read(ctx, rocket.Query{Events: rocket.AnyEvent})
}

// batchRecords is how many records are appended at once.
const batchRecords = 1000

// fillLog opens a log, which must be empty, puts everything into it, and closes it.
func fillLog(ctx context.Context, log rocket.RunLog, older rocket.Summary,
	records iter.Seq2[rocket.Record, error]) (n int, err error) {
	if opener, ok := log.(rocket.Opener); ok {
		if _, err := opener.Open(ctx); err != nil {
			return 0, err
		}
	}
	if closer, ok := log.(io.Closer); ok {
		defer func() { err = errors.Join(err, closer.Close()) }()
	}
	if err := inherit(ctx, log, older); err != nil {
		return 0, err
	}
	if n, err = appendAll(ctx, log, records); err != nil {
		err = fmt.Errorf("only a part was copied, so remove it before you try again: %w", err)
	}
	return n, err
}

// appendAll appends records to a log, in batches.
func appendAll(ctx context.Context, log rocket.RunLog,
	records iter.Seq2[rocket.Record, error]) (n int, err error) {
	var batch []rocket.Record
	for r, err := range records {
		if err != nil {
			return n, err
		}
		if batch = append(batch, r); len(batch) < batchRecords {
			continue
		}
		if err := log.Append(ctx, batch); err != nil {
			return n, err
		}
		n, batch = n+len(batch), nil
	}
	if len(batch) == 0 {
		return n, nil
	}
	return n + len(batch), log.Append(ctx, batch)
}

// inherit has an empty log take over a summary.
func inherit(ctx context.Context, log rocket.RunLog, older rocket.Summary) error {
	known, records := everything(ctx, log)
	for _, err := range records {
		if err != nil {
			return err
		}
		return errors.New("there are records in it already")
	}
	if known.Seq > 0 {
		return errors.New("it has had records already")
	}
	if older.Seq == 0 {
		return nil
	}
	if to, ok := log.(heir); ok {
		return to.Inherit(ctx, older)
	}
	return fmt.Errorf("a log of this kind does not take over the totals of the %d older runs "+
		"that are no more in the log", older.Runs)
}
