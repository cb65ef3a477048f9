package check

import (
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/runlog"
)

// runLog lowers `log KIND [VALUE] [keep …]`.
func (c *checker) runLog(s *grammar.Setting) {
	if s.Kind == nil {
		return
	}
	switch s.Kind.Text {
	case "memory":
		c.memoryLog(s)
	case runlog.JSON.String():
		c.fileLog(s, runlog.JSON)
	case runlog.CSV.String():
		c.fileLog(s, runlog.CSV)
	default:
		c.refuse(s.Kind.Span(), runLogs)
	}
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

// exampleLogs has an example of a run log in a file of each format.
var exampleLogs = map[runlog.Format]string{
	runlog.JSON: `log file "runs.jsonl"`, runlog.CSV: `log csv "runs.csv"`,
}

func (c *checker) fileLog(s *grammar.Setting, format runlog.Format) {
	path, ok := s.Value.(*grammar.Text)
	if !ok || path.Value() == "" {
		at := s.Kind.Span()
		if s.Value != nil {
			at = s.Value.Span()
		}
		c.diags.Errorf(diag.BadValue, at, "log %v needs the path of the file", format).
			Help = "it is written: " + exampleLogs[format]
		return
	}
	log := &runlog.File{Path: path.Value(), Format: format}
	for i, k := range s.Keep {
		c.keep(k, &log.Keep)
		same := func(other *grammar.Keep) bool { return bound(other) == bound(k) }
		if slices.ContainsFunc(s.Keep[:i], same) {
			c.diags.Errorf(diag.BadValue, k.Span(), "keep says twice how %s are kept", bound(k))
		}
	}
	c.plan.Schedule.RunLog = log
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
	return int64(bytes)
}
