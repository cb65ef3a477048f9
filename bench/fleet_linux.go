package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/internal/fleet"
	"github.com/rocketc/rocketc/internal/pgserver"
)

// A fleetLoad is a compiled schedule whose runs take place on workers: a leader, workers, and
// the database are processes of this machine.
type fleetLoad struct {
	*bench
	*remoteDatabase
	fleet   *fleet.Fleet
	name    string // of the load
	leader  *fleet.Member
	workers []*fleet.Member
	notes   string // to which commands write when they begin
}

// fleets measures compiled schedules with several workers.
func (b *bench) fleets(ctx context.Context) error {
	for _, workers := range workerCounts {
		for _, measure := range []func(*fleetLoad, context.Context) error{
			(*fleetLoad).pace, (*fleetLoad).crowd,
		} {
			b.say("fleet: %s", plural(workers, "worker"))
			err := b.withFleet(workers, func(l *fleetLoad) error { return measure(l, ctx) })
			if errors.Is(err, pgserver.ErrMissing) {
				b.say("%v", err)
				return nil
			}
			if err := b.note(ctx, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// withFleet calls use with a fleet that has no program yet, and ends the fleet.
func (b *bench) withFleet(workers int, use func(*fleetLoad) error) error {
	address, err := b.newDatabase()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "fleet-") // short, for the sockets in it
	if err != nil {
		return err
	}
	l := &fleetLoad{bench: b, remoteDatabase: &remoteDatabase{b.server, address},
		name: fmt.Sprint(workers), notes: filepath.Join(dir, "notes"),
		workers: make([]*fleet.Member, workers)}
	l.fleet = &fleet.Fleet{Dir: dir, Socket: b.server.Socket(), User: "rocket",
		Database: address[strings.LastIndex(address, "=")+1:], Env: []string{"ROCKET_LOG=warn"}}
	err = use(l)
	return errors.Join(err, l.fleet.Close(), os.RemoveAll(dir))
}

// start compiles a schedule, and starts the fleet.
func (l *fleetLoad) start(ctx context.Context, tasks string, slots int) (err error) {
	source := "config {\n\tname \"bench\"\n\ttimezone \"UTC\"\n" +
		"\tlog postgres env \"DATABASE_URL\"\n\ttask_execution remote\n}\n\n" + tasks
	file := filepath.Join(l.fleet.Dir, "bench.rkt")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		return err
	}
	l.fleet.Program = filepath.Join(l.fleet.Dir, "program")
	_, err = l.output(ctx, l.rocketc(), "build", "-o", l.fleet.Program, file)
	if err != nil {
		return err
	}
	if l.leader, err = l.fleet.Start("leader"); err != nil {
		return err
	}
	for i := range l.workers {
		l.workers[i], err = l.fleet.Start("worker", "worker", "--slots", fmt.Sprint(slots))
		if err != nil {
			return err
		}
	}
	return l.await(ctx, "a run", func() bool {
		n, err := l.successes(ctx)
		return err == nil && n > 0
	})
}

// await waits until something is done.
func (l *fleetLoad) await(ctx context.Context, what string, done func() bool) error {
	for end := time.Now().Add(remoteLimit); !done(); {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if time.Now().After(end) {
			text, _ := os.ReadFile(l.leader.LogFile())
			return fmt.Errorf("%s did not come within %v; the leader wrote\n%s", what, remoteLimit,
				text)
		}
		sleep(ctx, time.Now().Add(50*time.Millisecond))
	}
	return nil
}

// successes counts the runs that have succeeded.
func (l *fleetLoad) successes(ctx context.Context) (n int, err error) {
	conn, err := pgx.Connect(ctx, l.address)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx)
	err = conn.QueryRow(ctx, "SELECT count(*) FROM rkt_record WHERE event = 'success'").Scan(&n)
	return n, err
}

// A fleetUse is what the processes of a fleet have used.
type fleetUse struct {
	runs                      int
	leader, workers, database time.Duration
}

func (u fleetUse) sum() time.Duration { return u.leader + u.workers + u.database }

func (l *fleetLoad) use(ctx context.Context) (u fleetUse, err error) {
	if u.runs, err = l.successes(ctx); err != nil {
		return u, err
	}
	if u.leader, err = l.leader.Usage(); err != nil {
		return u, err
	}
	for _, w := range l.workers {
		used, err := w.Usage()
		if err != nil {
			return u, err
		}
		u.workers += used
	}
	u.database = l.cpu()
	return u, nil
}

func (l *fleetLoad) add(name, unit string, value float64) {
	l.figures.add(place{"fleet", l.name, name, unit}, ownName, value)
}

// pace measures at 50 runs a second how long after it is due the command of a run begins, and
// what a run costs.
func (l *fleetLoad) pace(ctx context.Context) error {
	var tasks strings.Builder
	period := time.Second / remoteRate
	for i := range remoteRate {
		fmt.Fprintf(&tasks, "task t%d when secondly starting %g { command [\"/bin/bash\", \"-c\", "+
			"\"echo %[1]d $EPOCHREALTIME >>%[3]s\"] }\n", i, milliseconds(period*time.Duration(i)),
			l.notes)
	}
	if err := l.start(ctx, tasks.String(), 24); err != nil {
		return err
	}
	sleep(ctx, time.Now().Add(2*time.Second)) // until all connections are there
	if err := os.Truncate(l.notes, 0); err != nil {
		return err
	}
	before, err := l.use(ctx)
	if err != nil {
		return err
	}
	began, all := time.Now(), busy()
	sleep(ctx, began.Add(pick(l.options, 2*time.Second, 20*time.Second)))
	after, err := l.use(ctx)
	if err != nil {
		return err
	}
	l.noteOthers(began, busy()-all-(after.sum()-before.sum()))
	delays, err := readDelays(l.notes, period)
	if err != nil {
		return err
	}
	l.add("due to first line p50", "ms", quantile(delays, 0.5))
	l.add("p99", "ms", quantile(delays, 0.99))
	each := func(from, to time.Duration) float64 {
		return milliseconds(to-from) / float64(max(1, after.runs-before.runs))
	}
	l.add("CPU a run: leader", "ms", each(before.leader, after.leader))
	l.add("database", "ms", each(before.database, after.database))
	l.add("workers, with the command", "ms", each(before.workers, after.workers))
	return nil
}

// readDelays reads which tasks have begun when, and returns in milliseconds how long after the
// newest instant of its grid each was.
func readDelays(name string, phase time.Duration) (delays []float64, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		task, at, _ := strings.Cut(strings.TrimSpace(line), " ")
		i, err := strconv.Atoi(task)
		if err != nil {
			return nil, err
		}
		seconds, fraction, _ := strings.Cut(at, ".")
		micros, err := strconv.ParseInt(seconds+fraction, 10, 64)
		if err != nil {
			return nil, err
		}
		due := int64(i) * phase.Microseconds()
		delays = append(delays, float64((micros-due)%1e6)/1000)
	}
	return sorted(delays), nil
}

// crowd measures how many runs a second there can be, each a process that ends at once.
func (l *fleetLoad) crowd(ctx context.Context) error {
	var tasks strings.Builder
	for i := range 96 {
		fmt.Fprintf(&tasks, "task t%d when every 1 ms { command [\"/bin/true\"] }\n", i)
	}
	if err := l.start(ctx, tasks.String(), 96/len(l.workers)+1); err != nil {
		return err
	}
	sleep(ctx, time.Now().Add(2*time.Second))
	before, err := l.successes(ctx)
	if err != nil {
		return err
	}
	from := time.Now()
	sleep(ctx, from.Add(pick(l.options, 2*time.Second, 15*time.Second)))
	after, err := l.successes(ctx)
	l.add("most runs of true", "1/s", float64(after-before)/time.Since(from).Seconds())
	return err
}
