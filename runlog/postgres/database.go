package postgres

import (
	"cmp"
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
	term     term // of the lease
}

// Name returns the name under which the records are kept. ctx is that of the session, see
// [rocket.ScopeFrom].
func (l *Log) Name(ctx context.Context) (schedule string, err error) {
	name, _ := rocket.ScopeFrom(ctx)
	if name = cmp.Or(l.Schedule, name); name != "" {
		return name, nil
	}
	dir, err := os.Getwd()
	return filepath.Base(dir), err
}

// Config returns how to connect to the database of the log, and the name under which the
// records are kept. Statements are not prepared, so that there may be a proxy that pools
// transactions.
func (l *Log) Config(ctx context.Context) (config *pgxpool.Config, schedule string, err error) {
	if schedule, err = l.Name(ctx); err != nil {
		return nil, "", err
	}
	if l.Address == nil {
		return nil, "", errAddress
	}
	_, in := rocket.ScopeFrom(ctx)
	value, ok, err := l.Address.Resolve(in)
	if err != nil {
		return nil, "", fmt.Errorf("the address of the run log: %w", err)
	}
	address, isText := value.(string)
	if !ok || !isText || address == "" {
		return nil, "", fmt.Errorf("the address of the run log, %v, has no value", l.Address)
	}
	config, err = configure(address, schedule)
	return config, schedule, err
}

// connect returns the database of the log. It connects when the database is first asked.
func (l *Log) connect(ctx context.Context) (*database, error) {
	config, schedule, err := l.Config(ctx)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
	if err != nil {
		return nil, err
	}
	return &database{pool, schedule, alone}, nil
}

// errAddress says nothing of an address that cannot be read: a part of it may be a secret.
var errAddress = errors.New("the address of the run log cannot be read; it is written " +
	"postgres://USER:PASSWORD@HOST:PORT/DATABASE, with special characters of the password as " +
	"%40 for @ and %23 for #")

// configure reads an address. A statement says all about itself, and no state of a connection
// is used, so that there may be a proxy that pools transactions. Only the statement that appends is
// prepared, and if such a proxy has no prepared statements, that is not either.
func configure(address, schedule string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errAddress
	}
	config.MaxConns = connections
	c := config.ConnConfig
	c.DefaultQueryExecMode = pgx.QueryExecModeExec
	c.StatementCacheCapacity, c.DescriptionCacheCapacity = 1, 0
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
	if hasCode(err, missingRight) {
		err = fmt.Errorf("%w; the user needs the right to make tables, once, and then to read and "+
			"write them", err)
	}
	return fmt.Errorf("the run log in PostgreSQL: %w", err)
}

// hasCode reports whether an error is one of the server with that SQLSTATE.
func hasCode(err error, code string) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == code
}

// The SQLSTATE of a table that is not there, of a right that the user lacks, and of prepared
// statements, if a proxy pools transactions: one that another connection has prepared, and one that
// another program has.
const (
	missingRight      = "42501"
	undefinedTable    = "42P01"
	missingStatement  = "26000"
	preparedStatement = "42P05"
)

// passwords finds the password of an address, behind what stands before it.
var passwords = regexp.MustCompile(
	`(://[^:@/\s"]*:|(?i:password)\s*=\s*)(?:'(?:[^'\\]|\\.)*'|[^\s"&]*?)(@[^\s"@]*|[\s"&]|$)`)

// withoutPasswords returns a text with addresses without their passwords.
func withoutPasswords(text string) string {
	return passwords.ReplaceAllString(text, "${1}xxxxx${2}")
}
