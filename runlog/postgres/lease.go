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

// leaseTime is how long a lease lasts that is not renewed, renewTime how often it is renewed,
// and watchTime how often one who waits for it looks.
const (
	leaseTime = 15 * time.Second
	renewTime = leaseTime / 3
	watchTime = time.Second / 2
)

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
	expired    bool
}

// lease returns the lease of the schedule; the zero lease, which has expired, if there is none.
func (d *database) lease(ctx context.Context) (l lease, err error) {
	err = d.pool.QueryRow(ctx, "SELECT epoch, seq, host, pid, process, expires_at, "+
		"expires_at <= clock_timestamp() FROM rkt_lease WHERE schedule = $1", d.schedule).
		Scan(&l.epoch, &l.seq, &l.host, &l.pid, &l.process, &l.expires, &l.expired)
	if errors.Is(err, pgx.ErrNoRows) {
		return lease{expired: true}, nil
	}
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
		known, alive := isAlive(other.process)
		if other.expired || known && !alive {
			mine, err = d.takeFrom(ctx, other)
			if !errors.Is(err, pgx.ErrNoRows) {
				return mine, err
			}
			continue // another was quicker
		}
		if alive || !seen.IsZero() && !other.expires.Equal(seen) {
			return mine, &LockedError{d.schedule, other.host, other.pid}
		}
		seen = other.expires
		select {
		case <-ctx.Done():
			return mine, context.Cause(ctx)
		case <-time.After(watchTime):
		}
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
		d.schedule, host, mine.pid, mine.process, leaseTime.Seconds(), other.epoch).
		Scan(&mine.epoch, &mine.seq)
	return mine, err
}

// renew extends a lease, as long as it is the newest.
func (d *database) renew(ctx context.Context, epoch int64, by time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, renewTime)
	defer cancel()
	_, err := d.pool.Exec(ctx, "UPDATE rkt_lease SET expires_at = clock_timestamp() + "+
		"make_interval(secs => $3) WHERE schedule = $1 AND epoch = $2",
		d.schedule, epoch, by.Seconds())
	return err
}

// hold renews a lease until ctx is done. That the database is away is said by those who write.
func (d *database) hold(ctx context.Context, epoch int64) {
	ticker := time.NewTicker(renewTime)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			_ = d.renew(ctx, epoch, leaseTime)
		}
	}
}

// taken returns the error of a writer whose lease another process has taken.
func (l lease) taken() error {
	return fmt.Errorf("process %d on %s writes it now: %w", l.pid, l.host, rocket.ErrLogTaken)
}
