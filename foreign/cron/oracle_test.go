package cron_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/foreign/cron"
)

// croniter prints when expressions are due next, by a library of Python.
const croniter = `
import sys, json, datetime
from croniter import croniter
base = datetime.datetime(2026, 5, 10, 11, 7, 13)
for line in sys.stdin:
    it = croniter(line.strip(), base)
    print(json.dumps([it.get_next(datetime.datetime).strftime("%Y-%m-%d %H:%M") for _ in range(4)]))
`

// python returns a Python that has croniter, or "".
func python() string {
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(name, "-c", "import croniter").Run() == nil {
			return name
		}
	}
	return ""
}

// TestAnotherMake: 300 expressions by chance are due when croniter says so.
func TestAnotherMake(t *testing.T) {
	name := python()
	if name == "" {
		t.Skip("no Python on this machine has croniter")
	}
	r := rand.New(rand.NewPCG(3, 4))
	texts := make([]string, 300)
	for i := range texts {
		texts[i] = someExpression(r)
	}
	cmd := exec.Command(name, "-c", croniter)
	cmd.Stdin = strings.NewReader(strings.Join(texts, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := json.NewDecoder(strings.NewReader(string(out)))
	for _, text := range texts {
		var want []string
		if err := answers.Decode(&want); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := due(t, text, len(want)); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%q is due at %v, and by croniter at %v", text, got, want)
		}
	}
}

// due returns when an expression is due next.
func due(t *testing.T, text string, n int) (list []string) {
	t.Helper()
	x, err := cron.Parse(text, cron.Vixie)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	base := time.Date(2026, 5, 10, 11, 8, 0, 0, time.UTC)
	for s := range x.Rules(time.UTC).Starts(base, base.AddDate(60, 0, 0)) {
		if list = append(list, s.At.Format("2006-01-02 15:04")); len(list) == n {
			break
		}
	}
	return list
}

// someExpression returns an expression by chance that comes again. Of the days one begins with
// a star and has no step, or both are plain: with a step cron and croniter differ.
func someExpression(r *rand.Rand) string {
	days, weekdays := "*", "*"
	switch r.IntN(4) {
	case 0:
		days = someField(r, 1, 28, false)
	case 1:
		weekdays = someField(r, 0, 5, false) // croniter takes 0-6 for a star
	case 2:
		days, weekdays = someField(r, 1, 28, false), someField(r, 0, 5, false)
	}
	month := someField(r, 1, 12, true)
	if r.IntN(4) == 0 {
		month = []string{"Jan", "jan-mar", "Feb,AUG", "oct-Dec/2"}[r.IntN(4)]
	}
	if weekdays != "*" && r.IntN(3) == 0 {
		weekdays = []string{"Mon-Fri", "sun", "SAT,7", "tue-sat/2", "5-7"}[r.IntN(5)]
	}
	return strings.Join([]string{someField(r, 0, 59, true), someField(r, 0, 23, true), days, month,
		weekdays}, " ")
}

// someField returns a field by chance.
func someField(r *rand.Rand, low, high int, star bool) string {
	v := low + r.IntN(high-low+1)
	last := min(v+1+r.IntN(12), high)
	switch n := r.IntN(7); {
	case n == 0 && star:
		return "*"
	case n == 1 && star:
		return fmt.Sprintf("*/%d", 1+r.IntN(high/2+1))
	case n == 2 && v < last:
		return fmt.Sprintf("%d-%d", v, last)
	case n == 3 && v < last:
		return fmt.Sprintf("%d-%d/%d", v, last, 1+r.IntN(6))
	case n == 4:
		return fmt.Sprintf("%d,%d", v, low+r.IntN(high-low+1))
	}
	return fmt.Sprint(v)
}
