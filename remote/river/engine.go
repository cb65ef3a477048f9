package river

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rocketc/rocketc/runlog/postgres"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// Engine is the engine of a schedule whose run log is a [postgres.Log] in the same database. Its
// values are used as they are: nothing is connected until Lead, Serve or Migrate.
type Engine struct {
	// Address is the address of the database, and Schedule the name of the schedule, as those
	// of the run log.
	Address  arg.Source
	Schedule string

	times *times // nil: usual
	dial  func(ctx context.Context, network, address string) (net.Conn, error)
}

// times says how long things take.
type times struct {
	// lease is how long a claim lasts that is not renewed, and beat how often it is renewed.
	// A worker kills its runs four fifths of a beat before the end of a lease.
	lease, beat time.Duration
	// sweep is how often the leader looks for what is lost, at least, and poll how often it
	// looks at all runs. unclaimed is how long a run may be fetched and not claimed.
	sweep, poll, unclaimed time.Duration
	// forget is how long a lost worker is listed.
	forget time.Duration
}

var usual = times{lease: 4800 * time.Millisecond, beat: time.Second, sweep: time.Second / 2,
	poll: 3 * time.Second, unclaimed: 3 * time.Second, forget: time.Minute}

// cutOff is how long after its last beat a worker kills its runs.
func (t times) cutOff() time.Duration { return t.lease - t.beat*4/5 }

// grace is how long workers may take to report when the database is back.
func (t times) grace() time.Duration { return t.beat * 3 / 2 }

// attemptTime is how long one attempt to change or read the database may take. Then the
// connection is not trusted.
const attemptTime = 5 * time.Second

// pollTime is how often those look who are not notified, and fetchTime how often a worker looks
// for jobs that is: a notification may be lost with its connection.
const (
	pollTime  = 100 * time.Millisecond
	fetchTime = time.Second
)

// String returns the engine in words, without the password of the address.
func (e *Engine) String() string { return "river on " + e.log().String() }

// log returns the run log of the schedule.
func (e *Engine) log() *postgres.Log {
	return &postgres.Log{Address: e.Address, Schedule: e.Schedule}
}

// A database is where the runs of a schedule are.
type database struct {
	times
	pool *pgxpool.Pool
	// queue is the pool of River's own statements on a worker. They need not be durable: the
	// claim decides.
	queue    *pgxpool.Pool
	config   *pgx.ConnConfig
	schedule string
	pooled   bool // by a proxy: notifications do not arrive
	log      *slog.Logger
}

// open connects to the database. schedule is the name in it; empty: that of the run log.
func (e *Engine) open(ctx context.Context, schedule string) (*database, error) {
	config, name, err := e.log().Config(ctx)
	if err != nil {
		return nil, err
	}
	if schedule == "" {
		schedule = name
	}
	db := &database{times: usual, schedule: schedule, log: logger(ctx)}
	if e.times != nil {
		db.times = *e.times
	}
	if e.dial != nil {
		config.ConnConfig.DialFunc = e.dial
	}
	config.MaxConns = 8
	if db.pooled, err = isPooled(ctx, config.ConnConfig); err != nil {
		return nil, explain(err)
	}
	if !db.pooled {
		c := config.ConnConfig
		c.DefaultQueryExecMode = pgx.QueryExecModeCacheStatement
		c.StatementCacheCapacity = 64
	}
	db.config = config.ConnConfig
	ctx = context.WithoutCancel(ctx)
	if db.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, explain(err)
	}
	loose := config.Copy()
	if !db.pooled {
		loose.ConnConfig.RuntimeParams["synchronous_commit"] = "off"
	}
	if db.queue, err = pgxpool.NewWithConfig(ctx, loose); err != nil {
		db.pool.Close()
		return nil, explain(err)
	}
	return db, nil
}

func (db *database) close() {
	db.queue.Close()
	db.pool.Close()
}

// logger returns the logger of the session that ctx is of, or the default one.
func logger(ctx context.Context) *slog.Logger {
	_, in := rocket.ScopeFrom(ctx)
	if log, ok := in.Logger().(*slog.Logger); ok && log != nil {
		return log
	}
	return slog.Default()
}

// explain returns an error of the database with what it is about.
func explain(err error) error {
	if err == nil {
		return nil
	}
	const missingRight = "42501"
	var server interface{ SQLState() string }
	if errors.As(err, &server) && server.SQLState() == missingRight {
		err = fmt.Errorf("%w; a user that has the rights runs the program with migrate once, and "+
			"lets this one read and write the tables", err)
	}
	return fmt.Errorf("remote runs in PostgreSQL: %w", err)
}

// hashed returns a name of 32 letters and digits for words of any kind.
func hashed(words ...string) string {
	sum := sha256.New()
	for _, w := range words {
		_, _ = io.WriteString(sum, strconv.Quote(w)) // it never fails
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// queueOf returns the name of the queue of a build of the schedule.
func (db *database) queueOf(build string) string { return "rkt_" + hashed(db.schedule, build) }

// channel returns the channel on which the leader is notified.
func (db *database) channel() string { return "rkt_" + hashed(db.schedule) }

// kindOf returns the kind of the jobs of a label.
func kindOf(label string) string {
	isOdd := func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"+
			"0123456789_-.", r)
	}
	if strings.ContainsFunc(label, isOdd) {
		label = "+" + hashed(label)
	}
	return "rkt:" + label
}

// namesAll is the payload of a notification for which the names of its runs are too long.
const namesAll = ""

// separator separates the names in a payload. A run whose name has it is found by the next sweep.
const separator = "\x1f"

// payload returns the payload of a notification about runs.
func payload(runIDs []string) string {
	const limit = 7900 // PostgreSQL takes 7999 bytes
	text := strings.Join(runIDs, separator)
	if len(text) > limit {
		return namesAll
	}
	return text
}
