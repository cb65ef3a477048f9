package proof_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/cron"
	"github.com/rocketc/rocketc/foreign/proof"
	"github.com/rocketc/rocketc/runlog/linked"
)

// zoned loads a time zone.
func zoned(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// rules returns those of an expression of cron.
func rules(t *testing.T, text string, zone *time.Location) foreign.Rules {
	t.Helper()
	d := cron.Vixie
	if strings.HasPrefix(text, "@every") {
		d = cron.Robfig
	}
	x, err := cron.Parse(text, d)
	if err != nil {
		t.Fatal(err)
	}
	return x.Rules(zone)
}

// prove proves jobs over a time from 2026 on.
func prove(t *testing.T, zone *time.Location, months int, jobs ...*foreign.Job) *proof.Report {
	t.Helper()
	m := foreign.New("cron", foreign.Endless)
	m.Jobs = jobs
	for _, j := range jobs {
		j.Action = `command "true"`
	}
	text := m.Write()
	p, list := rocketc.Check([]rocketc.Source{{Name: "x.rkt", Text: []byte(text)}},
		check.Options{Name: "x", RunLogs: linked.Kinds})
	if err := list.Err(); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
	report, err := proof.Of(m, &p.Schedule, proof.Options{From: from,
		To: from.AddDate(0, months, 0), Context: t.Context()})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestFaults: a schedule that starts otherwise than its source has differences without a
// reason, and one that starts as its source has none.
func TestFaults(t *testing.T) {
	zone := zoned(t, "Europe/Berlin")
	for _, c := range []struct{ source, right, wrong string }{
		{"30 3 * * *", "daily at 03:30", "daily at 03:31"},
		{"30 3 * * 1-5", "daily on weekdays at 03:30", "daily at 03:30"},
		{"30 3 * * *", "cron 30 3 * * *", "cron 30 3 * * 1-5"},
		{"30 3 28 * *", "monthly on 28th at 03:30", "monthly on last day at 03:30"},
		{"0 4 29 2 *", "cron 0 4 29 2 *", "cron 0 4 1 3 *"},
		{"* * * * *", "minutely", "cron */2 * * * *"},
		{"0 * * * *", "hourly", "hourly & time of day before 12:00"},
		{"* 0-11 * * *", "minutely & time of day before 12:00", "minutely"},
		{"0 4,5 * * *", "cron 0 4 * * * | cron 0 5 * * *", "cron 0 4 * * *"},
		{"@every 10m", "every 10 minutes", "every 11 minutes"},
	} {
		for _, when := range []string{c.right, c.wrong} {
			report := prove(t, zone, 28, &foreign.Job{Name: "a", When: when,
				Rules: rules(t, c.source, zone)})
			if n := report.Unexplained(); (n > 0) != (when == c.wrong) {
				t.Errorf("%q for %q has %d differences without a reason", when, c.source, n)
			}
			if report.Tasks[0].Same == 0 && when == c.right {
				t.Errorf("%q for %q: no start is the same", when, c.source)
			}
		}
	}
}

// TestReasons: what differs near a change of the clock has that as its reason.
func TestReasons(t *testing.T) {
	zone := zoned(t, "Europe/Berlin")
	report := prove(t, zone, 12, &foreign.Job{Name: "a", When: "daily at 02:30",
		Rules: &cron.Rules{Expression: parsed(t, "30 2 * * *"), In: zone, Clock: cron.Wall}})
	var reasons []string
	for _, d := range report.Tasks[0].Differences {
		reasons = append(reasons, d.Reason)
	}
	want := []string{
		"29 March 2026: the clocks skip 02:00 to 03:00; cron skips 02:30, and here it runs " +
			"at 03:00",
		"25 October 2026: the clocks go back from 03:00 to 02:00; cron runs it again at 02:30, " +
			"and here it runs once"}
	if !slices.Equal(reasons, want) {
		t.Errorf("the reasons are\n%s", strings.Join(reasons, "\n"))
	}
}

func parsed(t *testing.T, text string) *cron.Expression {
	t.Helper()
	x, err := cron.Parse(text, cron.Vixie)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestZones: the zones that are named are those of the clocks.
func TestZones(t *testing.T) {
	tokyo, paris := zoned(t, "Asia/Tokyo"), zoned(t, "Europe/Paris")
	job := func(name, when, zone string, in *time.Location) *foreign.Job {
		j := &foreign.Job{Name: name, When: when, Rules: rules(t, "0 5 * * *", in)}
		j.Add("timezone", foreign.Quote(zone))
		return j
	}
	report := prove(t, time.UTC, 2, job("a", "daily at 05:00", "Asia/Tokyo", tokyo),
		job("b", "daily at 05:00", "Europe/Paris", paris))
	var b strings.Builder
	if err := report.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	const want = "Proof from 2026-01-01 to 2026-03-01 in Asia/Tokyo and Europe/Paris: " +
		"all 2 tasks start as with cron, 118 starts.\n"
	if b.String() != want {
		t.Errorf("the proof says %q", b.String())
	}
	by := prove(t, paris, 1, &foreign.Job{Name: "a", When: "every 1 hour",
		Rules: foreign.Every{Interval: time.Hour}})
	if b.Reset(); by.WriteText(&b) != nil || !strings.Contains(b.String(), "in Europe/Paris") {
		t.Errorf("the proof says %q", b.String())
	}
}
