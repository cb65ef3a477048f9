// Package examples_test builds the examples, runs them for a bounded time and
// looks at what they did.
package examples_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	// A change of the compiler makes the tests run again.
	_ "github.com/rocketc/rocketc/build"

	"github.com/rocketc/rocketc/internal/transcript"
)

// patience bounds everything that a test waits for.
const patience = 2 * time.Minute

// rocketc builds the compiler once.
var rocketc = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "rocketc-examples")
	if err != nil {
		return "", err
	}
	exe := filepath.Join(dir, "rocketc")
	out, err := exec.Command("go", "build", "-o", exe, "../cmd/rocketc").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return exe, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if exe, err := rocketc(); err == nil {
		os.RemoveAll(filepath.Dir(exe))
	}
	os.Exit(code)
}

// build makes the binary of an example.
func build(t *testing.T, example string) string {
	t.Helper()
	compiler, err := rocketc()
	if err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(t.TempDir(), filepath.Base(example))
	command(t, "", compiler, "build", "-o", exe, example)
	return exe
}

func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// A program is a running example.
type program struct {
	*exec.Cmd
	out transcript.Buffer
	end chan error
}

func start(t *testing.T, env []string, exe string, args ...string) *program {
	t.Helper()
	return startIn(t, t.TempDir(), env, exe, args...)
}

// startIn starts a program in a directory, in which it has its run log and its socket.
func startIn(t *testing.T, dir string, env []string, exe string, args ...string) *program {
	t.Helper()
	p := &program{Cmd: exec.Command(exe, args...), end: make(chan error, 1)}
	p.Stdout, p.Stderr = &p.out, &p.out
	p.Dir = dir
	p.Env = append(append(os.Environ(), "RUNTIME_DIRECTORY="+dir), env...)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.end <- p.Wait() }()
	t.Cleanup(func() { p.Process.Kill() })
	return p
}

// until waits until done, and fails the test if that takes too long.
func (p *program) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); {
		if time.Now().After(deadline) {
			t.Fatalf("%s did not happen within %v; the program printed:\n%s", what, patience,
				p.out.String())
		}
		select {
		case err := <-p.end:
			t.Fatalf("the program ended (%v) before this happened: %s\n%s", err, what,
				p.out.String())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// stop asks the program to end and waits for it.
func (p *program) stop(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-p.end:
		if err != nil {
			t.Errorf("the program ended with %v\n%s", err, p.out.String())
		}
	case <-time.After(patience):
		t.Fatalf("the program did not end\n%s", p.out.String())
	}
}

func TestHello(t *testing.T) {
	exe := build(t, "hello")
	p := start(t, nil, exe)
	p.until(t, "the second hello", func() bool {
		return strings.Count(p.out.String(), "Hello, world") >= 2
	})
	p.stop(t)
	begun := starts(t, p.out.String())
	if pause := begun[1].Sub(begun[0]); pause < 2*time.Second || pause > 2*time.Second+patience {
		t.Errorf("the second run started %v after the first, want 2 s", pause)
	}
}

// starts returns when runs started, as the log of a program has it.
func starts(t *testing.T, log string) (begun []time.Time) {
	t.Helper()
	for line := range strings.Lines(log) {
		var entry struct {
			Scheduled time.Time
			Msg       string
		}
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "run started" {
			begun = append(begun, entry.Scheduled)
		}
	}
	if len(begun) < 2 {
		t.Fatalf("the log has %d starts:\n%s", len(begun), log)
	}
	return begun
}

// nightZone returns the name of a zone in which it is about 2 in the morning.
func nightZone(now time.Time) string {
	offset := 2 - now.UTC().Hour() // hours east of UTC
	if offset < -12 {
		offset += 24
	}
	return fmt.Sprintf("TZ=Etc/GMT%+d", -offset) // the signs of these zones are reversed
}

func TestBackup(t *testing.T) {
	exe := build(t, "backup")
	dir := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("data/app.db", "the data\n")
	write("log/app.log", "a line\n") // and no certs: looking at them fails
	exists := func(pattern string) bool {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		return len(found) > 0
	}

	p := start(t, []string{nightZone(time.Now())}, exe, "--dir", dir)
	for what, pattern := range map[string]string{
		"the dump":               "dumps/app-*.db",
		"the log's rotation":     "log/app.log.1.gz",
		"the look at the disk":   "disk.txt",
		"the report":             "report.txt",
		"the message":            "alerts.txt",
		"the certificates' list": "renew.txt",
	} {
		p.until(t, what, func() bool { return exists(pattern) })
	}
	p.until(t, "the dump in the report", func() bool {
		report, _ := os.ReadFile(filepath.Join(dir, "report.txt"))
		return strings.Contains(string(report), "app-")
	})
	p.stop(t)
	if !exists("flushed.txt") {
		t.Error("the task at shutdown did not run")
	}
	dumps, _ := filepath.Glob(filepath.Join(dir, "dumps/*"))
	if len(dumps) != 1 {
		t.Errorf("%d dumps, want one a night: %v", len(dumps), dumps)
	}
}

// TestDeskOfItself runs the tests that the example has of itself, on a simulated
// clock.
func TestDeskOfItself(t *testing.T) { command(t, "desk", "go", "test", "./...") }

func TestDesk(t *testing.T) {
	compiler, err := rocketc()
	if err != nil {
		t.Fatal(err)
	}
	command(t, "desk", compiler, "gen", "-check")
	exe := filepath.Join(t.TempDir(), "desk")
	command(t, "desk", "go", "build", "-o", exe, ".")
	region, symbol := "eu", "ACME"
	switch time.Now().UTC().Format("01-02") {
	case "01-01", "05-01", "12-25": // on these holidays the other region trades
		region, symbol = "us", "APEX"
	}
	p := start(t, []string{"REGION=" + region}, exe)
	// After 22:00 the other region is fetched, too, once and at any place in the order.
	report := regexp.MustCompile(`report: (\d+) prices, ` + symbol + ` at (\d+)\.00\n`)
	p.until(t, "the second report", func() bool {
		reports := report.FindAllStringSubmatch(p.out.String(), -1)
		for _, r := range reports {
			if r[1] != r[2] {
				t.Errorf("got %s", r[0])
			}
		}
		return len(reports) >= 2
	})
	p.stop(t)
	if !strings.Contains(p.out.String(), "good-bye") {
		t.Errorf("no good-bye:\n%s", p.out.String())
	}
}

// TestServiceOfItself runs the tests that the example has of itself.
func TestServiceOfItself(t *testing.T) { command(t, "service", "go", "test", "./...") }

// TestService starts the web service, asks it as a client does, stops it, and starts it again:
// it knows the rates that it has saved.
func TestService(t *testing.T) {
	compiler, err := rocketc()
	if err != nil {
		t.Fatal(err)
	}
	command(t, "service", compiler, "gen", "--check")
	exe := filepath.Join(t.TempDir(), "service")
	command(t, "service", "go", "build", "-o", exe, ".")
	dir := t.TempDir()
	for _, base := range []string{"sek", "eur"} {
		p := startIn(t, dir, nil, exe, "-address", "127.0.0.1:0")
		address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
		p.until(t, "the address", func() bool { return address.MatchString(p.out.String()) })
		get := func(path string) string {
			client := http.Client{Timeout: patience}
			response, err := client.Get(address.FindString(p.out.String()) + path)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			text, _ := io.ReadAll(response.Body)
			return response.Status + " " + string(text)
		}
		want := `200 OK {"base":"` + strings.ToUpper(base) + `","at":"2`
		if got := get("/rates/" + base); !strings.HasPrefix(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
		if got := get("/rates/xyz"); !strings.HasPrefix(got, "404 ") {
			t.Errorf("got %s", got)
		}
		p.stop(t)
		saved, err := os.ReadFile(filepath.Join(dir, "rates.json"))
		if err != nil || !strings.Contains(string(saved), `"SEK":{`) {
			t.Errorf("saved is %s, error %v", saved, err)
		}
	}
}
