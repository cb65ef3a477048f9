package rocketc_test

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	rocket "github.com/rocketc/rocketc/runtime"
)

// steeredSchedule has the tasks that the metatasks of docs/from-rocketry.md steer. %s is the
// metatask.
const steeredSchedule = `
config { log memory; restarting recall }
param x = 0
param pause = 1 hour
task do_things when every (pause) { command "sleep"; params { x: x } }
task spare when always { command "true"; multilaunch 1; disabled }
group nightly { task compact when every 1 hour { command "sleep" } }
task meta when never { %s }
`

// metatasksOfRocketry are the metatasks in docs/from-rocketry.md, and what each does in the
// first 5 seconds after it has begun, at 1s: records and, after a semicolon, what is so then,
// and when the runs have ended. At 0s runs of do_things and nightly.compact have begun, which
// take 2 minutes.
var metatasksOfRocketry = map[string]string{
	"do shutdown": "; over",
	"do shutdown force": "do_things:terminate@1s nightly.compact:terminate@1s; " +
		"stopped; over",
	"do restart":                "; anew",
	"do run do_things":          "; do_things waits",
	`do run "do_things"`:        "; do_things waits",
	"do run do_things(x: 1)":    "; do_things waits",
	"do terminate do_things":    "do_things:terminate@1s",
	"do disable do_things":      "; do_things disabled",
	"do enable do_things":       "",
	"do enable spare":           "spare:run@1s",
	"do set pause = 1 minute":   "; pause 1m0s",
	"do remove do_things":       "do_things:terminate@1s; do_things removed",
	"do set x = 1":              "; x 1",
	"do disable all":            "; do_things disabled; nightly.compact disabled",
	"do terminate nightly.*":    "nightly.compact:terminate@1s",
	"do run [do_things, spare]": "spare:run@1s; do_things waits",
}

// TestFromRocketryMetatasks runs each metatask in docs/from-rocketry.md in a session.
func TestFromRocketryMetatasks(t *testing.T) {
	_, text, _ := strings.Cut(readText(t, "docs/from-rocketry.md"), "\n## Metatasks\n")
	table, _, _ := strings.Cut(text, "\n## ")
	tried := 0
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 {
			continue
		}
		for _, span := range codeSpans(cells[2]) {
			if !regexp.MustCompile(`^do \w`).MatchString(span) || span == "do run a" ||
				strings.Contains(span, "prices.") { // these are tried in testdata/golden
				continue
			}
			tried++
			want, known := metatasksOfRocketry[span]
			if got := steer(t, span); !known || got != want {
				t.Errorf("%s\ngot:  %s\nwant: %s", span, got, want)
			}
		}
	}
	if tried < len(metatasksOfRocketry) {
		t.Errorf("only %d metatasks were tried", tried)
	}
}

// sleeping stands for the commands: it takes two minutes, and an argument.
type sleeping struct{ X rocket.Arg[any] }

func (sleeping) Act(ctx context.Context, _ *rocket.Run) (any, error) {
	select {
	case <-ctx.Done():
	case <-time.After(2 * time.Minute):
	}
	return nil, nil
}

// steer runs a metatask in a session, and returns what it does.
func steer(t *testing.T, action string) (did string) {
	t.Helper()
	text := fmt.Sprintf(steeredSchedule, action)
	p, list := rocketc.Check([]rocketc.Source{{Name: "a.rkt", Text: []byte(text)}}, check.Options{})
	if err := list.Err(); err != nil {
		t.Fatalf("%s: %v", action, err)
	}
	for _, spec := range p.Schedule.Tasks {
		if _, is := spec.Action.(rocket.Command); is {
			spec.Action = sleeping{rocket.Arg[any]{Name: "x"}}
		}
	}
	synctest.Test(t, func(t *testing.T) {
		s, err := rocket.New(&p.Schedule, rocket.WithLogger(slog.New(slog.DiscardHandler)))
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = s.Run(context.Background())
		}()
		time.Sleep(time.Second)
		_, _ = s.Task("meta").Start(nil)
		time.Sleep(5 * time.Second)
		did = effects(s, begin)
		time.Sleep(3 * time.Minute) // the runs have ended
		did += later(s, begin)
		_ = s.Terminate(nil)
		<-ended
	})
	return did
}

// effects returns what has happened since the first second, and what is so now.
func effects(s *rocket.Session, begin time.Time) string {
	var records, now []string
	for r := range s.RunLog().Read(context.Background(), rocket.Query{}) {
		if at := r.Created.Sub(begin).Round(time.Second); at > 0 && r.Task != "meta" {
			records = append(records, fmt.Sprintf("%s:%v@%v", r.Task, r.Event, at))
		}
	}
	slices.Sort(records)
	for _, name := range []string{"do_things", "nightly.compact"} {
		switch state, err := s.Task(name).State(); {
		case err != nil:
			now = append(now, name+" removed")
		case !state.Enabled:
			now = append(now, name+" disabled")
		case state.Demanded > 0:
			now = append(now, name+" waits")
		}
	}
	for name, was := range map[string]any{"x": 0, "pause": time.Hour} {
		if is, _ := s.Param(name); is != was {
			now = append(now, fmt.Sprint(name, " ", is))
		}
	}
	select {
	case <-s.Done():
		now = append(now, "stopped")
	default:
	}
	return strings.Join(append([]string{strings.Join(records, " ")}, now...), "; ")
}

// later returns what is so when the runs have ended.
func later(s *rocket.Session, begin time.Time) string {
	select {
	case <-s.Done():
		return "; over"
	default:
	}
	if !s.Stats().Started.Equal(begin) {
		return "; anew"
	}
	return ""
}
