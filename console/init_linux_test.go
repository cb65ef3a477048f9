package console

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// programs are what this test binary is as process 1 of a container.
var programs = map[string]func() *rocket.Schedule{
	"orphans": orphans,
	"killed": func() *rocket.Schedule {
		return oneTask(func() error { return syscall.Kill(os.Getpid(), syscall.SIGKILL) })
	},
	"waits": func() *rocket.Schedule {
		s := oneTask(func() error {
			return os.WriteFile(os.Getenv("ROCKETC_TEST_READY"), nil, 0o600)
		})
		s.Config.ShutCond = nil
		s.Tasks = append(s.Tasks,
			&rocket.TaskSpec{Name: "last", OnShutdown: true, Action: prints("in good order")})
		return s
	},
	"fails": func() *rocket.Schedule { return &rocket.Schedule{Tasks: []*rocket.TaskSpec{{}}} },
}

func TestMain(m *testing.M) {
	if name := os.Getenv("ROCKETC_TEST_PROGRAM"); name != "" {
		os.Exit(Main(programs[name]()))
	}
	os.Exit(apart(m))
}

// apart runs the tests. Their programs listen where those of other tests do not.
func apart(m *testing.M) int {
	dir, err := os.MkdirTemp("", "console-") // short, for the sockets in it
	if err == nil {
		defer os.RemoveAll(dir)
		err = os.Setenv("RUNTIME_DIRECTORY", dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// oneTask is a schedule with a task that runs once, and then is all.
func oneTask(do func() error) *rocket.Schedule {
	return &rocket.Schedule{
		Config: rocket.Config{ShutCond: did{"a", 1}},
		Tasks: []*rocket.TaskSpec{{Name: "a", When: notYet{1}, Action: rocket.Func(
			func(context.Context, *rocket.Run) (any, error) { return nil, do() })}},
	}
}

// did holds when runs of a task have ended.
type did struct {
	task string
	n    int
}

func (c did) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: o.History(c.task).Total(rocket.Outcome) >= c.n}, nil
}

// notYet holds until there were as many runs.
type notYet struct{ n int }

func (c notYet) Observe(o *rocket.Observation) (rocket.State, error) {
	return rocket.State{Holds: o.History("").Total(rocket.Started) < c.n}, nil
}

// orphans is a schedule whose commands leave orphans behind, and have exit
// statuses that matter. In the end it counts.
func orphans() *rocket.Schedule {
	const runs = 10
	s := oneTask(func() error {
		fmt.Printf("process %d of %d, zombies: %d\n", os.Getpid(), os.Getppid(), zombies())
		return nil
	})
	s.Tasks[0].When = did{"leave", runs}
	leave := rocket.Command{
		Line:    "for i in 1 2; do (setsid sh -c 'exit 3' >&- 2>&- &); done; exit 5",
		Success: []int{5},
	}
	s.Tasks = append(s.Tasks,
		&rocket.TaskSpec{Name: "leave", When: notYet{runs}, Action: leave},
		&rocket.TaskSpec{Name: "wrong", When: failed{"leave"}, Action: prints("a status was lost")})
	return s
}

// prints returns an action that prints a line.
func prints(line string) rocket.Func {
	return func(context.Context, *rocket.Run) (any, error) {
		fmt.Println(line)
		return nil, nil
	}
}

type failed struct{ task string }

func (c failed) Observe(o *rocket.Observation) (rocket.State, error) {
	failures, starts := o.History(c.task).Total(rocket.Failed), o.History("").Total(rocket.Started)
	return rocket.State{Holds: failures > starts}, nil
}

// zombies counts them, once those that are about to be reaped are.
func zombies() (n int) {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		n = 0
		stats, _ := filepath.Glob("/proc/[0-9]*/stat")
		for _, path := range stats {
			if stat, _ := os.ReadFile(path); strings.Contains(string(stat), ") Z ") {
				n++
			}
		}
		if n == 0 || time.Now().After(deadline) {
			return n
		}
	}
}

// container returns the command that starts a program as process 1 of a new
// PID namespace.
func container(t *testing.T, program string, args ...string) *exec.Cmd {
	t.Helper()
	unshare := []string{"--fork", "--pid", "--mount-proc", "--kill-child"}
	if os.Geteuid() != 0 {
		unshare = append(unshare, "--map-root-user")
	}
	out, err := exec.Command("unshare", append(unshare, "true")...).CombinedOutput()
	if err != nil {
		t.Skipf("no PID namespace can be made here: %v %s", err, out)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("unshare", append(append(unshare, exe), args...)...)
	cmd.Env = append(os.Environ(),
		"ROCKETC_TEST_PROGRAM="+program, "ROCKET_LOG=error", "GORACE=atexit_sleep_ms=0")
	return cmd
}

func TestProcessOne(t *testing.T) {
	for _, test := range []struct {
		program, arg string
		status       int
		out          string
	}{
		{"orphans", "", 0, "of 1, zombies: 0\n"},
		{"killed", "", 137, ""},
		{"fails", "", 1, "a task has no name\n"},
		{"waits", "--nope", 2, "unknown flag --nope"},
	} {
		t.Run(test.program+test.arg, func(t *testing.T) {
			cmd := container(t, test.program, strings.Fields(test.arg)...)
			out, err := cmd.CombinedOutput()
			if status := cmd.ProcessState.ExitCode(); status != test.status {
				t.Errorf("exit status %d (%v), want %d", status, err, test.status)
			}
			if !strings.Contains(string(out), test.out) || strings.Contains(string(out), "lost") {
				t.Errorf("it printed:\n%s", out)
			}
		})
	}
}

func TestProcessOneForwardsSignals(t *testing.T) {
	ready := filepath.Join(t.TempDir(), "ready")
	cmd := container(t, "waits")
	cmd.Env = append(cmd.Env, "ROCKETC_TEST_READY="+ready)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(ready); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the task has not run for a minute")
		}
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", cmd.Process.Pid))
	one, err2 := strconv.Atoi(strings.TrimSpace(string(children)))
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(one, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || !strings.Contains(out.String(), "in good order") {
		t.Errorf("%v:\n%s", err, out.String())
	}
}
