package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/rocketc/rocketc/bench/internal/subject"
	"github.com/rocketc/rocketc/internal/pgserver"
	"github.com/rocketc/rocketc/runlog"
	"github.com/rocketc/rocketc/runlog/postgres"
	"github.com/rocketc/rocketc/runlog/sqlite"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A logKind is a kind of run log that is measured.
type logKind struct {
	name   string
	config string                         // the key of a schedule
	at     func(p logPlace) rocket.RunLog // the log that this is for a program of that place
	// alone opens the engine below the log, which commits a row by each call of commit; nil if
	// there is none.
	alone func(ctx context.Context, p logPlace) (commit func() error, end func() error, err error)
}

// A logPlace is where a program has its run log.
type logPlace struct{ dir, database string }

// databaseVariable has the address of the database of a program under measurement.
const databaseVariable = "BENCH_DATABASE"

// logKinds are the kinds of run logs, in the order of the tables. The one in memory shows what
// a schedule costs without a log that lasts.
var logKinds = []logKind{
	{"memory", "", nil, nil},
	{"file", `log file "runs.jsonl"`, func(p logPlace) rocket.RunLog {
		return &runlog.File{Path: filepath.Join(p.dir, "runs.jsonl")}
	}, nil},
	{"csv", `log csv "runs.csv"`, func(p logPlace) rocket.RunLog {
		return &runlog.File{Path: filepath.Join(p.dir, "runs.csv"), Format: runlog.CSV}
	}, nil},
	{"sqlite", `log sqlite "runs.db"`, func(p logPlace) rocket.RunLog {
		return &sqlite.Log{Path: filepath.Join(p.dir, "runs.db")}
	}, sqliteAlone},
	{"postgres", fmt.Sprintf("log postgres env %q", databaseVariable),
		func(p logPlace) rocket.RunLog {
			// The name is that of the schedule of the program.
			return &postgres.Log{Address: arg.Literal{Value: p.database}, Schedule: "program"}
		}, postgresAlone},
}

func logNames() (names []string) {
	for _, k := range logKinds {
		names = append(names, k.name)
	}
	return names
}

// logs returns the kinds of run logs that are measured.
func (b *bench) logs() []logKind {
	return slices.DeleteFunc(slices.Clone(logKinds), func(k logKind) bool {
		return !asks(b.peers, k.name)
	})
}

// withLog opens the log of a kind, calls use, and closes the log.
func (k logKind) withLog(ctx context.Context, p logPlace, use func(rocket.RunLog) error) error {
	log := k.at(p)
	if _, err := log.(rocket.Opener).Open(ctx); err != nil {
		return fmt.Errorf("%s: %w", k.name, err)
	}
	err := use(log)
	if errClose := log.(io.Closer).Close(); err == nil {
		err = errClose
	}
	if err != nil {
		return fmt.Errorf("%s: %w", k.name, err)
	}
	return nil
}

// inNewPlace calls use with a place that has no run log of a kind yet, and removes it.
func (b *bench) inNewPlace(k logKind, use func(logPlace) error) error {
	dir, err := os.MkdirTemp(b.dir, "log-")
	if err != nil {
		return err
	}
	p := logPlace{dir: dir}
	if k.name == "postgres" {
		p.database, err = b.newDatabase()
	}
	if errors.Is(err, pgserver.ErrMissing) { // the others are measured
		b.say("%v", err)
		return os.RemoveAll(dir)
	}
	if err == nil {
		err = use(p)
	}
	return errors.Join(err, os.RemoveAll(dir))
}

// newDatabase makes a database on the server of the benchmark, which it starts first.
func (b *bench) newDatabase() (address string, err error) {
	if b.server == nil {
		b.say("starting PostgreSQL")
		if b.server, err = pgserver.NewDurable(); err != nil {
			return "", err
		}
	}
	return b.server.NewDatabase()
}

// logged measures a load of rocketc with the run log of a kind.
func (b *bench) logged(ctx context.Context, k logKind, p logPlace, l load) (*measured, error) {
	l.Workload.Kind, l.Log, l.State, l.Database = subject.Chain, k.config, p.dir, p.database
	l.Period, l.Room, l.Base = chainPeriod, 10_000, b.base()
	return b.measure(ctx, ownName, l)
}
