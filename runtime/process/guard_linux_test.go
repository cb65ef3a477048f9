package process_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

func init() {
	programs["parent"] = parent
	programs["orderly"] = orderly
}

// family is a command line whose processes write their numbers to files: itself, a
// child in its process group, and one that has left it.
const family = escape + `sh -c 'echo $$ > new2; mv new2 child; sleep 60; sleep 60' &
	echo $$ > new3; mv new3 command; wait`

// parent is a program that runs a command, and then lives until it is killed, or
// until a goroutine of it panics.
func parent() int {
	var s process.Supervisor
	if os.Getenv("ROCKETC_TEST_CGROUPS") == "no" {
		s.WithoutControlGroups()
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		command := shell(family)
		command.ID = os.Getenv("ROCKETC_TEST_ID")
		_, _ = s.Run(context.Background(), command)
	}()
	if os.Getenv("ROCKETC_TEST_END") == "panic" {
		for _, err := os.Stat("panic"); err != nil; _, err = os.Stat("panic") {
		}
		go panic("a panic of a goroutine")
	}
	<-ended
	return 1
}

// orderly is a program that runs commands that leave something behind, and ends in
// good order.
func orderly() int {
	var s process.Supervisor
	s.WithoutControlGroups()
	_, err := s.Run(context.Background(),
		shell(escape+"while [ ! -e escaped ]; do sleep 0.01; done"))
	s.Close()
	s.Close()
	text, _ := os.ReadFile("escaped")
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	fmt.Println(err, pid > 0, alive(pid), len(guardsOf(os.Getpid())))
	return 0
}

// guardsOf returns the numbers of the guards of a process. A guard that nobody has
// reaped yet counts.
func guardsOf(pid int) (guards []int) {
	title := fmt.Sprintf("rocketc-guard\x00of\x00process\x00%d\x00", pid)
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range lines {
		number, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		line, _ := os.ReadFile(path)
		if string(line) == title {
			guards = append(guards, number)
		}
	}
	return guards
}

// unprivileged makes the program that of a user who may not make control groups, with
// a copy of this test binary that the user may execute.
func unprivileged(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	// A user of this program only: the system counts processes by user.
	user := 10_000 + os.Getpid()%50_000
	credential := &syscall.Credential{Uid: uint32(user), Gid: uint32(user)}
	home, err := os.MkdirTemp("/tmp", "rocketc-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	binary, err := os.Open(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer binary.Close()
	cmd.Path = filepath.Join(home, "program")
	if err := copyTo(cmd.Path, binary); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{home, cmd.Path} {
		if err := os.Chown(path, user, user); err != nil {
			t.Fatal(err)
		}
	}
	cmd.Dir = home
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
}

// TestNothingSurvivesTheProgram: whatever ends the program, all that it has started
// ends within a moment, and the guard, too.
func TestNothingSurvivesTheProgram(t *testing.T) {
	signals := map[string]syscall.Signal{
		"killed": syscall.SIGKILL, "hangup": syscall.SIGHUP, "quit": syscall.SIGQUIT,
	}
	for _, how := range []string{"killed", "hangup", "quit", "panic"} {
		for _, as := range []string{"privileged", "without control groups", "unprivileged"} {
			t.Run(how+" "+as, func(t *testing.T) {
				p := program(t, "parent", t.TempDir())
				p.Env = append(p.Env, "ROCKETC_TEST_END="+how)
				switch as {
				case "without control groups":
					p.Env = append(p.Env, "ROCKETC_TEST_CGROUPS=no")
				case "unprivileged":
					unprivileged(t, p)
				}
				start(t, p)
				family := familyIn(t, p.Dir)
				guards := guardsOf(p.Process.Pid)
				if len(guards) != 1 {
					t.Errorf("the program has %d guards", len(guards))
				}
				if how == "panic" {
					_ = os.WriteFile(filepath.Join(p.Dir, "panic"), nil, 0o600)
				} else {
					_ = p.Process.Signal(signals[how])
				}
				_ = p.Wait()
				for _, pid := range append(family, guards...) {
					eventually(t, "the end of all", func() bool { return !alive(pid) })
				}
			})
		}
	}
}

// familyIn waits until the processes of the family have started, and returns their
// numbers.
func familyIn(t *testing.T, dir string) []int {
	t.Helper()
	family := []int{pidIn(t, dir, "command"), pidIn(t, dir, "child"), pidIn(t, dir, "escaped")}
	for _, pid := range family {
		t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
	}
	return family
}

// TestGuardIsReplaced: a guard that dies is followed by another that knows all that
// the first knew. What asks programs to end does not end a guard.
func TestGuardIsReplaced(t *testing.T) {
	p := program(t, "parent", t.TempDir())
	p.Env = append(p.Env, "ROCKETC_TEST_CGROUPS=no")
	start(t, p)
	family := familyIn(t, p.Dir)
	first := guardsOf(p.Process.Pid)
	if len(first) != 1 {
		t.Fatalf("the program has %d guards", len(first))
	}
	eventually(t, "the guard is ready", func() bool { return ignores(first[0], syscall.SIGTERM) })
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		_ = syscall.Kill(first[0], s)
	}
	if !alive(first[0]) {
		t.Error("the guard has ended")
	}
	_ = syscall.Kill(first[0], syscall.SIGKILL)
	eventually(t, "another guard", func() bool {
		now := guardsOf(p.Process.Pid)
		return len(now) == 1 && now[0] != first[0] && ignores(now[0], syscall.SIGTERM)
	})
	_ = p.Process.Kill()
	_ = p.Wait()
	for _, pid := range family {
		eventually(t, "the end of all", func() bool { return !alive(pid) })
	}
}

// ignores reports whether a process ignores a signal.
func ignores(pid int, s syscall.Signal) bool {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, mask, _ := strings.Cut(string(status), "SigIgn:\t")
	mask, _, _ = strings.Cut(mask, "\n")
	bits, _ := strconv.ParseUint(mask, 16, 64)
	return bits&(1<<(s-1)) != 0
}

// TestGuardHoldsNothing: the guard has no terminal, no files but the link, none of
// the directories of the program, and no part in its run.
func TestGuardHoldsNothing(t *testing.T) {
	p := program(t, "parent", t.TempDir())
	p.Env = append(p.Env, "ROCKET_RUN_ID=outer", "ROCKET_RUN_MARK=outer")
	file, err := os.Create(filepath.Join(t.TempDir(), "inherited"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p.ExtraFiles = []*os.File{file, file, file}
	start(t, p)
	familyIn(t, p.Dir)
	guards := guardsOf(p.Process.Pid)
	if len(guards) != 1 {
		t.Fatalf("the program has %d guards", len(guards))
	}
	at := fmt.Sprintf("/proc/%d/", guards[0])
	eventually(t, "the guard has its name, which it takes last", func() bool {
		name, _ := os.ReadFile(at + "comm")
		return string(name) == "rocketc-guard\n"
	})
	for _, fd := range entries(t, at+"fd") {
		if target, _ := os.Readlink(at + "fd/" + fd); target == file.Name() {
			t.Errorf("the guard holds the file %s", target)
		}
	}
	if dir, _ := os.Readlink(at + "cwd"); dir != "/" {
		t.Errorf("the directory of the guard is %s", dir)
	}
	stat, _ := os.ReadFile(at + "stat")
	if f := strings.Fields(string(stat)); f[5] != f[0] || f[6] != "0" {
		t.Errorf("the guard has a terminal: %s", stat)
	}
	if environ, _ := os.ReadFile(at + "environ"); bytes.Contains(environ, []byte("outer")) {
		t.Error("the guard is part of the run that the program is part of")
	}
}

func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range list {
		names = append(names, entry.Name())
	}
	return names
}

// TestNothingOutlivesAnOrderlyEnd: what a command has moved out of reach, and left
// behind, ends with the program at the latest, and so does the guard.
func TestNothingOutlivesAnOrderlyEnd(t *testing.T) {
	out, err := program(t, "orderly", t.TempDir()).CombinedOutput()
	if err != nil || string(out) != "<nil> true false 0\n" {
		t.Errorf("%v, the program printed:\n%s", err, out)
	}
}

// TestNothingIsLeftBehindForLong: without control groups, the guard ends what a
// command has left behind, while the program goes on.
func TestNothingIsLeftBehindForLong(t *testing.T) {
	s := supervisor(t)
	s.WithoutControlGroups()
	command := shell(escape + "while [ ! -e escaped ]; do sleep 0.01; done")
	command.Dir = t.TempDir()
	if _, err := s.Run(t.Context(), command); err != nil {
		t.Error(err)
	}
	escaped := pidIn(t, command.Dir, "escaped")
	eventually(t, "the end of what was left behind", func() bool { return !alive(escaped) })
}

// TestNoGuardWithoutProcesses: a supervisor that starts nothing has no guard.
func TestNoGuardWithoutProcesses(t *testing.T) {
	var s process.Supervisor
	s.Close()
	if guards := guardsOf(os.Getpid()); len(guards) > 0 {
		t.Errorf("there are guards: %v", guards)
	}
}

// TestForgedGuard: the environment alone makes no guard.
func TestForgedGuard(t *testing.T) {
	for _, value := range []string{"1", "x", strconv.Itoa(os.Getpid())} {
		cmd := program(t, "server", "")
		cmd.Env = append(cmd.Env, "ROCKET_PROCESS_GUARD="+value)
		out, _ := cmd.CombinedOutput()
		const want = "ROCKET_PROCESS_GUARD is set, but no scheduler is at the other end: "
		if cmd.ProcessState.ExitCode() != 1 || !strings.HasPrefix(string(out), want) {
			t.Errorf("%s: exit status %d, the program printed:\n%s", value,
				cmd.ProcessState.ExitCode(), out)
		}
	}
}

// stopped reports whether all threads of a process are stopped.
func stopped(pid int) bool {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	return len(threads) > 0 && !slices.ContainsFunc(threads, func(path string) bool {
		stat, err := os.ReadFile(path)
		return err == nil && !bytes.Contains(stat, []byte(") T "))
	})
}

// TestLeftoversAreCleared: what a program and its guard could not end, because both
// were killed, ends at the next start.
func TestLeftoversAreCleared(t *testing.T) {
	for name, clear := range map[string]func(id string){
		"by its control group": func(string) { process.ClearLeftovers() },
		"by its id":            func(id string) { process.KillRuns("of no run", id) },
	} {
		t.Run(name, func(t *testing.T) {
			if name == "by its control group" {
				needControlGroups(t)
			}
			id := fmt.Sprint("of the test ", t.Name(), os.Getpid()) // others may do it, too
			p := program(t, "parent", t.TempDir())
			p.Env = append(p.Env, "ROCKETC_TEST_ID="+id)
			start(t, p)
			escaped := familyIn(t, p.Dir)[2]
			_ = p.Process.Signal(syscall.SIGSTOP) // it starts no other guard
			eventually(t, "the program is stopped", func() bool { return stopped(p.Process.Pid) })
			for _, guard := range guardsOf(p.Process.Pid) {
				_ = syscall.Kill(guard, syscall.SIGKILL)
				eventually(t, "the end of the guard", func() bool { return !alive(guard) })
			}
			if !alive(escaped) { // later, any other program may end it
				t.Fatal("nothing has escaped")
			}
			_ = p.Process.Kill()
			_ = p.Wait()
			clear(id)
			eventually(t, "the end of what had escaped", func() bool { return !alive(escaped) })
		})
	}
}
