package rocketry_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/proof"
	"github.com/rocketc/rocketc/foreign/rocketry"
	"github.com/rocketc/rocketc/runlog/linked"
)

// TestJoined: tasks with conditions by chance start here as Rocketry starts them.
func TestJoined(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	proved := 0
	for range 20 {
		var source strings.Builder
		source.WriteString("from rocketry import Rocketry\napp = Rocketry()\n")
		for n := range 4 {
			fmt.Fprintf(&source, "@app.task(%q)\ndef t%d(): ...\n", joined(r, n, 2), n)
		}
		m := rocketry.Read([]foreign.File{{Name: "jobs.py", Text: []byte(source.String())}},
			foreign.Options{Zone: time.UTC})
		text := m.Write()
		p, list := rocketc.Check([]rocketc.Source{{Name: "x.rkt", Text: []byte(text)}},
			check.Options{Name: "x", RunLogs: linked.Kinds})
		if err := list.Err(); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		from := time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)
		report, err := proof.Of(m, &p.Schedule, proof.Options{From: from,
			To: from.AddDate(0, 0, 80), Context: t.Context()})
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range report.Tasks {
			if task.Unproved == "" {
				proved++
			}
		}
		if report.Unexplained() > 0 {
			var b strings.Builder
			_ = report.WriteText(&b)
			t.Fatalf("%s\n%s", source.String(), b.String())
		}
	}
	if proved < 40 {
		t.Errorf("only %d of 80 tasks are proved", proved)
	}
}

// joined returns a condition by chance of the nth task, which may ask about those before it.
func joined(r *rand.Rand, n, depth int) string {
	if depth == 0 || r.IntN(4) == 0 {
		return part(r, n)
	}
	switch r.IntN(5) {
	case 0:
		return "(" + joined(r, n, depth-1) + " | " + joined(r, n, depth-1) + ")"
	case 1:
		return joined(r, n, depth-1) + " & ~" + standing(r)
	}
	return joined(r, n, depth-1) + " & " + standing(r)
}

// part returns a condition that does not hold right after the task has started.
func part(r *rand.Rand, n int) string {
	parts := []string{"hourly", "daily", "weekly", "monthly", "hourly after 30:00",
		"hourly before 15:00", "daily between 22:00 and 02:00", "daily at 10:00",
		"daily after 18:30", "daily starting 12:00", "weekly on Friday",
		"weekly between Tue and Thu", "weekly between Sat and Mon", "weekly before Wed",
		"weekly starting Wed", "monthly on 30th", "monthly on 31st", "monthly after 25th",
		"monthly between 30th and 2nd", "monthly starting 31st", "monthly before 5th",
		"every 30 minutes", "every 7 hours", "every 1 hour 20 min", "every 3 days",
		"hourly between 50:00 and 10:00", "weekly after \"Fri 17:00\""}
	if n > 0 && r.IntN(3) == 0 {
		return fmt.Sprintf("after task 't%d'%s", r.IntN(n),
			[]string{"", " succeeded", " finished"}[r.IntN(3)])
	}
	return parts[r.IntN(len(parts))]
}

// standing returns a condition that the clock answers, or the runs of the task.
func standing(r *rand.Rand) string {
	parts := []string{"time of day between 08:00 and 18:00", "time of day before 06:00",
		"time of day after 20:00", "time of day between 22:00 and 04:00",
		"time of week between Mon and Fri", "time of week on Sunday", "time of week after Thu",
		"time of month before 10th", "time of month after 20th",
		"time of month between 28th and 3rd", "time of hour before 20:00", "has failed today",
		"time of hour between 45:00 and 15:00"}
	return parts[r.IntN(len(parts))]
}
