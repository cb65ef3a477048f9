package river

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// probeTime is how long a notification may take to arrive.
const probeTime = 2 * time.Second

// isPooled reports whether a proxy pools transactions: what one connection notifies does not
// come to another that listens.
func isPooled(ctx context.Context, config *pgx.ConnConfig) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	listener, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return false, err
	}
	defer closeConn(ctx, listener)
	other, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return false, err
	}
	defer closeConn(ctx, other)
	name := "rkt_" + strings.ToLower(rand.Text())
	if _, err := listener.Exec(ctx, "LISTEN "+name); err != nil {
		return true, nil
	}
	if _, err := other.Exec(ctx, "SELECT pg_notify($1, '')", name); err != nil {
		return false, err
	}
	wait, stop := context.WithTimeout(ctx, probeTime)
	defer stop()
	_, err = listener.WaitForNotification(wait)
	if err != nil && ctx.Err() == nil && wait.Err() == nil {
		return false, err // the connection is lost
	}
	return err != nil, context.Cause(ctx)
}

// closeConn closes a connection within a second, whatever has become of its context.
func closeConn(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = conn.Close(ctx) // it is of no use any more
}

// listen calls heard for each notification of the leader's channel, until ctx is done, and with
// namesAll whenever a connection begins to listen: others may be lost before. If a proxy pools
// transactions, it calls that ten times a second.
func (db *database) listen(ctx context.Context, heard func(payload string)) {
	for ctx.Err() == nil {
		if !db.pooled {
			_ = db.listenOnce(ctx, heard) // that the database is away is said by those who write
		}
		pause(ctx, pollTime)
		heard(namesAll)
	}
}

// listenOnce listens as long as a connection lasts.
func (db *database) listenOnce(ctx context.Context, heard func(payload string)) error {
	connecting, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	conn, err := pgx.ConnectConfig(connecting, db.config.Copy())
	if err != nil {
		return err
	}
	defer closeConn(ctx, conn)
	if _, err := conn.Exec(connecting, "LISTEN "+db.channel()); err != nil {
		return err
	}
	heard(namesAll)
	for {
		// A connection that is cut off without a word is noticed by the ping.
		wait, stop := context.WithTimeout(ctx, 2*db.lease)
		n, err := conn.WaitForNotification(wait)
		stop()
		switch {
		case err == nil:
			heard(n.Payload)
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
			if err := db.ping(ctx, conn); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// ping asks the server for a sign of life.
func (db *database) ping(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, db.lease)
	defer cancel()
	return conn.Ping(ctx)
}

// pause waits, or until ctx is done.
func pause(ctx context.Context, by time.Duration) {
	timer := time.NewTimer(by)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
