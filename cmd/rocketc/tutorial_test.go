package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const tutorialPage = "../../docs/tutorial.md"

// TestTutorial follows docs/tutorial.md in an empty directory, without Go: a block `rkt FILE` is
// written, each line of a block `console` that begins with $ is a command, and what follows is
// what it prints. Times, durations, ids and hashes may differ. With -update, the page gets what
// is printed. All of it takes a reader as long as the title says, at most.
func TestTutorial(t *testing.T) {
	text, err := os.ReadFile(tutorialPage)
	if err != nil {
		t.Fatal(err)
	}
	reader := newReader(t)
	followed := reader.read(string(text))
	if reader.commands < 20 {
		t.Errorf("only %d commands were tried", reader.commands)
	}
	if *update {
		if err := os.WriteFile(tutorialPage, []byte(followed), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var minutes int
	_, err = fmt.Sscanf(string(text), "# From nothing to production in %d minutes", &minutes)
	if err != nil {
		t.Fatal(err)
	}
	if took := reader.took(); took > time.Duration(minutes)*time.Minute {
		t.Errorf("it takes a reader %v", took)
	} else {
		t.Logf("it takes a reader %v, of which the commands take %v", took, reader.waited)
	}
}

// A reader does what a page says.
type reader struct {
	*testing.T
	dir      string // the one that it is in
	env      []string
	port     string // takes the place of that of the page
	words    int    // how many it has read, but for what commands print
	lines    int    // how many it has seen of what commands print
	commands int
	waited   time.Duration // for commands
}

// read does what a page says, and returns the page with what commands print.
func (r *reader) read(text string) string {
	var page strings.Builder
	for i, part := range strings.Split(text, "```") {
		if i > 0 {
			page.WriteString("```")
		}
		kind, body, _ := strings.Cut(part, "\n")
		name, isFile := strings.CutPrefix(kind, "rkt ")
		switch {
		case i%2 == 1 && isFile:
			r.write(name, body)
		case i%2 == 1 && kind == "console":
			part = kind + "\n" + r.follow(body)
		}
		if kind != "console" || i%2 == 0 {
			r.words += len(strings.Fields(part))
		}
		page.WriteString(part)
	}
	return page.String()
}

// took returns how long a person takes for what was read, who reads 150 words a minute, needs
// ten seconds to copy a command, and looks at a line of its output for two.
func (r *reader) took() time.Duration {
	reading := time.Duration(r.words) * time.Minute / 150
	trying := time.Duration(r.commands)*10*time.Second + time.Duration(r.lines)*2*time.Second
	return (reading + trying + r.waited).Round(time.Second)
}

func newReader(t *testing.T) *reader {
	rocketc, err := exec.LookPath("rocketc")
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	return &reader{T: t, dir: home, port: freePort(t), env: []string{"HOME=" + home, "TZ=UTC",
		"PATH=" + filepath.Dir(rocketc) + ":/usr/bin:/bin", "RUNTIME_DIRECTORY=" + home,
		"ROCKETC_CACHE=" + home + "/cache"}}
}

// freePort returns a port of this machine, with a colon, that nobody listens at. It is below those
// that the system gives to whoever asks for any, so that nobody gets it meanwhile.
func freePort(t *testing.T) string {
	t.Helper()
	for range 100 {
		port := fmt.Sprint(":", 10_000+rand.IntN(20_000))
		if listener, err := net.Listen("tcp", "127.0.0.1"+port); err == nil {
			listener.Close()
			return port
		}
	}
	t.Fatal("no port is free")
	return ""
}

func (r *reader) write(name, body string) {
	body = strings.ReplaceAll(body, ":8080", r.port)
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(body), 0o666); err != nil {
		r.Fatal(err)
	}
}

// follow executes the commands of a block, and returns it with what they print.
func (r *reader) follow(block string) string {
	var b strings.Builder
	for part := range strings.SplitSeq("\n"+strings.TrimSuffix(block, "\n"), "\n$ ") {
		if part == "" {
			continue
		}
		line, want, _ := strings.Cut(part, "\n")
		start := time.Now()
		got := r.execute(line)
		r.waited += time.Since(start)
		r.lines += strings.Count(got, "\n") + 1
		if masked(got) != masked(want) && !*update {
			r.Errorf("%s prints\n%s\nand on the page\n%s", line, got, want)
		}
		b.WriteString("$ " + line + "\n")
		if masked(got) == masked(want) {
			got = want
		}
		if got != "" {
			b.WriteString(got + "\n")
		}
	}
	return b.String()
}

// execute executes a command in a shell, and returns what it prints.
func (r *reader) execute(line string) string {
	r.commands++
	if dir, is := strings.CutPrefix(line, "cd "); is {
		r.dir = filepath.Join(r.dir, dir)
		return ""
	}
	shell := line
	if before, is := strings.CutSuffix(line, " &"); is {
		shell = "exec " + before
	}
	cmd := exec.CommandContext(r.Context(), "sh", "-c", strings.ReplaceAll(shell, ":8080", r.port))
	cmd.Dir, cmd.Env = r.dir, r.env
	if shell != line {
		if err := cmd.Start(); err != nil {
			r.Fatal(err)
		}
		r.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
		r.await(line)
		return ""
	}
	out, err := cmd.CombinedOutput()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		r.Fatalf("%s: %v", line, err)
	}
	return strings.ReplaceAll(strings.TrimRight(string(out), "\n"), r.port, ":8080")
}

// await waits until the program that was started answers.
func (r *reader) await(line string) {
	program, _, _ := strings.Cut(line, " ")
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		cmd := exec.CommandContext(r.Context(), "sh", "-c", program+" status")
		cmd.Dir, cmd.Env = r.dir, r.env
		if cmd.Run() == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	r.Fatal(fmt.Sprint(program, " does not answer"))
}

// masks are what differs between two machines, or two runs.
var masks = regexp.MustCompile(`rocketc (\(devel\)|v[0-9]\S*)|go1\.\S+ \w+/\w+|commit .*|` +
	`build \S+|(schedule|sources) \w{12}|\d+(\.\d+)? ?(s|ms|µs)\b|` +
	`\b20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?|[0-9a-f]{8}-[0-9a-f-]{27}`)

func masked(text string) string {
	var lines []string
	for line := range strings.Lines(masks.ReplaceAllString(text, "…")) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(lines, "\n")
}
