//go:build linux

package chaos

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rocketc/rocketc/internal/fleet"
	"github.com/rocketc/rocketc/internal/pgserver"
	rocket "github.com/rocketc/rocketc/runtime"
)

// patience bounds everything that is waited for.
const patience = time.Minute

// A trouble is what a fleet goes through.
type trouble struct {
	name   string
	harms  []harm
	length time.Duration
}

// short is what the gate has: all of it once, without what takes longer than a lease.
var short = trouble{"short", []harm{
	{1200 * time.Millisecond, crashDatabase},
	{1500 * time.Millisecond, killWorker},
	{2 * time.Second, killLeader},
}, 2300 * time.Millisecond}

// troubles returns all of it, each kind alone and then together, for so long.
func troubles(length time.Duration) []trouble {
	alone := length / 2
	return []trouble{
		{"workers killed", []harm{{3 * time.Second, killWorker}}, alone},
		{"leaders killed", []harm{{6 * time.Second, killLeader}}, alone},
		{"leaders frozen", []harm{{14 * time.Second, freezeLeader}}, alone},
		{"leaders cut off", []harm{{14 * time.Second, cutLeader}}, alone},
		{"workers frozen", []harm{{10 * time.Second, freezeWorker}}, alone},
		{"workers cut off", []harm{{10 * time.Second, cutWorker}}, alone},
		{"database restarted", []harm{{alone * 2 / 5, restartDatabase},
			{alone * 3 / 5, crashDatabase}}, alone},
		{"together", []harm{{3 * time.Second, killWorker}, {12 * time.Second, killLeader},
			{16 * time.Second, freezeWorker}, {18 * time.Second, cutWorker},
			{length * 2 / 5, restartDatabase}, {length * 3 / 5, crashDatabase}}, length},
	}
}

// chaosVariable says for how long TestChaos harms a fleet, such as 60s.
const chaosVariable = "ROCKETC_TEST_CHAOS"

// TestChaos harms a fleet of three workers with eight slots each, a leader and a standby. Without
// ROCKETC_TEST_CHAOS in the environment, the gate's short form runs.
func TestChaos(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Go compiler")
	}
	list := []trouble{short}
	if text := os.Getenv(chaosVariable); text != "" {
		length, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		list = troubles(length)
	}
	stage := prepare(t)
	for i, one := range list {
		t.Run(one.name, func(t *testing.T) {
			s := stage.open(t, fmt.Sprint(i))
			began := time.Now()
			s.wreak(one.harms, one.length)
			s.recover(t)
			s.settle(t)
			s.end(t)
			s.judge(t)
			t.Logf("%v of harm, %.0f s in all", one.length, time.Since(began).Seconds())
		})
	}
}

// A stage is what fleets have in common: a database server, and the compiled program.
type stage struct {
	server    *pgserver.Server
	program   string
	exclusive map[string]bool // tasks
	dir       string
}

// prepared is the stage of this test binary, once there is one.
var prepared *stage

// prepare makes the stage, which goes with the test binary.
func prepare(t *testing.T) *stage {
	t.Helper()
	if prepared != nil && prepared.program == "" {
		t.Fatal("there is no program, see the test before")
	}
	if prepared != nil {
		return prepared
	}
	server, err := pgserver.New()
	if errors.Is(err, pgserver.ErrMissing) {
		t.Skip(err)
	}
	prepared = &stage{server: server}
	if err != nil {
		t.Fatal(err)
	}
	prepared.dir, err = os.MkdirTemp("", "chaos-") // short, for the sockets in it
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*patience)
	defer cancel()
	if prepared.program, prepared.exclusive, err = build(ctx, prepared.dir); err != nil {
		t.Fatal(err)
	}
	return prepared
}

func TestMain(m *testing.M) {
	status := m.Run()
	if prepared != nil {
		if err := errors.Join(prepared.server.Remove(), os.RemoveAll(prepared.dir)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
		}
	}
	os.Exit(status)
}

// open starts a fleet, in a directory of that name, and returns when it runs tasks.
func (st *stage) open(t *testing.T, name string) *scene {
	t.Helper()
	address, err := st.server.NewDatabase()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(st.dir, name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := &scene{stage: st, address: address, witness: filepath.Join(dir, "witness")}
	if err := os.WriteFile(s.witness, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s.fleet = &fleet.Fleet{Program: st.program, Dir: dir, Socket: st.server.Socket(),
		User: "rocket", Database: address[strings.LastIndex(address, "=")+1:],
		Env: []string{"WITNESS=" + s.witness, "ROCKET_LOG=info"}}
	s.stopping, s.stop = context.WithCancel(context.Background())
	t.Cleanup(func() {
		s.stop()
		s.kept.Wait()
		if err := s.fleet.Close(); err != nil {
			t.Error(err)
		}
	})
	for i := range 2 {
		s.leaders = append(s.leaders, &post{name: fmt.Sprint("leader", i)})
	}
	for i := range 3 {
		s.workers = append(s.workers, &post{name: fmt.Sprint("worker", i),
			args: []string{"worker", "--slots", "8"}})
	}
	for _, p := range append(s.leaders, s.workers...) {
		if err := s.keep(p); err != nil {
			t.Fatal(err)
		}
	}
	s.await(t, "a run on each worker", func() bool {
		text, _ := os.ReadFile(s.witness)
		for _, p := range s.workers {
			if !strings.Contains(string(text), p.current().ID) {
				return false
			}
		}
		return true
	})
	return s
}

// await waits until something is done.
func (s *scene) await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.tell(t)
			t.Fatalf("%s did not come within %v", what, patience)
		}
	}
}

// tell shows the warnings and errors of all members, the newest of each.
func (s *scene) tell(t *testing.T) {
	logs, _ := filepath.Glob(filepath.Join(s.fleet.Dir, "*", "log")) // the pattern is right
	for _, name := range logs {
		text, _ := os.ReadFile(name)
		var told strings.Builder
		for line := range strings.Lines(string(text)) {
			if !strings.Contains(line, `"level":"INFO"`) {
				told.WriteString(line)
			}
		}
		if told.Len() > 0 {
			t.Logf("%s:\n%s", filepath.Base(filepath.Dir(name)), tail(told.String(), 20))
		}
	}
}

// recover waits until a run starts again.
func (s *scene) recover(t *testing.T) {
	t.Helper()
	before := -1
	s.await(t, "a run after the harm", func() bool {
		n, err := s.count("rkt_record WHERE event = 'run'")
		if err == nil && before < 0 {
			before = n
		}
		return err == nil && n > before
	})
}

// fewest is how many runs a scene has at least.
const fewest = 20

// settle has no run start any more once there were enough, and waits until those that are live have
// ended and the engine has forgotten them.
func (s *scene) settle(t *testing.T) {
	t.Helper()
	s.await(t, "enough runs", func() bool {
		n, err := s.count("rkt_record WHERE event = 'run'")
		return err == nil && n >= fewest
	})
	s.order(t, "hold")
	s.await(t, "the end of all runs", func() bool {
		runs, err := s.count("rkt_record WHERE event = 'run'")
		ends, errEnds := s.count("rkt_record WHERE event IN ('success', 'fail', 'terminate', " +
			"'inaction', 'crash')")
		return err == nil && errEnds == nil && runs == ends
	})
	for _, table := range tables {
		s.await(t, "nothing in "+table, func() bool {
			n, err := s.count(table)
			return err == nil && n == 0
		})
	}
}

// tables are those of the engine that have rows only while there are runs.
var tables = []string{"rkt_run", "rkt_run_output", "rkt_river.river_job"}

// order has the leader do something.
func (s *scene) order(t *testing.T, command string) {
	t.Helper()
	s.await(t, command, func() bool {
		for _, p := range s.leaders {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			_, err := p.current().Ask(ctx, command)
			cancel()
			if err == nil && p.current().PID() == s.leader() {
				return true
			}
		}
		return false
	})
}

// count counts rows.
func (s *scene) count(what string) (n int, err error) {
	err = s.query(func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "SELECT count(*) FROM "+what).Scan(&n)
	})
	return n, err
}

// end ends the fleet in good order.
func (s *scene) end(t *testing.T) {
	t.Helper()
	s.stop()
	s.kept.Wait()
	var ended sync.WaitGroup
	for _, p := range append(s.leaders, s.workers...) {
		ended.Go(func() {
			m := p.current()
			s.fail(m.Terminate())
			if err := m.Wait(); err != nil {
				text, _ := os.ReadFile(m.LogFile())
				s.fail(fmt.Errorf("%s: %w\n%s", m.ID, err, tail(string(text), 10)))
			}
		})
	}
	ended.Wait()
}

// rules returns what is promised. The gate's short form asks for nothing within seconds: other
// tests keep the machine busy meanwhile, so that a worker may be slow to find the database again.
func (st *stage) rules() rules {
	r := rules{cap: liveCap, exclusive: st.exclusive, lost: 5500 * time.Millisecond,
		failover: 5 * time.Second, slack: time.Second, outage: 2 * time.Second}
	if os.Getenv(chaosVariable) == "" {
		r.slack, r.outage = patience, 0
	}
	return r
}

// judge says what witness and run log say.
func (s *scene) judge(t *testing.T) {
	t.Helper()
	lines, err := readWitness(s.witness)
	if err != nil {
		t.Fatal(err)
	}
	records, err := s.records()
	if err != nil {
		t.Fatal(err)
	}
	boot, err := bootTime()
	if err != nil {
		t.Fatal(err)
	}
	v := trial{s.rules(), lines, records, boot}.judge()
	if err := s.errs(); len(v.faults) > 0 || err != nil {
		s.tell(t)
		t.Errorf("%v\n%v", v, err)
	} else {
		t.Log(v)
	}
	if v.runs < fewest {
		t.Errorf("there were only %d runs", v.runs)
	}
}

// records returns the run log.
func (s *scene) records() (records []rocket.Record, err error) {
	err = s.query(func(ctx context.Context, conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, "SELECT record::text FROM rkt_record ORDER BY seq")
		if err != nil {
			return err
		}
		texts, err := pgx.CollectRows(rows, pgx.RowTo[string])
		for _, text := range texts {
			var r rocket.Record
			if err := json.Unmarshal([]byte(text), &r); err != nil {
				return err
			}
			records = append(records, r)
		}
		return err
	})
	return records, err
}
