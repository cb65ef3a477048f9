package main

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// aRow is what a row has that an engine commits alone: about as many bytes as the records of a
// batch of two.
var aRow = strings.Repeat("x", 500)

// commits returns how long the engine of a log takes to commit a row, each after the rest that a
// chain of tasks has; see timed.
func commits(ctx context.Context, k logKind, p logPlace, window time.Duration) (
	times []float64, err error,
) {
	commit, end, err := k.alone(ctx, p)
	if err != nil {
		return nil, err
	}
	times, err = timed(window, chainPeriod, commit)
	return times, errors.Join(err, end())
}

// sqliteAlone opens a database as the log has its own.
func sqliteAlone(ctx context.Context, p logPlace) (commit, end func() error, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.dir, "alone.db")+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	insert, err := db.PrepareContext(ctx, "INSERT INTO t (text) VALUES (?)")
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return func() error {
		_, err := insert.ExecContext(ctx, aRow)
		return err
	}, db.Close, nil
}

// postgresAlone connects to the server of the log.
func postgresAlone(ctx context.Context, p logPlace) (commit, end func() error, err error) {
	conn, err := pgx.Connect(ctx, p.database)
	if err != nil {
		return nil, nil, err
	}
	end = func() error { return conn.Close(context.WithoutCancel(ctx)) }
	_, err = conn.Exec(ctx, "CREATE TABLE t (id bigserial PRIMARY KEY, text text)")
	if err != nil {
		return nil, nil, errors.Join(err, end())
	}
	return func() error {
		_, err := conn.Exec(ctx, "INSERT INTO t (text) VALUES ($1)", aRow)
		return err
	}, end, nil
}
