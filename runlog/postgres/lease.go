package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A term says how long a lease lasts that is not renewed, and how often it is renewed.
type term struct{ lease, renewal time.Duration }

// alone is the term of a program that lets no other wait, standing that of one that others
// stand by for.
var (
	alone    = term{15 * time.Second, 5 * time.Second}
	standing = term{4500 * time.Millisecond, time.Second}
)

// watchTime is how often one who waits for a lease looks.
const watchTime = time.Second / 2

// A LockedError is the error of Open if another process has the log of the schedule open.
type LockedError struct {
	// Schedule is the name under which the records are kept.
	Schedule string
	// Host is the name of the machine of the process, PID its id there.
	Host string
	PID  int64
}

// Error names the schedule and the process, and says the way out.
func (e *LockedError) Error() string {
	return fmt.Sprintf("the run log of schedule %q is in use by process %d on %s; end that "+
		"program, or give this one another database", e.Schedule, e.PID, e.Host)
}

// A lease says which process writes the log of a schedule.
type lease struct {
	epoch, seq int64
	host       string
	pid        int64
	process    string // see thisProcess
	expires    time.Time
	left       time.Duration // until then
}

// isOver reports whether the lease has expired, or its process is known to be dead.
func (l lease) isOver() bool {
	known, alive := isAlive(l.process)
	return l.left <= 0 || known && !alive
}

// lease returns the lease of the schedule; the zero lease, which has expired, if there is none.
func (d *database) lease(ctx context.Context) (l lease, err error) {
	var left float64
	err = d.pool.QueryRow(ctx, "SELECT epoch, seq, host, pid, process, expires_at, "+
		"extract(epoch FROM expires_at - clock_timestamp())::float8 FROM rkt_lease "+
		"WHERE schedule = $1", d.schedule).
		Scan(&l.epoch, &l.seq, &l.host, &l.pid, &l.process, &l.expires, &left)
	if errors.Is(err, pgx.ErrNoRows) {
		return lease{}, nil
	}
	l.left = time.Duration(left * float64(time.Second))
	return l, err
}

// take takes the lease of the schedule for this process.
func (d *database) take(ctx context.Context) (mine lease, err error) {
	var seen time.Time // when the lease expires that was seen first
	for {
		other, err := d.lease(ctx)
		if err != nil {
			return mine, err
		}
		if other.isOver() {
			mine, err = d.takeFrom(ctx, other)
			if !errors.Is(err, pgx.ErrNoRows) {
				return mine, err
			}
			continue // another was quicker
		}
		isRenewed := !seen.IsZero() && !other.expires.Equal(seen)
		if _, alive := isAlive(other.process); alive || isRenewed {
			return mine, &LockedError{d.schedule, other.host, other.pid}
		}
		seen = other.expires
		if err := pause(ctx, watchTime); err != nil {
			return mine, err
		}
	}
}

// pause waits. The error is the cause of ctx if that is done before.
func pause(ctx context.Context, by time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(by):
		return nil
	}
}

// takeFrom begins the epoch after that of a lease. The error is pgx.ErrNoRows if another
// process has done so.
func (d *database) takeFrom(ctx context.Context, other lease) (mine lease, err error) {
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown host"
	}
	mine = lease{host: host, pid: int64(os.Getpid()), process: thisProcess()}
	err = d.pool.QueryRow(ctx, `
		INSERT INTO rkt_lease AS l (schedule, epoch, seq, host, pid, process, expires_at)
		VALUES ($1, 1, 0, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
		ON CONFLICT (schedule) DO UPDATE SET epoch = l.epoch + 1, host = $2, pid = $3,
			process = $4, expires_at = EXCLUDED.expires_at
		WHERE l.epoch = $6
		RETURNING epoch, seq`,
		d.schedule, host, mine.pid, mine.process, d.term.lease.Seconds(), other.epoch).
		Scan(&mine.epoch, &mine.seq)
	return mine, err
}

// renew extends a lease, as long as it is the newest.
func (d *database) renew(ctx context.Context, epoch int64, by time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, d.term.renewal)
	defer cancel()
	_, err := d.pool.Exec(ctx, "UPDATE rkt_lease SET expires_at = clock_timestamp() + "+
		"make_interval(secs => $3) WHERE schedule = $1 AND epoch = $2",
		d.schedule, epoch, by.Seconds())
	return err
}

// hold renews a lease until ctx is done. That the database is away is said by those who write. A
// renewal is not broken off: the server might do it after the lease was given up.
func (d *database) hold(ctx context.Context, epoch int64) {
	ticker := time.NewTicker(d.term.renewal)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			_ = d.renew(context.WithoutCancel(ctx), epoch, d.term.lease)
		}
	}
}

// taken returns the error of a writer whose lease another process has taken, or removed.
func (l lease) taken() error {
	if l.epoch == 0 {
		return fmt.Errorf("its row in rkt_lease was removed; start the program anew: %w",
			rocket.ErrLogTaken)
	}
	return fmt.Errorf("process %d on %s writes it now: %w", l.pid, l.host, rocket.ErrLogTaken)
}
