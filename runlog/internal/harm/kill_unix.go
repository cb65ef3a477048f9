//go:build unix

package harm

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// programVariable has a test binary be the program of the chain.
const programVariable = "ROCKETC_TEST_CHAIN"

// Main is what TestMain does in a package that calls Kill: it runs the tests, or the program
// of the chain, and returns the exit status. open returns the run log of a program whose
// directory is dir.
func Main(m *testing.M, open func(dir string) rocket.RunLog) (status int) {
	if os.Getenv(programVariable) == "" {
		return m.Run()
	}
	if err := runChain(open(".")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// chain are tasks of the program: the first runs again and again, and each of the others after
// the one before it. Another one is due once a day.
var chain = []string{"first", "second", "third"}

const daily = "daily"

// runChain runs the chain until SIGTERM. Its commands note that they begin and end.
func runChain(log rocket.RunLog) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	const note = `echo begin $ROCKET_RUN_ID >>notes; echo end $ROCKET_RUN_ID >>notes`
	schedule := rocket.Schedule{RunLog: log, Tasks: []*rocket.TaskSpec{{Name: daily,
		Action: rocket.Command{Line: note},
		When:   stdconds.Once{Period: period.OfDay{To: 24 * time.Hour}}}}}
	for i, name := range chain {
		task := &rocket.TaskSpec{Name: name, Action: rocket.Command{Line: note},
			When: stdconds.Every{Interval: time.Millisecond}}
		if i > 0 {
			task.When = stdconds.After{Tasks: []string{chain[i-1]}}
		}
		schedule.Tasks = append(schedule.Tasks, task)
	}
	session, err := rocket.New(&schedule)
	if err != nil {
		return err
	}
	return session.Run(ctx)
}

// Kill kills the program of the chain again and again, at random instants, and starts it anew
// with the same run log, which open returns as for Main. ROCKETC_TEST_KILLS says how often; 5
// times if it is not set.
func Kill(t *testing.T, open func(dir string) rocket.RunLog) {
	kills, err := strconv.Atoi(os.Getenv("ROCKETC_TEST_KILLS"))
	if err != nil {
		kills = 5
	}
	dir, seed := t.TempDir(), rand.Uint64()
	t.Logf("the seed is %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	for range kills {
		wait := time.Duration(chance.Int64N(int64(5 * time.Millisecond)))
		runProgram(t, dir, chance.IntN(30), wait, syscall.SIGKILL)
	}
	runProgram(t, dir, 20, 0, syscall.SIGTERM)
	records := readStory(t, open(dir))
	checkRuns(t, records, readNotes(t, dir))
	checkOrder(t, records)
	checkDaily(t, records)
}

// runProgram runs the program of the chain, until it has logged so many lines and some time
// has passed, and ends it by a signal. A program that does neither within a minute is killed.
func runProgram(t *testing.T, dir string, lines int, wait time.Duration, end syscall.Signal) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), programVariable+"=1", "STATE_DIRECTORY=",
		"GORACE=atexit_sleep_ms=0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	log := bufio.NewScanner(stderr)
	said := ""
	for range lines {
		if !log.Scan() {
			t.Fatalf("the program has ended by itself, or was killed after a minute: %v, %v; it "+
				"said last: %s", cmd.Wait(), ctx.Err(), said)
		}
		said = log.Text()
	}
	<-time.After(wait)
	if err := cmd.Process.Signal(end); err != nil {
		t.Fatal(err)
	}
	for log.Scan() { // else a program that ends in good order could wait for its reader
	}
	if err := cmd.Wait(); end == syscall.SIGTERM && err != nil {
		t.Fatalf("the program has not ended in good order: %v, %v; it said last: %s", err,
			ctx.Err(), said)
	}
}

// notes are how often each run has noted that it begins, and that it ends.
type notes struct{ began, ended map[string]int }

func readNotes(t *testing.T, dir string) notes {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "notes"))
	if err != nil {
		t.Fatal(err)
	}
	n := notes{map[string]int{}, map[string]int{}}
	for line := range strings.Lines(string(text)) {
		switch word, id, _ := strings.Cut(strings.TrimSpace(line), " "); word {
		case "begin":
			n.began[id]++
		case "end":
			n.ended[id]++
		}
	}
	return n
}

// checkRuns checks that each run has one start in the log and then one outcome, that it has
// begun at most once, that the log has each run that has begun, and that a run has ended if
// the log says so.
func checkRuns(t *testing.T, records []rocket.Record, n notes) {
	t.Helper()
	starts, outcomes := map[string]int{}, map[string]rocket.Event{}
	count := map[rocket.Event]int{}
	for _, r := range records {
		count[r.Event]++
		if r.Event == rocket.Started {
			starts[r.RunID]++
			continue
		}
		if _, twice := outcomes[r.RunID]; twice || starts[r.RunID] == 0 {
			t.Errorf("the record %d, %s of %s, follows no start", r.Seq, r.Event, r.Task)
		}
		outcomes[r.RunID] = r.Event
	}
	for id, times := range starts {
		switch outcome := outcomes[id]; {
		case times != 1 || n.began[id] > 1 || n.ended[id] > 1:
			t.Errorf("the run %s is doubled: %d starts, began %d times", id, times, n.began[id])
		case outcome == rocket.Succeeded && n.ended[id] == 0:
			t.Errorf("the run %s has succeeded, but did nothing", id)
		case outcome != rocket.Succeeded && outcome != rocket.Crashed:
			t.Errorf("the run %s has the outcome %q", id, outcome)
		}
	}
	for id := range n.began {
		if starts[id] == 0 {
			t.Errorf("the run %s has begun, and is not in the log", id)
		}
	}
	t.Logf("%d runs, %d crashed", count[rocket.Started], count[rocket.Crashed])
}

// checkOrder checks that each start of a run that follows another task is after a success of
// that task, for which none has started yet. What has made a run start is in the log before it.
func checkOrder(t *testing.T, records []rocket.Record) {
	t.Helper()
	open := map[string]bool{} // tasks that have succeeded since the one that follows started
	known := map[rocket.Ref]bool{}
	for _, r := range records {
		known[rocket.Ref{Task: r.Task, RunID: r.RunID, Event: r.Event}] = true
		if r.Event == rocket.Succeeded {
			open[r.Task] = true
		}
		if r.Event != rocket.Started {
			continue
		}
		if r.Cause != nil && !known[*r.Cause] {
			t.Errorf("the cause of record %d, %v, is not in the log", r.Seq, *r.Cause)
		}
		if before := slices.Index(chain, r.Task) - 1; before >= 0 {
			if !open[chain[before]] {
				t.Errorf("no success precedes record %d, a start of %s", r.Seq, r.Task)
			}
			open[chain[before]] = false
		}
	}
}

// checkDaily checks that the task that is due once a day has run once a day, and once more for each
// of its runs that has crashed.
func checkDaily(t *testing.T, records []rocket.Record) {
	t.Helper()
	days, starts, crashes := map[string]bool{}, 0, 0
	for _, r := range records {
		days[r.Created.Local().Format(time.DateOnly)] = true
		switch {
		case r.Task != daily:
		case r.Event == rocket.Started:
			starts++
		case r.Event == rocket.Crashed:
			crashes++
		}
	}
	if n := starts - crashes; n < 1 || n > len(days) {
		t.Errorf("in %d days the daily task has started %d times, and crashed %d times", len(days),
			starts, crashes)
	}
}
