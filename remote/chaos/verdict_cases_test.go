//go:build linux

package chaos

import (
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A tale is a witness and a run log that are made up.
type tale struct {
	*testing.T
	trial
}

func newTale(t *testing.T) *tale {
	return &tale{t, trial{rules: rules{cap: 2, exclusive: map[string]bool{"e": true},
		lost: 5 * time.Second, failover: 5 * time.Second, slack: time.Second,
		outage: 2 * time.Second},
		boot: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}}
}

// sees adds lines of the witness.
func (t *tale) sees(lines ...string) *tale {
	for _, text := range lines {
		l, err := parseLine(text)
		if err != nil {
			t.Fatal(err)
		}
		t.lines = append(t.lines, l)
	}
	return t
}

// logs adds records, each with the instant, in seconds.
func (t *tale) logs(event rocket.Event, task, run string, at float64) *tale {
	t.records = append(t.records, rocket.Record{Event: event, Task: task, RunID: run,
		Created: t.boot.Add(time.Duration(at * float64(time.Second)))})
	return t
}

// good adds a run that is as it should be.
func (t *tale) good(task, run string, at float64) *tale {
	token := int64(len(t.lines)) + 1
	from, to := line{begun, run, task, "w1", token, time.Duration(at * 1e9)},
		line{ended, run, task, "w1", token, time.Duration((at + 0.2) * 1e9)}
	t.lines = append(t.lines, from, to)
	return t.logs(rocket.Started, task, run, at).logs(rocket.Succeeded, task, run, at+0.2)
}

// crash adds a run that was killed with its worker.
func (t *tale) crash(task, run string, at, recorded float64) *tale {
	t.lines = append(t.lines, line{begun, run, task, "w1", 1, time.Duration(at * 1e9)})
	return t.logs(rocket.Started, task, run, at).logs(rocket.Crashed, task, run, recorded)
}

// TestVerdict: each fault is found, and what is none is not.
func TestVerdict(t *testing.T) {
	const killW1 = "kill - - w1 0 10.1"
	for name, c := range map[string]struct {
		tell  func(*tale) *tale
		fault string // empty: none
	}{
		"good": {func(t *tale) *tale { return t.good("e", "1", 10).good("e", "2", 10.5) }, ""},
		"killed": {func(t *tale) *tale {
			return t.crash("e", "1", 10, 15.2).sees(killW1)
		}, ""},
		"twice": {func(t *tale) *tale {
			return t.good("f", "1", 10).sees("begin 1 f w2 2 10.1")
		}, "began twice: on w1 with token 1, on w2 with token 2"},
		"another token": {func(t *tale) *tale {
			return t.good("f", "1", 10).sees("end 1 f w1 2 10.4")
		}, "began with token 1"},
		"no token": {func(t *tale) *tale {
			return t.sees("begin 1 f w1 0 10", "end 1 f w1 0 10.2").
				logs(rocket.Started, "f", "1", 10).logs(rocket.Succeeded, "f", "1", 10.2)
		}, "began with token 0"},
		"an old token": {func(t *tale) *tale {
			return t.good("e", "1", 10).good("e", "2", 11).sees("begin 3 e w1 2 12",
				"end 3 e w1 2 12.2").
				logs(rocket.Started, "e", "3", 12).logs(rocket.Succeeded, "e", "3", 12.2)
		}, "run 3 of e has token 2, the one before 3"},
		"beside": {func(t *tale) *tale {
			return t.sees("begin 1 e w1 1 10").good("e", "2", 10.1).sees("end 1 e w1 1 10.4").
				logs(rocket.Started, "e", "1", 10).logs(rocket.Succeeded, "e", "1", 10.4)
		}, "began on w1 while run 1 was live on w1"},
		"a ghost": {func(t *tale) *tale {
			return t.sees("begin 1 e w2 1 10", "freeze - - w2 0 10.1").good("e", "2", 15.5).
				sees("thaw - - w2 0 18", "end 1 e w2 1 18.1").
				logs(rocket.Started, "e", "1", 10).logs(rocket.Crashed, "e", "1", 15.3)
		}, ""},
		"above the cap": {func(t *tale) *tale {
			return t.sees("begin 1 f w1 1 10", "begin 2 f w2 1 10").good("f", "3", 10).
				sees("end 1 f w1 1 10.3", "end 2 f w2 1 10.3").
				logs(rocket.Started, "f", "1", 10).logs(rocket.Succeeded, "f", "1", 10.3).
				logs(rocket.Started, "f", "2", 10).logs(rocket.Succeeded, "f", "2", 10.3)
		}, "3 runs were live"},
		"lost": {func(t *tale) *tale {
			return t.good("f", "1", 10).logs(rocket.Started, "f", "2", 10)
		}, "run 2 of f has 0 outcomes"},
		"two outcomes": {func(t *tale) *tale {
			return t.good("f", "1", 10).logs(rocket.Crashed, "f", "1", 12)
		}, "run 1 of f has 2 outcomes"},
		"unlogged": {func(t *tale) *tale {
			return t.sees("begin 1 f w1 1 10", "end 1 f w1 1 10.2")
		}, "the run log has no start"},
		"a success that did not end": {func(t *tale) *tale {
			return t.sees("begin 1 f w1 1 10").
				logs(rocket.Started, "f", "1", 10).logs(rocket.Succeeded, "f", "1", 10.3)
		}, "is a success, and did not end"},
		"failed": {func(t *tale) *tale {
			return t.sees("begin 1 f w1 1 10").
				logs(rocket.Started, "f", "1", 10).logs(rocket.Failed, "f", "1", 10.3)
		}, "run 1 of f: fail"},
		"without a cause": {func(t *tale) *tale { return t.crash("f", "1", 10, 15) },
			"nothing was done to"},
		"another was killed": {func(t *tale) *tale {
			return t.crash("f", "1", 10, 15).sees("kill - - w2 0 10.1")
		}, "nothing was done to"},
		"seen late": {func(t *tale) *tale {
			return t.crash("f", "1", 10, 17).sees(killW1)
		}, "was recorded 6.9s after its worker was lost, the limit is 6s"},
		"seen late, with the leader": {func(t *tale) *tale {
			return t.crash("f", "1", 10, 17).sees(killW1, "depose - - l1 0 12").
				good("f", "2", 13)
		}, ""},
		"the database was away for long": {func(t *tale) *tale {
			return t.crash("f", "1", 10, 15).sees("down - - - 0 10.1", "up - - - 0 13")
		}, ""},
		"the database was away for a moment": {func(t *tale) *tale {
			return t.crash("f", "1", 10, 15).sees("down - - - 0 10.1", "up - - - 0 11")
		}, "nothing was done to"},
		"not opened": {func(t *tale) *tale {
			return t.sees("depose - - l1 0 10.1").logs(rocket.Started, "f", "1", 10).
				logs(rocket.Crashed, "f", "1", 14).good("f", "2", 14)
		}, ""},
		"went on": {func(t *tale) *tale {
			return t.crash("f", "1", 10, 15).sees("cut - - w1 0 10.1", "beat 1 f w1 1 15.5")
		}, "went on for 500ms after its crash was recorded"},
		"failover": {func(t *tale) *tale {
			return t.good("f", "1", 10).sees("depose - - l1 0 10.5").good("f", "2", 17)
		}, "the next run started 6.5s after the leader was lost"},
		"nobody leads": {func(t *tale) *tale {
			return t.good("f", "1", 10).sees("depose - - l1 0 10.5")
		}, "no run has started after the leader was lost"},
	} {
		t.Run(name, func(t *testing.T) {
			v := c.tell(newTale(t)).judge()
			text := v.String()
			if c.fault == "" && len(v.faults) > 0 || !strings.Contains(text, c.fault) {
				t.Errorf("the verdict is %s\nwant the fault %q", text, c.fault)
			}
			if name == "a ghost" && v.ghosts != 1 {
				t.Errorf("%d ghosts", v.ghosts)
			}
		})
	}
}
