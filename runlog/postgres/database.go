package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	rocket "github.com/rocketc/rocketc/runtime"
)

// attemptTime is how long one attempt to write may take. Then the connection is not trusted.
const attemptTime = 10 * time.Second

// connectTime is how long it may take to connect, if the address does not say.
const connectTime = 5 * time.Second

// connections is how many connections a program has at most.
const connections = 4

// A database is where the records of a schedule are.
type database struct {
	pool     *pgxpool.Pool
	schedule string
}

// connect returns the database of the log. It connects when the database is first asked.
func (l *Log) connect(ctx context.Context) (*database, error) {
	name, in := rocket.ScopeFrom(ctx)
	if l.Schedule != "" {
		name = l.Schedule
	}
	if name == "" {
		dir, err := os.Getwd()
		if err != nil {
			return nil, err
		}
		name = filepath.Base(dir)
	}
	if l.Address == nil {
		return nil, errAddress
	}
	value, ok, err := l.Address.Resolve(in)
	if err != nil {
		return nil, fmt.Errorf("the address of the run log: %w", err)
	}
	address, isText := value.(string)
	if !ok || !isText || address == "" {
		return nil, fmt.Errorf("the address of the run log, %v, has no value", l.Address)
	}
	config, err := configure(address, name)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	if err != nil {
		return nil, err
	}
	return &database{pool, name}, nil
}

// errAddress says nothing of an address that cannot be read: a part of it may be a secret.
var errAddress = errors.New("the address of the run log cannot be read; it is written " +
	"postgres://USER:PASSWORD@HOST:PORT/DATABASE, with special characters of the password as " +
	"%40 for @ and %23 for #")

// configure reads an address. A statement says all about itself, and no state of a connection
// is used, so that there may be a proxy that pools transactions.
func configure(address, schedule string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errAddress
	}
	config.MaxConns = connections
	c := config.ConnConfig
	c.DefaultQueryExecMode = pgx.QueryExecModeExec
	c.StatementCacheCapacity, c.DescriptionCacheCapacity = 0, 0
	if c.ConnectTimeout == 0 || c.ConnectTimeout > time.Minute { // that of pgx
		c.ConnectTimeout = connectTime
	}
	if c.RuntimeParams["application_name"] == "" {
		c.RuntimeParams["application_name"] = "rocketc " + schedule
	}
	return config, nil
}

func (d *database) close() { d.pool.Close() }

// explain returns an error of the database with what it is about.
func explain(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("the run log in PostgreSQL: %w", err)
}

// hasCode reports whether an error is one of the server with that SQLSTATE.
func hasCode(err error, code string) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == code
}

// undefinedTable is the SQLSTATE of a table that is not there.
const undefinedTable = "42P01"

// passwords finds the password of an address, behind what stands before it.
var passwords = regexp.MustCompile(
	`(://[^:@/\s"]*:|(?i:password)\s*=\s*)(?:'(?:[^'\\]|\\.)*'|[^\s"&]*?)(@[^\s"@]*|[\s"&]|$)`)

// withoutPasswords returns a text with addresses without their passwords.
func withoutPasswords(text string) string {
	return passwords.ReplaceAllString(text, "${1}xxxxx${2}")
}
