package export_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/export"
	"github.com/rocketc/rocketc/runlog/linked"
	rocket "github.com/rocketc/rocketc/runtime"
)

// schedule has tasks of all forms that can be timers.
const schedule = `config { log file "runs.jsonl"; timezone "Europe/Berlin" }

# Dumps 100% of the "database".
task dump when daily at 02:30 {
    command  "dump --to $HOME/x 100% \"all of it\""
    dir      "/tmp"
    user     "root:daemon"
    env      { LEVEL "9 of 9"; FORMAT "%F"; QUOTED "a \"b\" \\ c" }
    timeout  2 hours
    grace    90 seconds
    success  [0, 3]
    catch_up 6 hours
}
task start                                            { command "echo here"; on_startup }
task often   when every 90 seconds                    { command "true" }
task pause   when every 5 minutes based on finish     { command "true" }
task poll    when cron */10 8-17 * * Mon-Fri          { command ["poll", "all of it", "$x"] }
task month   when monthly on last day at 23:59        { command "true" }
task third   when monthly on 3rd Tue at 10:00         { command "true" }
task year    when yearly on Dec 24th at 18:00         { command "true"; shell "bash" }
task several when daily at 06:00, 12:30, 18:15        { command "true"; timezone "Asia/Tokyo" }
task lines   when weekly on Mon, Wed at 09:00 {
    command "set -e\ncd /tmp\necho \"done; $(date +%F)\""
}
task a_b   when hourly { command "true" }
task "a-b" when hourly { command "true" }
`

// specs returns the schedule of a text.
func specs(t *testing.T, text string) *rocket.Schedule {
	t.Helper()
	p, list := rocketc.Check([]rocketc.Source{{Name: "shop.rkt", Text: []byte(text)}},
		check.Options{Name: "shop", RunLogs: linked.Kinds})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return &p.Schedule
}

// TestUnits: systemd understands the timers and services of all tasks, and the service of the
// whole program.
func TestUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd is not installed")
	}
	dir := t.TempDir()
	s := specs(t, schedule)
	e := export.Systemd("shop", s, foreign.Options{Zone: time.UTC})
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	files := e.Files
	for name, text := range map[string]string{"shop": schedule,
		"users": strings.ReplaceAll(schedule, `user     "root:daemon"`, "")} {
		unit := export.Unit{Name: name, Program: program, Schedule: specs(t, text)}
		files = append(files, foreign.File{Name: name + ".service", Text: []byte(unit.String())})
	}
	args := []string{"verify", "--man=no"}
	for _, f := range files {
		path := filepath.Join(dir, f.Name)
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s is there twice", f.Name)
		}
		if err := os.WriteFile(path, f.Text, 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if tasks := len(s.Tasks); len(e.Files) != 2*tasks || len(e.Notes) > 0 {
		t.Errorf("there are %d files of %d tasks; notes: %v", len(e.Files), tasks, e.Notes)
	}
	cmd := exec.CommandContext(t.Context(), analyze, args...)
	cmd.Env = append(os.Environ(), "SYSTEMD_LOG_LEVEL=warning")
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}
