package rocket_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/process"
)

func TestRecall(t *testing.T) {
	var j journal
	restarts := 0
	again := func(_ context.Context, r *rocket.Run) (any, error) {
		restarts++
		r.Session().Restart()
		return nil, nil
	}
	records, err := play(t, rocket.Schedule{
		Config: rocket.Config{Restarting: rocket.Recall},
		Tasks: []*rocket.TaskSpec{
			{Name: "setup", OnStartup: true, Action: j.does(0)},
			{Name: "flush", OnShutdown: true, Action: j.does(0)},
			{Name: "again", When: started{10 * time.Second}, Action: rocket.Func(again)},
		},
	}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, story(records), "setup:run@0s setup:success@0s again:run@10s again:success@10s "+
		"flush:run@10s flush:success@10s setup:run@10s setup:success@10s "+
		"flush:run@1m0s flush:success@1m0s")
	if restarts != 1 {
		t.Errorf("%d restarts", restarts)
	}
}

// restartMain is a program that prints who it is, restarts once, and ends. It
// is this test binary, started by TestRestartingTheProgram.
func restartMain(how string) {
	again := os.Getenv("ROCKETC_TEST_AGAIN") != ""
	fmt.Printf("pid %d again %v args %v\n", os.Getpid(), again, os.Args[1:])
	os.Setenv("ROCKETC_TEST_AGAIN", "yes")
	switch how {
	case "fresh": // apart from the terminal, so it says so in a file
		name := os.Getenv("ROCKETC_TEST_FILE")
		file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			panic(err)
		}
		_, inherited := os.Stdout.Stat()
		fmt.Fprintf(file, "pid %d again %v output %v\n", os.Getpid(), again, inherited == nil)
		file.Close()
	case "replace":
		keepsWhatItHas(again)
	}
	restart := func(ctx context.Context, r *rocket.Run) (any, error) {
		if again {
			r.Session().Shutdown(ctx)
		} else {
			r.Session().Restart()
		}
		return nil, nil
	}
	schedule := rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "a", When: once{}, Action: rocket.Func(restart)},
	}}
	switch how {
	case "replace":
		schedule.Config.Restarting = rocket.ReplaceProcess
	case "fresh":
		schedule.Config.Restarting = rocket.Fresh
	default:
		schedule.Config.Restarting = rocket.Relaunch
	}
	if how == "relaunch as a service" { // which would end with this process
		os.Setenv("NOTIFY_SOCKET", "/no/such/socket")
	}
	s, err := rocket.New(&schedule, rocket.WithLogger(quiet), rocket.WithServiceManager())
	if err == nil {
		err = s.Run(context.Background())
	}
	if err != nil {
		fmt.Println(err)
	}
}

// keepsWhatItHas starts a child, or says whether it is still there, and whether
// the inherited file is still open.
func keepsWhatItHas(again bool) {
	const name = "ROCKETC_TEST_CHILD"
	if !again {
		child := exec.Command("sleep", "30")
		if err := child.Start(); err != nil {
			panic(err)
		}
		os.Setenv(name, strconv.Itoa(child.Process.Pid))
		return
	}
	_, err := os.NewFile(3, "inherited").Stat()
	fmt.Println("file kept:", err == nil)
	pid, _ := strconv.Atoi(os.Getenv(name))
	child, err := os.FindProcess(pid)
	if err == nil {
		err = child.Kill()
	}
	if err == nil {
		_, err = child.Wait() // which only its parent can
	}
	fmt.Println("child kept:", err == nil)
}

func TestReplaceKeepsFilesAndChildren(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(t.TempDir() + "/inherited")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "ROCKETC_TEST_RESTART=replace", "GORACE=atexit_sleep_ms=0")
	cmd.ExtraFiles = []*os.File{file}
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("file kept: true\nchild kept: true\n")) {
		t.Errorf("error %v, the program printed:\n%s", err, out)
	}
}

func TestFreshRestart(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := t.TempDir() + "/said"
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "ROCKETC_TEST_RESTART=fresh", "ROCKETC_TEST_FILE="+file)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var said []byte
	for deadline := time.Now().Add(time.Minute); bytes.Count(said, []byte("\n")) < 2; {
		if time.Now().After(deadline) {
			t.Fatalf("the program was not started again; it said:\n%s", said)
		}
		time.Sleep(5 * time.Millisecond)
		said, _ = os.ReadFile(file)
	}
	if !bytes.Contains(said, []byte("again false")) || !bytes.Contains(said, []byte("again true")) {
		t.Errorf("the program said:\n%s", said)
	}
}

func TestRestartingTheProgram(t *testing.T) {
	for _, how := range []string{"replace", "relaunch", "relaunch as a service"} {
		t.Run(how, func(t *testing.T) {
			exe, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			cmd := exec.Command(exe, "-test.count=1")
			cmd.Env = append(os.Environ(), "ROCKETC_TEST_RESTART="+how, "GORACE=atexit_sleep_ms=0")
			// Run reads to the end: until the relaunched program has ended, too.
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Run(); err != nil {
				t.Fatalf("%v\n%s", err, out.String())
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if len(lines) < 2 {
				t.Fatalf("the program printed:\n%s", out.String())
			}
			var first, second int
			fmt.Sscanf(lines[0], "pid %d again false args [-test.count=1]", &first)
			fmt.Sscanf(lines[1], "pid %d again true args [-test.count=1]", &second)
			if first == 0 || second == 0 || (first == second) != (how != "relaunch") {
				t.Errorf("the program printed:\n%s", out.String())
			}
		})
	}
}

// TestEndBeforeARestart: a request to end comes before a restart, however late it comes.
func TestEndBeforeARestart(t *testing.T) {
	t.Setenv("ROCKETC_TEST_PROGRAM", "none") // what would be started ends at once
	ctx, cancel := context.WithCancelCause(t.Context())
	again := func(_ context.Context, r *rocket.Run) (any, error) {
		return nil, r.Session().Restart()
	}
	var log bytes.Buffer
	late := slog.NewTextHandler(&log, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.MessageKey && a.Value.String() == "schedule stopped" {
				cancel(errors.New("SIGTERM")) // the loop has ended
			}
			return a
		},
	})
	s := newSession(t, rocket.Schedule{
		Config: rocket.Config{Restarting: rocket.Relaunch},
		Tasks:  []*rocket.TaskSpec{{Name: "a", When: once{}, Action: rocket.Func(again)}},
	}, rocket.WithLogger(slog.New(late)))
	if err := s.Run(ctx); err != nil {
		t.Error(err)
	}
	text := log.String()
	if strings.Contains(text, "how=") || !strings.Contains(text, "by=SIGTERM") {
		t.Errorf("the log is\n%s", text)
	}
}

// TestEndWhileRelaunching: a signal that has come by the time at which signals are reset is
// heeded: what was started ends, too.
func TestEndWhileRelaunching(t *testing.T) {
	t.Setenv("ROCKETC_TEST_PROGRAM", "none")
	ctx, cancel := context.WithCancelCause(t.Context())
	process.BeforeReset(func() { cancel(errors.New("SIGTERM")) })
	t.Cleanup(func() { process.BeforeReset(func() {}) })
	again := func(_ context.Context, r *rocket.Run) (any, error) {
		return nil, r.Session().Restart()
	}
	var log bytes.Buffer
	s := newSession(t, rocket.Schedule{
		Config: rocket.Config{Restarting: rocket.Relaunch},
		Tasks:  []*rocket.TaskSpec{{Name: "a", When: once{}, Action: rocket.Func(again)}},
	}, rocket.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	if err := s.Run(ctx); err != nil {
		t.Error(err)
	}
	_, after, started := strings.Cut(log.String(), "how=")
	if !started || !strings.Contains(after, "by=SIGTERM") {
		t.Errorf("the log is\n%s", &log)
	}
}
