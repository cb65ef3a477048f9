package runtime_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

func TestRecall(t *testing.T) {
	var j journal
	restarts := 0
	records, err := play(t, rocket.Schedule{
		Config: rocket.Config{Restarting: rocket.Recall},
		Tasks: []*rocket.Task{
			{Name: "setup", OnStartup: true, Action: j.does(0)},
			{Name: "flush", OnShutdown: true, Action: j.does(0)},
			{Name: "again", Start: started{10 * time.Second}, Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
				restarts++
				r.Session().Restart()
				return nil, nil
			})},
		},
	}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, story(records), "setup:run@0s setup:success@0s again:run@10s again:success@10s "+
		"flush:run@10s flush:success@10s setup:run@10s setup:success@10s flush:run@1m0s flush:success@1m0s")
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
	schedule := rocket.Schedule{Tasks: []*rocket.Task{{
		Name: "a", Start: once{}, Action: rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
			if again {
				r.Session().Shutdown(false)
			} else {
				r.Session().Restart()
			}
			return nil, nil
		}),
	}}}
	if how != "replace" {
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
			cmd.Stdout, cmd.Stderr = &out, &out // read to the end: until the relaunched program has ended, too
			if err := cmd.Run(); err != nil {
				t.Fatalf("%v\n%s", err, out.String())
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			if len(lines) != 2 {
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
