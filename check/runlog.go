package check

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A RunLog is a kind of run log: what stands after `log KIND` is the path of a file or an
// address. One of the two functions is set.
type RunLog struct {
	// File makes a log in a file. The path is not empty.
	File func(path string, keep runlog.Keep) rocket.RunLog
	// Address makes a log at an address, which is known when the program runs. The schedule
	// is the name under which it has the records; empty: that of the program.
	Address func(address arg.Source, schedule string, keep runlog.Keep) rocket.RunLog
	// Engine makes what takes runs with execution remote to workers by the same address; nil: there
	// is none. The schedule is as that of Address.
	Engine func(address arg.Source, schedule string) rocket.Engine
	// Example is such a path or argument, as a schedule has it: "runs.jsonl".
	Example string
}

// fileLogs are the kinds of run logs that link no third-party code, so that they are always
// there.
var fileLogs = map[string]RunLog{
	"file": {File: fileLog(runlog.JSON), Example: `"runs.jsonl"`},
	"csv":  {File: fileLog(runlog.CSV), Example: `"runs.csv"`},
}

func fileLog(format runlog.Format) func(string, runlog.Keep) rocket.RunLog {
	return func(path string, keep runlog.Keep) rocket.RunLog {
		return &runlog.File{Path: path, Format: format, Keep: keep}
	}
}

// runLog lowers `log KIND [VALUE] [keep …]`.
func (c *checker) runLog(s *grammar.Setting) {
	if s.Kind == nil {
		return
	}
	if s.Kind.Text == "memory" {
		c.memoryLog(s)
	} else if kind, ok := fileLogs[s.Kind.Text]; ok {
		c.keptLog(s, kind)
	} else if kind, ok := c.options.RunLogs[s.Kind.Text]; ok {
		c.keptLog(s, kind)
	} else {
		c.refuseLog(s.Kind)
	}
}

// refuseLog reports a kind of run log that is not linked into this program.
func (c *checker) refuseLog(kind *grammar.Name) {
	names := slices.Concat(slices.Collect(maps.Keys(fileLogs)),
		slices.Collect(maps.Keys(c.options.RunLogs)))
	slices.Sort(names)
	d := c.diags.Errorf(diag.NotBuilt, kind.Span(),
		"a run log of this kind is not built in this version")
	d.Label = "not built"
	d.Help = fmt.Sprintf("`log %s` and `log memory` are there", strings.Join(names, "`, `log "))
}

// memoryLog takes nothing: what the program forgets at its end has no place.
func (c *checker) memoryLog(s *grammar.Setting) {
	if s.Value != nil {
		c.diags.Errorf(diag.Misfit, s.Value.Span(), "a log in memory has no place").
			Help = `a run log that outlives the program is written: log file "runs.jsonl"`
	}
	for _, k := range s.Keep {
		c.diags.Errorf(diag.Misfit, k.Span(), "log memory keeps the latest 10,000 records").
			Help = `how much is kept can be said of a run log in a file: log file "runs.jsonl" ` +
			"keep 90 days"
	}
}

// keptLog lowers a log that outlives the program.
func (c *checker) keptLog(s *grammar.Setting, kind RunLog) {
	keep := c.keeps(s)
	at := s.Kind.Span()
	if s.Value != nil {
		at = s.Value.Span()
	}
	needs := func(what string) {
		c.diags.Errorf(diag.BadValue, at, "log %s needs %s", s.Kind.Text, what).
			Help = fmt.Sprintf("it is written: log %s %s", s.Kind.Text, kind.Example)
	}
	if kind.Address != nil {
		if s.Value == nil {
			needs("an address")
		} else if address := c.argument(nil, s.Value); address != nil {
			c.plan.Schedule.RunLog = kind.Address(address, c.nameOfSchedule(), keep)
			if kind.Engine != nil {
				c.engine = kind.Engine(address, c.nameOfSchedule())
			}
		}
		return
	}
	path, ok := s.Value.(*grammar.Text)
	if !ok || path.Value() == "" {
		needs("the path of the file")
		return
	}
	c.plan.Schedule.RunLog = kind.File(path.Value(), keep)
}

// keeps lowers all that is said of how much is kept.
func (c *checker) keeps(s *grammar.Setting) (keep runlog.Keep) {
	for i, k := range s.Keep {
		c.keep(k, &keep)
		same := func(other *grammar.Keep) bool { return bound(other) == bound(k) }
		if slices.ContainsFunc(s.Keep[:i], same) {
			c.diags.Errorf(diag.BadValue, k.Span(), "keep says twice how %s are kept", bound(k))
		}
	}
	return keep
}

// bound says what a keep bounds.
func bound(k *grammar.Keep) string {
	switch v := k.Value.(type) {
	case *grammar.Duration:
		if strings.HasSuffix(strings.TrimSpace(v.Text), "B") {
			return "many bytes"
		}
		return "long records"
	}
	return "many runs"
}

// keep lowers `keep 90 days`, `keep 100000 runs` or `keep 500 MB`.
func (c *checker) keep(k *grammar.Keep, keep *runlog.Keep) {
	const help = "it is written: keep 90 days, keep 100000 runs, or keep 500 MB"
	switch v := k.Value.(type) {
	case *grammar.Number:
		if !k.Runs {
			c.diags.Errorf(diag.BadValue, k.Span(), "keep %s does not say of what", v.Text).
				Help = help
			return
		}
		keep.Runs = int64(c.atLeast(nil, v, 1, "how many runs are kept"))
	case *grammar.Duration:
		if k.Runs {
			c.diags.Errorf(diag.BadValue, k.Span(), "runs are counted by a number alone").
				Help = help
			return
		}
		if bound(k) == "many bytes" {
			keep.Bytes = c.keptBytes(v)
			return
		}
		age, err := period.ParseDuration(v.Text)
		if err != nil || age < time.Minute {
			c.diags.Errorf(diag.BadValue, v.Span(), "records are kept for a minute at least").
				Help = help
			return
		}
		keep.Age = age
	}
}

// minKept is what a run log keeps at least, so that there is something to be kept.
const minKept = 64 << 10

func (c *checker) keptBytes(v *grammar.Duration) int64 {
	bytes, ok := parseSize(v.Text)
	if !ok || bytes < minKept {
		c.diags.Errorf(diag.BadNumber, v.Span(), "%s is too little: a run log keeps 64 KB at least",
			v.Text)
	}
	if bytes >= math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(bytes)
}
