package console

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

func TestComplete(t *testing.T) {
	c := completer{
		flags: []flag{{name: "--region"}},
		tasks: func() []string { return []string{"nightly.dump", "nightly.copy", "slow"} },
		runs:  func() []string { return []string{"019c"} },

		labels: []string{"default", "gpu"},
	}
	for _, test := range []struct{ line, want string }{
		{"st", "status"}, {"re", "restart resume"}, {"--re", "--region"}, {"completion z", "zsh"},
		{"list n", "nightly.copy nightly.dump"}, {"why ", "nightly.copy nightly.dump slow"},
		{"why slow ", ""}, {"hold slow nightly.c", "nightly.copy"}, {"logs 0", "019c"},
		{"terminate s", "slow"}, {"history --fa", "--failed"}, {"why --at ", ""},
		{"--json why s", "slow"}, {"status ", ""}, {"run slow ", ""}, {"backfill --f", "--from"},
		{"worker --o", "--on"}, {"worker --on g", "gpu"}, {"worker ", ""}, {"mig", "migrate"},
		{"", "backfill completion disable enable help history hold list logs migrate next " +
			"restart resume run shutdown status terminate version why worker"},
	} {
		got := strings.Join(c.complete(strings.Split(test.line, " ")), " ")
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.line, got, test.want)
		}
	}
}

// TestCompletionScripts has bash complete a program by the script that the program prints.
func TestCompletionScripts(t *testing.T) {
	schedule := &rocket.Schedule{Name: "desk", Tasks: []*rocket.TaskSpec{
		{Name: "nightly.dump", Action: rocket.Do{}}}}
	call := func(args ...string) (string, int) {
		var out, errs bytes.Buffer
		p := &program{stdout: &out, stderr: &errs}
		status := p.run(func(options ...rocket.Option) (*rocket.Session, error) {
			return rocket.New(schedule, options...)
		}, append([]string{"./my desk"}, args...), nil)
		return out.String() + errs.String(), status
	}
	if text, status := call("completion", "tcsh"); status != exitUsage ||
		!strings.Contains(text, "it is written: completion bash") {
		t.Errorf("status %d: %s", status, text)
	}
	if text, _ := call("complete", "--", "why", "n"); text != "nightly.dump\n" {
		t.Errorf("complete: %q", text)
	}
	for shell := range scripts {
		text, status := call("completion", shell)
		if status != exitOK || !strings.Contains(text, "complete -- ") {
			t.Errorf("%s: status %d: %s", shell, status, text)
		}
		checker := []string{"-n"} // fish has that, too
		path, err := exec.LookPath(shell)
		if err != nil {
			t.Logf("there is no %s here", shell)
			continue
		}
		cmd := exec.Command(path, checker...)
		cmd.Env, cmd.Stdin = append(os.Environ(), "LC_ALL=C"), strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", shell, err, out)
		}
	}
}
