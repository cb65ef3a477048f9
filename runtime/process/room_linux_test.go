package process_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/runtime/process"
)

func init() {
	programs["many"] = many
	programs["crowded"] = crowded
}

// threads returns how many threads this process has.
func threads() int {
	status, _ := os.ReadFile("/proc/self/status")
	_, line, _ := bytes.Cut(status, []byte("Threads:\t"))
	line, _, _ = bytes.Cut(line, []byte("\n"))
	n, _ := strconv.Atoi(string(line))
	return n
}

// many is a program with 300 live commands, and prints how many threads it has.
func many() int {
	if os.Getenv("ROCKETC_TEST_HANDLES") == "no" {
		process.WithoutHandles()
	}
	const live = 300
	var s process.Supervisor
	var ended sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for range live {
		ended.Go(func() { _, _ = s.Run(ctx, shell("echo; exec sleep 60")) })
	}
	for deadline := time.Now().Add(time.Minute); children() < live; {
		if time.Sleep(10 * time.Millisecond); time.Now().After(deadline) {
			fmt.Println("only", children(), "commands have started within a minute")
			return 1
		}
	}
	fmt.Println(threads())
	cancel()
	ended.Wait()
	s.Close()
	return 0
}

// children returns how many children this process has, but for its guard.
func children() (n int) {
	lists, _ := os.ReadDir("/proc/self/task")
	for _, task := range lists {
		list, _ := os.ReadFile("/proc/self/task/" + task.Name() + "/children")
		n += len(strings.Fields(string(list)))
	}
	return n - 1
}

// TestNoThreadForAProcess: 300 live commands need no more threads than a few, and a few for each
// processor.
func TestNoThreadForAProcess(t *testing.T) {
	for _, handles := range []string{"yes", "no"} {
		cmd := program(t, "many", "")
		cmd.Env = append(cmd.Env, "ROCKETC_TEST_HANDLES="+handles)
		out, err := cmd.CombinedOutput()
		n, err2 := strconv.Atoi(strings.TrimSpace(string(out)))
		if err := errors.Join(err, err2); err != nil || n >= 150 {
			t.Errorf("with handles of processes: %s: %v, the program printed:\n%s", handles, err,
				out)
		}
	}
}

// crowded is a program that starts more at the same time than the system has room for.
// It prints how many of its commands have succeeded.
func crowded() int {
	const commands = 60
	var s process.Supervisor
	defer s.Close()
	resource, _ := strconv.Atoi(os.Getenv("ROCKETC_TEST_RESOURCE"))
	most, _ := strconv.ParseUint(os.Getenv("ROCKETC_TEST_MOST"), 10, 64)
	limit := syscall.Rlimit{Cur: most, Max: most}
	if err := syscall.Setrlimit(resource, &limit); err != nil {
		fmt.Println(err)
		return 1
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	ends := map[string]int{}
	for i := range commands {
		all.Go(func() {
			_, err := s.Run(context.Background(),
				process.Command{Args: []string{"sleep", "0.1"}, ID: strconv.Itoa(i)})
			mu.Lock()
			defer mu.Unlock()
			ends[fmt.Sprint(err)]++
		})
	}
	all.Wait()
	fmt.Println(ends)
	return 0
}

// TestTheSystemHasNoRoom: commands wait until the system has room for them, and the
// program lives.
func TestTheSystemHasNoRoom(t *testing.T) {
	const processes = 6 // RLIMIT_NPROC
	for name, limit := range map[string][2]int{
		"files":     {syscall.RLIMIT_NOFILE, 40},
		"processes": {processes, 35},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := program(t, "crowded", t.TempDir())
			cmd.Env = append(cmd.Env, fmt.Sprintf("ROCKETC_TEST_RESOURCE=%d", limit[0]),
				fmt.Sprintf("ROCKETC_TEST_MOST=%d", limit[1]))
			unprivileged(t, cmd)
			out, err := cmd.CombinedOutput()
			if err != nil || string(out) != "map[<nil>:60]\n" {
				t.Errorf("%v, the program printed:\n%s", err, out)
			}
		})
	}
}

// TestNoRoom: a command that never finds room reports that when its time is over.
func TestNoRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 65*time.Millisecond)
		defer cancel()
		attempts := 0
		err := process.UntilRoom(ctx, func() error {
			reasons := []error{syscall.EAGAIN, syscall.EBADF}
			attempts++
			return &os.SyscallError{Syscall: "fork/exec", Err: reasons[(attempts-1)%2]}
		})
		room := new(process.RoomError)
		if !errors.As(err, &room) || !errors.Is(err, syscall.EAGAIN) || attempts != 3 {
			t.Errorf("got %v after %d attempts", err, attempts)
		}
		expectError(t, err, "the system has no room for another process:"+
			" fork/exec: resource temporarily unavailable")
		other := errors.New("of another kind")
		if err := process.UntilRoom(ctx, func() error { return other }); err != other {
			t.Errorf("got %v", err)
		}
	})
}
