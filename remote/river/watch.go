package river

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	rocket "github.com/rocketc/rocketc/runtime"
)

// watch tells what becomes of runs: of those that notifications name, of those that a sweep finds
// lost, and now and then of all, because a notification may be lost.
func (l *leading) watch(ctx context.Context) {
	sweep := time.NewTimer(0)
	defer sweep.Stop()
	var all time.Time // when all are looked at next
	for {
		select {
		case <-ctx.Done():
			return
		case payload := <-l.heard:
			if l.look(ctx, l.names(payload)) != nil {
				l.missed.Store(true)
			}
			continue
		case <-sweep.C:
		}
		whole := l.missed.Swap(false) || time.Now().After(all)
		next, err := l.sweepOnce(ctx, whole)
		switch {
		case err != nil: // the database is away: workers report first when it is back
			l.missed.Store(true)
			l.hold = time.Now().Add(l.grace())
			next = l.sweep
		case whole:
			all = time.Now().Add(l.poll)
		}
		sweep.Reset(next)
	}
}

// sweepOnce finds what is lost, and tells of it, or of all runs. It returns after which time the
// next lease may be over.
func (l *leading) sweepOnce(ctx context.Context, whole bool) (next time.Duration, err error) {
	lost, next, err := l.tidy(ctx, time.Now().After(l.hold), whole)
	if err == nil && whole {
		err = l.look(ctx, nil)
	} else if err == nil && len(lost) > 0 {
		err = l.look(ctx, lost)
	}
	return next, err
}

// names returns the runs that a payload and those that follow it name; nil: all.
func (l *leading) names(payload string) []string {
	ids := map[string]bool{}
	for {
		if payload == namesAll {
			return nil
		}
		for id := range strings.SplitSeq(payload, separator) {
			ids[id] = true
		}
		select {
		case payload = <-l.heard:
		default:
			return slices.Collect(maps.Keys(ids))
		}
	}
}

// A row is what the database has of a run.
type row struct {
	id, state, worker, host string
	token                   int64
	lost                    bool
	outcome                 []byte
}

// A chunk is output of a run.
type chunk struct {
	id           string
	n            int64
	stream, text string
}

// look reads the rows of runs, or of all, and tells what is new in them. Their output is read
// after the rows, so that it is complete when the end of a run is told.
func (l *leading) look(ctx context.Context, ids []string) error {
	l.looking.Lock() // what is found first is told first
	defer l.looking.Unlock()
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	var opened []string
	if ids == nil {
		opened = l.opened()
	}
	var rows []row
	var chunks []chunk
	const which = " WHERE schedule = $1 AND ($2::text[] IS NULL OR run_id = ANY($2))"
	b := &pgx.Batch{}
	b.Queue("SELECT run_id, state, worker, host, token, lost, outcome FROM rkt_run"+which,
		l.schedule, ids).Query(func(found pgx.Rows) (err error) {
		rows, err = pgx.CollectRows(found, func(found pgx.CollectableRow) (r row, err error) {
			err = found.Scan(&r.id, &r.state, &r.worker, &r.host, &r.token, &r.lost, &r.outcome)
			return r, err
		})
		return err
	})
	b.Queue("SELECT run_id, n, stream, text FROM rkt_run_output"+which+" ORDER BY run_id, n",
		l.schedule, ids).Query(func(found pgx.Rows) (err error) {
		chunks, err = pgx.CollectRows(found, func(found pgx.CollectableRow) (c chunk, err error) {
			err = found.Scan(&c.id, &c.n, &c.stream, &c.text)
			return c, err
		})
		return err
	})
	if err := l.pool.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	for _, e := range l.news(opened, rows, chunks) {
		l.tell(e)
	}
	return nil
}

// opened returns the runs that have a row.
func (l *leading) opened() (ids []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, k := range l.runs {
		if k.opened && !k.ended {
			ids = append(ids, id)
		}
	}
	return ids
}

// news returns what was not told yet: claims, then output, then ends. opened are runs that have
// a row; if one has none now, it was removed by others, and is lost.
func (l *leading) news(opened []string, rows []row, chunks []chunk) (events []rocket.RemoteEvent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	there := make(map[string]row, len(rows))
	for _, r := range rows {
		there[r.id] = r
		if k := l.runs[r.id]; k != nil && !k.claimed && r.token > 0 {
			k.claimed = true
			events = append(events, r.event(rocket.RemoteClaimed))
		}
	}
	for _, c := range chunks {
		k, r := l.runs[c.id], there[c.id]
		if k == nil || !k.claimed || c.n <= k.chunk || r.id == "" {
			continue // the next look tells it
		}
		k.chunk = c.n
		events = append(events, c.events(r)...)
	}
	for _, r := range rows {
		if k := l.runs[r.id]; k != nil && !k.ended && r.state == "done" {
			k.ended = true
			events = append(events, r.end())
		}
	}
	for _, id := range opened {
		k := l.runs[id]
		if _, ok := there[id]; !ok && k != nil && !k.ended {
			k.ended = true
			events = append(events, rocket.RemoteEvent{RunID: id, Kind: rocket.RemoteLost})
		}
	}
	return events
}

// event returns an event of the run.
func (r row) event(kind rocket.RemoteKind) rocket.RemoteEvent {
	return rocket.RemoteEvent{RunID: r.id, Kind: kind, Worker: r.worker, Host: r.host,
		Token: r.token}
}

// end returns the event of the end of the run.
func (r row) end() rocket.RemoteEvent {
	outcome, ok := r.ended()
	if !ok {
		return r.event(rocket.RemoteLost)
	}
	e := r.event(rocket.RemoteEnded)
	e.Outcome = outcome
	return e
}

// ended returns the outcome of a run that has ended, if it has one.
func (r row) ended() (outcome rocket.RemoteOutcome, ok bool) {
	if r.lost || json.Unmarshal(r.outcome, &outcome) != nil {
		return outcome, false
	}
	return outcome, true
}

// progress is the stream of chunks that say how far a run is.
const progress = "progress"

// events returns the events of the chunk: one for each line.
func (c chunk) events(r row) (events []rocket.RemoteEvent) {
	if c.stream == progress {
		e := r.event(rocket.RemoteProgressed)
		e.Text = c.text
		return append(events, e)
	}
	for line := range strings.SplitSeq(c.text, "\n") {
		e := r.event(rocket.RemoteWrote)
		e.Stream, e.Text = c.stream, line
		events = append(events, e)
	}
	return events
}
