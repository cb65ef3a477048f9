package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rocketc/rocketc/internal/transcript"
)

// contained is the schedule that the Dockerfile of docs/operating.md is tried with. It says what
// it finds in the container: the zone of another place, its process, its environment.
const contained = `
config { timezone "Europe/Helsinki"; log file "runs.jsonl"; silence_cond_check true }
import "os"
import "time"
task look when every 1 hour {
    code {
        winter := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
        helsinki, err := time.LoadLocation("Europe/Helsinki")
        fmt.Println("winter is", winter.In(helsinki).Format("15:04 MST"), err, len(os.Environ()))
        return nil, err
    }
}
task bye { code { fmt.Println("in good order") }; on_shutdown }
`

// TestDockerfile does what the Dockerfile of docs/operating.md says, as far as that can be done
// without images: the root of a stage is an empty directory, and the commands of the first run
// on this machine. The program of the last is process 1 of a container that has nothing else:
// no file, no variable. It ends in good order when the container is stopped.
func TestDockerfile(t *testing.T) {
	page, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	files := fenced(string(page), "dockerfile")
	if len(files) != 1 {
		t.Fatalf("found %d Dockerfiles", len(files))
	}
	d := &imageBuild{T: t, context: t.TempDir()}
	name := filepath.Join(d.context, "backup.rkt")
	if err := os.WriteFile(name, []byte(contained), 0o666); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(files[0]) {
		if line = strings.TrimSpace(line); line != "" {
			d.instruct(line)
		}
	}
	d.run()
}

// An imageBuild makes the stages of a Dockerfile.
type imageBuild struct {
	*testing.T
	context    string // the directory that docker build is given
	stages     []*imageStage
	entrypoint []string
}

// An imageStage is a stage of a Dockerfile.
type imageStage struct{ name, from, root, dir string }

// instruct does what an instruction says.
func (d *imageBuild) instruct(line string) {
	d.Helper()
	word, rest, _ := strings.Cut(line, " ")
	words := strings.Fields(rest)
	if word == "FROM" {
		d.stages = append(d.stages, &imageStage{name: words[len(words)-1], from: words[0],
			root: d.TempDir(), dir: "/"})
		return
	}
	stage := d.stages[len(d.stages)-1]
	switch word {
	case "COPY":
		d.copy(stage, words)
	case "WORKDIR":
		stage.dir = rest
		d.do(exec.Command("mkdir", "-p", filepath.Join(stage.root, rest)))
	case "VOLUME":
		d.do(exec.Command("mkdir", "-p", filepath.Join(stage.root, rest)))
	case "RUN":
		d.build(stage, rest)
	case "ENTRYPOINT":
		if err := json.Unmarshal([]byte(rest), &d.entrypoint); err != nil {
			d.Fatalf("%s: %v", line, err)
		}
	default:
		d.Fatalf("what does %s do?", line)
	}
}

// copy copies from the context, or from another stage.
func (d *imageBuild) copy(stage *imageStage, words []string) {
	from := d.context
	if name, is := strings.CutPrefix(words[0], "--from="); is {
		words, from = words[1:], ""
		for _, other := range d.stages[:len(d.stages)-1] {
			if other.name == name {
				from = other.root
			}
		}
	}
	if from == "" || len(words) != 2 {
		d.Fatalf("COPY %q copies from no stage", words)
	}
	if words[0] == "." {
		words[0] = "./."
	}
	d.do(exec.Command("cp", "-r", from+"/"+words[0], filepath.Join(stage.root, words[1])))
}

// build runs a command of the first stage. The image has the Go that rocketc needs; its root
// stands for that of the container, and the rocketc of the test for the latest.
func (d *imageBuild) build(stage *imageStage, line string) {
	d.Helper()
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		d.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(mod)
	if want := "golang:" + string(version[1]); stage.from != want {
		d.Errorf("the first stage is made of %s, want %s", stage.from, want)
	}
	rocketc, err := exec.LookPath("rocketc")
	if err != nil {
		d.Fatal(err)
	}
	const latest = "go run github.com/rocketc/rocketc/cmd/rocketc@latest"
	if !strings.Contains(line, latest) {
		d.Fatalf("%s does not run %s", line, latest)
	}
	line = strings.NewReplacer(latest, rocketc, " /", " "+stage.root+"/").Replace(line)
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = filepath.Join(stage.root, stage.dir)
	d.do(cmd)
}

// do executes a command, which has to succeed.
func (d *imageBuild) do(cmd *exec.Cmd) {
	d.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		d.Fatalf("%q: %v\n%s", cmd.Args, err, out)
	}
}

// run runs the entrypoint in the last stage, and stops it.
func (d *imageBuild) run() {
	last := d.stages[len(d.stages)-1]
	if last.from != "scratch" || len(d.entrypoint) == 0 {
		d.Fatalf("the image is made of %s, and runs %q", last.from, d.entrypoint)
	}
	d.do(exec.Command("mkdir", "-p", filepath.Join(last.root, "proc"))) // docker makes it, too
	unshare := []string{"--fork", "--pid", "--mount-proc", "--kill-child", "--root=" + last.root,
		"--wd=" + last.dir}
	if os.Geteuid() != 0 {
		unshare = append(unshare, "--map-root-user")
	}
	out, err := exec.Command("unshare", append(append(unshare, d.entrypoint...), "--version")...).
		CombinedOutput()
	if strings.Contains(string(out), "unshare: ") {
		d.Skipf("no container can be made here: %v %s", err, out)
	}
	if !strings.Contains(string(out), ", compiled by rocketc ") {
		d.Errorf("error %v, and it printed\n%s", err, out)
	}
	var printed transcript.Buffer
	cmd := exec.Command("unshare", append(unshare, d.entrypoint...)...)
	cmd.Env, cmd.Stdout, cmd.Stderr = []string{}, &printed, &printed
	if err := cmd.Start(); err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() { _ = cmd.Process.Kill() })
	d.await(&printed, "winter is 02:00 EET <nil> ")
	if err := syscall.Kill(d.child(cmd.Process.Pid), syscall.SIGTERM); err != nil {
		d.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || !strings.Contains(printed.String(), "in good order") {
		d.Errorf("error %v, and it printed\n%s", err, printed.String())
	}
	if _, err := os.Stat(filepath.Join(last.root, last.dir, "runs.jsonl")); err != nil {
		d.Error(err)
	}
}

// await waits until the program has printed a text.
func (d *imageBuild) await(printed *transcript.Buffer, text string) {
	for deadline := time.Now().Add(time.Minute); !strings.Contains(printed.String(), text); {
		if time.Now().After(deadline) {
			d.Fatalf("it did not print %q, but\n%s", text, printed.String())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// child returns the id of the one child of a process.
func (d *imageBuild) child(of int) int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", of))
	child, err2 := strconv.Atoi(strings.TrimSpace(string(text)))
	if err := errors.Join(err, err2); err != nil {
		d.Fatal(err)
	}
	return child
}
