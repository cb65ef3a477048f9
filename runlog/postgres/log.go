package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// Log is a run log in a PostgreSQL database. What Append has acknowledged survives what a
// commit of the database survives. The log must be opened before records are appended, by one
// program at a time for each schedule; any may read it meanwhile.
type Log struct {
	// Address is the address of the database: a URL that begins with postgres://, or words
	// such as host=/run/postgresql dbname=runs. What it lacks is taken from the variables
	// PGHOST, PGPASSWORD and so on.
	Address arg.Source
	// Schedule is the name under which the records are kept. If it is empty, it is the name
	// of the schedule whose session opens the log, else that of the working directory.
	Schedule string
	// Keep says what is kept; the zero value keeps all. What Keep.Bytes bounds is the text of
	// the records.
	Keep runlog.Keep

	long int64 // how much text of records follows a head; 0: headBytes

	mu sync.Mutex
	w  *writer // nil: not open

	where sync.Mutex
	db    *database // that of the writer; nil: not open
	epoch int64     // that the writer has begun
}

// headBytes is how much text of records follows a head until the next one, unless Keep says
// that less is kept.
const headBytes = 4 << 20

// String returns the log as a schedule has it, without the password of the address.
func (l *Log) String() string {
	address := "no address"
	if l.Address != nil {
		address = l.Address.String()
	}
	return strings.TrimSpace(fmt.Sprintf("postgres %s %v", withoutPasswords(address), l.Keep))
}

// Open opens the log: it makes or updates the tables, and takes the lease of the schedule. If
// a process that is not known to be dead has the lease, Open waits until the lease is renewed
// or expires, 15 s at most. The errors are a [LockedError] if another process has the
// log open, one that names the version if a newer rocketc has made the tables, and those of
// the database. A note says so if commits of the database are not durable.
func (l *Log) Open(ctx context.Context) (notes []string, err error) {
	return l.open(ctx, func(db *database) (lease, error) { return db.take(ctx) })
}

// open opens the log with the lease that take returns.
func (l *Log) open(ctx context.Context,
	take func(*database) (lease, error)) (notes []string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.w != nil {
		return nil, nil
	}
	db, err := l.connect(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{database: db, keep: l.Keep, long: cmp.Or(l.long, headBytes)}
	if notes, err = w.open(ctx, take); err != nil {
		db.close()
		return nil, explain(err)
	}
	l.w = w
	l.setDatabase(db, w.lease.epoch)
	return notes, nil
}

var errNotOpen = errors.New("the run log is not open")

// Append writes the records as one transaction. If it fails, they may be there nevertheless;
// the next call finds out, whether it has the same records or not. Each record must have a
// greater Seq than the one before. The error wraps [rocket.ErrLogTaken] if another program has
// taken over the log.
func (l *Log) Append(ctx context.Context, records []rocket.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.w == nil {
		return errNotOpen
	}
	if len(records) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	return explain(l.w.append(ctx, records))
}

// Close gives up the lease and closes the log, so that another program can open it.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.w == nil {
		return nil
	}
	l.setDatabase(nil, 0)
	l.w.close()
	l.w = nil
	return nil
}

func (l *Log) setDatabase(db *database, epoch int64) {
	l.where.Lock()
	defer l.where.Unlock()
	l.db, l.epoch = db, epoch
}
