package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Stand opens the log as Open does, but waits as long as another program leads: one that has
// the lease of the schedule, and renews it. A lease lasts 4.5 s then, and is renewed each second:
// if the program that leads is killed, stopped or cut off, one that stands by leads within 5 s,
// at once if it knows that the process is dead. waits is called with HOST:PID of the program
// that leads when it is found, and whenever another leads. A database that goes away while Stand
// waits is waited for; the errors are those of Open otherwise, and the cause of ctx.
func (l *Log) Stand(ctx context.Context, waits func(leader string)) (notes []string, err error) {
	return l.open(ctx, func(db *database) (lease, error) {
		db.term = standing
		return db.stand(ctx, waits)
	})
}

// Epoch returns the epoch that this program has begun when it opened the log; 0 if the log is
// not open.
func (l *Log) Epoch() int64 {
	l.where.Lock()
	defer l.where.Unlock()
	return l.epoch
}

// Migrate makes the tables of the log, or updates them, without opening the log. The notes say
// what it has done.
func (l *Log) Migrate(ctx context.Context) (notes []string, err error) {
	db, err := l.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer db.close()
	before, err := db.version(ctx)
	if err == nil {
		err = db.migrate(ctx)
	}
	if err != nil {
		return nil, explain(err)
	}
	if before == len(migrations) {
		return nil, nil
	}
	return []string{fmt.Sprintf("the tables of the run log have version %d now; they had %d",
		len(migrations), before)}, nil
}

// A watch is what one who stands by has seen of the lease.
type watch struct {
	epoch int64     // of the leader; -1: of none
	away  bool      // the database could not be reached last
	hold  time.Time // the leader renews its lease until then, if it lives
}

// mayTake reports whether to take a lease that was read, if there is no error. A lease that has
// expired while the database was away is the leader's, if that renews it now.
func (w *watch) mayTake(l lease, err error, now time.Time) bool {
	if err != nil {
		w.away = true
		return false
	}
	if w.away {
		w.away, w.hold = false, now.Add(2*standing.renewal)
	}
	if known, alive := isAlive(l.process); known && !alive {
		return true
	}
	return l.left <= 0 && (l.epoch != w.epoch || now.After(w.hold))
}

// stand waits until no other program has the lease of the schedule, and takes it.
func (d *database) stand(ctx context.Context, waits func(leader string)) (mine lease, err error) {
	seen := watch{epoch: -1}
	for {
		other, err := d.lease(ctx)
		if seen.mayTake(other, err, time.Now()) {
			if mine, err = d.takeFrom(ctx, other); err == nil {
				return mine, nil
			}
		}
		wait := watchTime
		switch {
		case ctx.Err() != nil:
			return mine, context.Cause(ctx)
		case errors.Is(err, pgx.ErrNoRows):
			continue // another was quicker
		case err != nil && seen.epoch < 0:
			return mine, err
		case err == nil:
			if other.left > 0 {
				wait = min(wait, other.left)
			}
			if other.epoch != seen.epoch {
				seen.epoch = other.epoch
				waits(fmt.Sprintf("%s:%d", other.host, other.pid))
			}
		}
		if err := pause(ctx, wait); err != nil {
			return mine, err
		}
	}
}
