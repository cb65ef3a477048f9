//go:build linux

package chaos

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// cap is how many runs may be live, of them narrowCap in a pool.
const liveCap = 12

// script is what a command does as a run: it begins, goes on in steps, and ends. Each line is
// one write.
const script = `task=$1 step=$2 steps=$3
note() {
	read -r up _ </proc/uptime
	echo "$1 $ROCKET_RUN_ID $task $FLEET_MEMBER ${RKT_RUN_TOKEN:-0} $up" >>"$WITNESS"
}
note begin
while sleep "$step"; steps=$((steps - 1)); [ $steps -gt 0 ]; do note beat; done
note end
`

// work is the Go package of the schedule, whose tasks do what the script does.
const work = `package work

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// Do is a run.
func Do(task string, step time.Duration) error {
	if err := note("begin", task); err != nil {
		return err
	}
	time.Sleep(step)
	return note("end", task)
}

func note(word, task string) error {
	up, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(os.Getenv("WITNESS"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	token := os.Getenv("RKT_RUN_TOKEN")
	if token == "" {
		token = "0"
	}
	_, err = fmt.Fprintln(f, word, os.Getenv("ROCKET_RUN_ID"), task, os.Getenv("FLEET_MEMBER"),
		token, strings.Fields(string(up))[0])
	return err
}
`

// longSteps is how many steps of 200 ms the longest tasks have: so many that they outlast a lease,
// or in the gate's short form a few.
func longSteps() int {
	if os.Getenv(chaosVariable) == "" {
		return 6
	}
	return 50
}

// schedule writes the schedule: exclusive and free tasks of 100 to 400 ms, exclusive ones that
// take longer, and Go functions.
func schedule(script string) (text string, exclusive map[string]bool) {
	var b strings.Builder
	fmt.Fprintf(&b, "import %q\n\nconfig {\n\tname \"chaos\"\n\ttimezone \"UTC\"\n"+
		"\tlog postgres env \"DATABASE_URL\"\n\ttask_execution remote\n"+
		"\tmax_process_count %d\n}\n\n",
		"example.com/chaos/work", liveCap)
	exclusive = map[string]bool{}
	command := func(name, step string, steps int, when, more string) {
		fmt.Fprintf(&b, "task %s when every %s { command [\"/bin/sh\", %q, %q, %q, \"%d\"]%s }\n",
			name, when, script, name, step, steps, more)
		exclusive[name] = more == ""
	}
	for i, step := range []string{"0.1", "0.2", "0.3", "0.4"} {
		command(fmt.Sprint("alone", i), step, 1, "250 ms", "")
		command(fmt.Sprint("free", i), step, 1, "200 ms", "; multilaunch")
	}
	for i := range 2 {
		command(fmt.Sprint("long", i), "0.2", longSteps(), "500 ms", "")
	}
	fmt.Fprint(&b, "task go0 when every 500 ms { func work.Do(\"go0\", 100ms) }\n"+
		"task go1 when every 500 ms { func work.Do(\"go1\", 400ms); multilaunch }\n")
	exclusive["go0"] = true
	return b.String(), exclusive
}

// build compiles the schedule below a directory, and returns the program.
func build(ctx context.Context, dir string) (program string, exclusive map[string]bool, err error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return "", nil, err
	}
	source := filepath.Join(dir, "source")
	if err := os.MkdirAll(filepath.Join(source, "work"), 0o755); err != nil {
		return "", nil, err
	}
	scriptFile := filepath.Join(dir, "run.sh")
	text, exclusive := schedule(scriptFile)
	mod, err := module(root)
	if err != nil {
		return "", nil, err
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return "", nil, err
	}
	for name, text := range map[string]string{
		scriptFile:                            script,
		filepath.Join(source, "work/work.go"): work,
		filepath.Join(source, "chaos.rkt"):    text,
		filepath.Join(source, "go.mod"):       mod,
		filepath.Join(source, "go.sum"):       string(sum),
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return "", nil, err
		}
	}
	program = filepath.Join(dir, "program")
	cmd := exec.CommandContext(ctx, "go", "run", "./cmd/rocketc", "build", "-o", program, source)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("%v: %w\n%s", cmd, err, out)
	}
	return program, exclusive, nil
}

// module returns the go.mod of a module that uses this tree, and requires what it does.
func module(root string) (string, error) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	own, required, _ := strings.Cut(string(mod), "\n")
	own = strings.TrimPrefix(own, "module ")
	return fmt.Sprintf("module example.com/chaos\n\nrequire %s v0.0.0\n\nreplace %[1]s => %s\n%s",
		own, root, required), nil
}
