package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// The marks of a database that is a run log: application_id says that it is one, and
// user_version has the version of its tables.
const (
	applicationID = 0x526b7452 // RktR
	version       = 2
)

// schema makes the tables. Instants are text in UTC with nine digits behind the
// second, so that they sort.
const schema = `
CREATE TABLE records (
	id INTEGER PRIMARY KEY, -- at least seq, and rising
	seq INTEGER NOT NULL,
	time TEXT,
	task TEXT NOT NULL,
	run_id TEXT NOT NULL,
	event TEXT NOT NULL,
	start TEXT,
	end TEXT,
	scheduled TEXT,
	duration_ms REAL,
	error TEXT,
	reason TEXT,
	host TEXT,
	return TEXT, -- JSON
	return_cut INTEGER,
	output TEXT,
	cause_task TEXT,
	cause_run_id TEXT,
	cause_event TEXT,
	"when" TEXT,
	formerly TEXT,
	progress TEXT, -- since version 2
	"by" TEXT      -- since version 2
);
CREATE INDEX records_task ON records (task);
CREATE TABLE heads (
	id INTEGER PRIMARY KEY, -- of the last record that is summed up
	latest TEXT,            -- when the latest of them was created
	runs INTEGER NOT NULL,  -- how many runs have started
	bytes INTEGER NOT NULL, -- how much text they had
	before TEXT NOT NULL    -- the summary, JSON
);
INSERT INTO heads VALUES (0, NULL, 0, 0, '{"seq":0,"runs":0,"tasks":{}}')`

// upgrade adds to the tables of version 1 what they lack.
const upgrade = `
ALTER TABLE records ADD COLUMN progress TEXT;
ALTER TABLE records ADD COLUMN "by" TEXT`

// dsn returns the name of a database for the driver.
func dsn(path string, parameters ...string) string {
	name := url.URL{Scheme: "file", OmitHost: true, Path: path}
	return name.String() + "?" + strings.Join(parameters, "&")
}

// patience is for how long a lock of another program is waited for, in milliseconds.
const patience = "_pragma=busy_timeout(10000)"

// openToWrite opens the connection that writes. A commit calls fdatasync, as SQLite does if it is
// built for Linux by its own scripts: what fsync writes more are times, which nobody asks for.
// The driver has one setting for the whole process, and fsync if the system has no fdatasync.
func openToWrite(path string) (*sql.DB, error) {
	_, _ = driver.Fdatasync(true)
	db, err := sql.Open("sqlite", dsn(path, patience, "_txlock=immediate",
		"_pragma=synchronous(FULL)", fmt.Sprintf("_pragma=wal_autocheckpoint(%d)", walPages)))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// openToRead opens connections that only read.
func openToRead(path string) (*sql.DB, error) {
	return sql.Open("sqlite", dsn(path, "mode=ro", patience))
}

// prepare makes an empty database a run log, and checks any other. One of an older version gets
// the tables of today.
func prepare(ctx context.Context, db *sql.DB) error {
	if err := checkLibrary(ctx, db); err != nil {
		return err
	}
	found, err := checkDatabase(ctx, db)
	if err != nil {
		return err
	}
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode=WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return errors.New("SQLite can have no write-ahead log there; a run log has to be on a " +
			"disk of this machine")
	}
	change := schema
	switch found {
	case version:
		return nil
	case 1:
		change = upgrade
	}
	return within(ctx, db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, fmt.Sprintf(
			"%s; PRAGMA application_id=%d; PRAGMA user_version=%d", change, applicationID, version))
		return err
	})
}

// oldest is the oldest version of SQLite that is used: those before it can damage a database
// with a write-ahead log while one connection writes and another reads.
var oldest = [...]int{3, 51, 3}

func checkLibrary(ctx context.Context, db *sql.DB) error {
	var text string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&text); err != nil {
		return err
	}
	if isOld(text) {
		return fmt.Errorf("SQLite %s can damage a run log, 3.51.3 and later cannot: take a newer "+
			"modernc.org/sqlite", text)
	}
	return nil
}

// isOld reports whether a version is before the oldest.
func isOld(text string) bool {
	parts := strings.Split(text, ".")
	for i, least := range oldest {
		if i == len(parts) {
			return true
		}
		if n, err := strconv.Atoi(parts[i]); err != nil || n != least {
			return err != nil || n < least
		}
	}
	return false
}

// checkDatabase checks that a database is a run log, or is empty, and returns the version of its
// tables; 0 if it is empty.
func checkDatabase(ctx context.Context, db *sql.DB) (found int, err error) {
	var id, tables int
	err = db.QueryRowContext(ctx, `SELECT application_id, user_version, (SELECT count(*) FROM
		sqlite_schema) FROM pragma_application_id, pragma_user_version`).Scan(&id, &found, &tables)
	switch {
	case err != nil:
		return 0, err
	case id == 0 && found == 0 && tables == 0:
		return 0, nil
	case id != applicationID:
		return 0, errors.New("the database is not a run log")
	case found > version:
		return 0, fmt.Errorf("a newer rocketc has written the run log: it has version %d, and "+
			"this program knows %d; use that one, or a later one", found, version)
	}
	return max(found, 1), nil
}

// within does something in a transaction.
func within(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// explain adds to an error the path of the database, and if SQLite says no more than a code,
// what it means.
func explain(path string, err error) error {
	failed, ok := errors.AsType[*driver.Error](err)
	if !ok {
		if err == nil {
			return nil
		}
		return fmt.Errorf("the run log %s: %w", path, err)
	}
	switch failed.Code() & 0xff { // the rest says more of the code
	case codes.SQLITE_CORRUPT, codes.SQLITE_NOTADB:
		return fmt.Errorf("the run log %s is damaged, or no database: %w; restore the file from a "+
			"backup, or move it away to begin anew", path, err)
	case codes.SQLITE_FULL:
		return fmt.Errorf("the run log %s: the disk is full: %w", path, err)
	case codes.SQLITE_READONLY, codes.SQLITE_CANTOPEN, codes.SQLITE_PERM:
		return fmt.Errorf("the run log %s, or a file beside it, cannot be opened or written: %w",
			path, err)
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED:
		return fmt.Errorf("the run log %s: another program has locked the database: %w", path, err)
	}
	return fmt.Errorf("the run log %s: %w", path, err)
}
