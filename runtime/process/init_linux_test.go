package process_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

func init() {
	programs["init"] = func() int {
		if status, is, err := process.Init(); is {
			if err != nil {
				fmt.Println(err)
			}
			return status
		}
		var s process.Supervisor
		const orphans = `for i in 1 2 3 4; do (setsid sh -c 'exit 3' >&- 2>&- &); done; `
		_, err := s.Run(context.Background(), shell(orphans+"exit 5"))
		fmt.Println("in a container:", process.EndsContainer(), "the command:", err)
		if how := os.Getenv("ROCKETC_TEST_END"); how == "signal" {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
		return 9
	}
}

func TestInit(t *testing.T) {
	if _, is, err := process.Init(); is || err != nil || process.EndsContainer() {
		t.Fatal("this process takes itself for process 1")
	}
	args := []string{"--fork", "--pid", "--mount-proc", "--kill-child"}
	if os.Geteuid() != 0 {
		args = append(args, "--map-root-user")
	}
	if out, err := exec.Command("unshare", append(args, "true")...).CombinedOutput(); err != nil {
		t.Skipf("no PID namespace can be made here: %v %s", err, out)
	}
	for how, status := range map[string]int{"exit": 9, "signal": 128 + 9} {
		cmd := program(t, "init", "")
		cmd.Args = append(append([]string{"unshare"}, args...), cmd.Path)
		cmd.Path, _ = exec.LookPath("unshare")
		cmd.Env = append(cmd.Env, "ROCKETC_TEST_END="+how)
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != status {
			t.Errorf("%s: exit status %d, want %d", how, got, status)
		}
		const want = "in a container: true the command: exit status 5\n"
		if !strings.Contains(string(out), want) {
			t.Errorf("%s: the program printed:\n%s", how, out)
		}
	}
}
