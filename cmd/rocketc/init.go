package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/internal/module"
)

// initCommand writes a first schedule into a directory.
type initCommand struct {
	Go  bool   `name:"go" help:"For a Go package, whose functions are the tasks."`
	Dir string `arg:"" optional:"" default:"." help:"The directory; it is made if need be."`
}

// Help returns what `rocketc help init` adds.
func (*initCommand) Help() string {
	return `Writes schedule.rkt, and with --go also schedule.go. Git is told to ignore
the run log. Nothing is written if the directory already holds a schedule.`
}

const firstSchedule = `# A schedule. Try it: rocketc run .
#
# A task is started by a condition that becomes true, and does one thing.

config {
    timeout 10 minutes        # of tasks that do not have one of their own
    log     file "runs.jsonl" # what has run is known after a restart
}

# Says hello as soon as the schedule runs, and then once an hour.
task hello when every 1 hour {
    command "echo hello from $(hostname)"
}

# Once a day, but only on working days.
task report when daily after 07:00 & time of week between Mon and Fri {
    command "df -h ."
}

# When something went wrong: again, three times at most.
task sync when daily between 01:00 and 05:00 | retry 3 every 5 minutes {
    command ["true"]
}

task alert when after any hello, report, sync failed {
    command "echo a task has failed >&2"
}
`

const firstGoSchedule = `# The schedule of this Go package. After a change: go generate

config { log file "runs.jsonl" }   # what has run is known after a restart

# Says hello as soon as the schedule runs, and then once an hour.
task hello when every 1 hour {
    func sayHello
}

# When that went wrong: a command.
task alert when after hello failed {
    command "echo hello has failed >&2"
}
`

const firstGo = `package %s

import (
	"context"
	"log/slog"
)
` + firstTask

const firstProgram = `package main

import (
	"context"
	"log/slog"
	"os"

	"github.com/rocketc/rocketc/console"
)
` + firstTask + `
// main runs the schedule as the command line says; try --help.
func main() { os.Exit(console.MainOf(NewSession)) }
`

const firstTask = "\n//go:generate rocketc gen\n" + `
// sayHello is what the task hello does.
func sayHello(_ context.Context, logger *slog.Logger) error {
	logger.Info("hello")
	return nil
}
`

// Run writes the files, unless one would change what is there.
func (c *initCommand) Run(inv *invocation) error {
	files := map[string]string{"schedule.rkt": firstSchedule}
	if c.Go {
		files["schedule.rkt"], files["schedule.go"] = firstGoSchedule, goStub(c.Dir)
	}
	if err := c.refuse(slices.Sorted(maps.Keys(files))); err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return err
	}
	for name, text := range files {
		if err := createFile(filepath.Join(c.Dir, name), text); err != nil {
			return err
		}
	}
	if err := ignore(filepath.Join(c.Dir, ".gitignore"), ignored); err != nil {
		return err
	}
	return c.say(inv)
}

// refuse returns an error if the directory is none, if one of the files exists,
// or if the directory has a schedule already, which another file would change.
func (c *initCommand) refuse(names []string) error {
	if info, err := os.Stat(c.Dir); err == nil && !info.IsDir() {
		return usagef("%s is not a directory", c.Dir)
	}
	for _, name := range names {
		path := filepath.Join(c.Dir, name)
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already; nothing was written", path)
		}
	}
	if others, _ := scheduleFiles(c.Dir); len(others) > 0 {
		return fmt.Errorf("%s is there already, and schedule.rkt would be a part of the same "+
			"schedule; nothing was written", filepath.Join(c.Dir, others[0]))
	}
	return nil
}

// goStub is the Go file of a new schedule: it joins the package of the
// directory, or is a program of its own if the directory has no package.
func goStub(dir string) string {
	if others, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(others) > 0 {
		return fmt.Sprintf(firstGo, golang.ReadDir(dir).Name)
	}
	return firstProgram
}

// createFile writes a file that must not be there.
func createFile(name, text string) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

// ignored has the patterns of Git for the files of a run log.
var ignored = []string{"runs.jsonl*", "runs-*.jsonl"}

// ignore adds the patterns that the file does not have to its end. A file that is not there
// is made.
func ignore(name string, patterns []string) error {
	old, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	text := string(old)
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	for _, pattern := range patterns {
		if !slices.Contains(strings.Fields(string(old)), pattern) {
			text += pattern + "\n"
		}
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// say prints what was written, and the steps that follow. Each step is a command line, to be
// executed in the order.
func (c *initCommand) say(inv *invocation) error {
	if !c.Go {
		_, err := fmt.Fprintf(inv.stdout, "wrote %s; next: rocketc run %s\n",
			filepath.Join(c.Dir, "schedule.rkt"), quoteWord(c.Dir))
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "wrote %s and %s; next:\n", filepath.Join(c.Dir, "schedule.rkt"),
		filepath.Join(c.Dir, "schedule.go"))
	for _, step := range c.steps() {
		text.WriteString("  " + step + "\n")
	}
	_, err := io.WriteString(inv.stdout, text.String())
	return err
}

// steps returns the commands that make a program, or a part of one, of what init --go has
// written.
func (c *initCommand) steps() (steps []string) {
	if filepath.Clean(c.Dir) != "." {
		steps = append(steps, "cd "+quoteWord(c.Dir))
	}
	if !golang.InModule(c.Dir) {
		steps = append(steps, "go mod init example.com/"+moduleName(c.Dir))
	}
	steps = append(steps, "go get "+module.Path, "go generate")
	if golang.ReadDir(c.Dir).Name == "main" {
		return append(steps, "go run .")
	}
	return append(steps, "go build .")
}

// moduleName returns the last part of the path of a module in a directory: the name of the
// directory, with a dash for whatever a path cannot have.
func moduleName(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "schedule"
	}
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(filepath.Base(abs)))
	return cmp.Or(strings.Trim(name, "-"), "schedule")
}

// quoteWord returns a word as a shell takes it.
func quoteWord(word string) string {
	if !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/._-+", r)
	}) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
