package systemd_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/foreign/systemd"
)

// base is the instant after which the expressions of the tests elapse.
var base = time.Date(2026, 5, 10, 11, 7, 13, 0, time.UTC)

// TestCalendar: 500 expressions by chance, and those that people write, elapse when
// systemd-analyze says so; what that refuses is refused.
func TestCalendar(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("there is no systemd-analyze on this machine")
	}
	r := rand.New(rand.NewPCG(1, 2))
	texts := strings.Split(strings.TrimSpace(written), "\n")
	for len(texts) < 500+strings.Count(written, "\n") {
		texts = append(texts, someCalendar(r))
	}
	answers := analyze(t, texts)
	for _, text := range texts {
		if got := elapses(text); got != answers[text] {
			t.Errorf("%q elapses at %s\nand in systemd at %s", text, got, answers[text])
		}
	}
	if len(answers) < 400 {
		t.Errorf("only %d of %d expressions are right", len(answers), len(texts))
	}
}

const iterations = 4

// elapses returns the next instants of an expression.
func elapses(text string) string {
	c, err := systemd.ParseCalendar(text)
	if err != nil {
		return ""
	}
	zone := time.UTC
	if c.Timezone != "" {
		if zone, err = time.LoadLocation(c.Timezone); err != nil {
			return err.Error()
		}
	}
	var list []string
	timer := &systemd.Timer{Calendar: c, In: zone}
	for s := range timer.Starts(base.Add(time.Microsecond), base.AddDate(160, 0, 0)) {
		list = append(list, s.At.UTC().Format("2006-01-02 15:04:05"))
		if len(list) == iterations {
			break
		}
	}
	if len(list) == 0 {
		return "never"
	}
	return strings.Join(list, ", ")
}

var (
	elapse = regexp.MustCompile(`(?:Next elapse|Iter\. #\d+|Iteration #\d+): (?:(never)|\w+ ` +
		`(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC)`)
	wrong = regexp.MustCompile(`(?m)^Failed to parse calendar specification '(.*)': `)
)

// analyze asks systemd-analyze about expressions. Those that it refuses have no answer.
func analyze(t *testing.T, texts []string) map[string]string {
	t.Helper()
	cmd := exec.Command("systemd-analyze", append([]string{"calendar",
		fmt.Sprintf("--iterations=%d", iterations),
		"--base-time=" + base.Format("2006-01-02 15:04:05 UTC"), "--"}, texts...)...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "LANG=C", "LC_ALL=C")
	var refusals strings.Builder
	cmd.Stderr = &refusals
	out, _ := cmd.Output() // its status says that one was refused
	refused := map[string]bool{}
	for _, m := range wrong.FindAllStringSubmatch(refusals.String(), -1) {
		refused[m[1]] = true
	}
	blocks := regexp.MustCompile(`\n\n+`).Split(strings.TrimSpace(string(out)), -1)
	answers := map[string]string{}
	for _, text := range texts {
		if refused[text] {
			continue
		}
		if len(blocks) == 0 {
			t.Fatalf("systemd-analyze says nothing of %q: %s", text, refusals.String())
		}
		var list []string
		for _, m := range elapse.FindAllStringSubmatch(blocks[0], -1) {
			list = append(list, m[1]+m[2])
		}
		answers[text], blocks = strings.Join(list, ", "), blocks[1:]
	}
	if len(blocks) > 0 {
		t.Fatalf("systemd-analyze says more than was asked:\n%s", blocks[0])
	}
	return answers
}

// someCalendar returns an expression by chance. Most of them are right.
func someCalendar(r *rand.Rand) string {
	var parts []string
	if r.IntN(3) == 0 {
		parts = append(parts, someWeekdays(r))
	}
	if r.IntN(3) > 0 {
		sep, days := "-", 28
		if r.IntN(4) == 0 {
			sep, days = "~", 25 // systemd refuses some lists of days before the 25th last
		}
		date := someField(r, 1, 12) + sep + someField(r, 1, days)
		if r.IntN(2) == 0 {
			years := []string{"*", "2026", "2027", "2026..2029", "2026/2", "26", "2028,2031"}
			date = years[r.IntN(7)] + "-" + date
		}
		parts = append(parts, date)
	}
	if r.IntN(4) > 0 || len(parts) == 0 {
		clock := someField(r, 0, 23) + ":" + someField(r, 0, 59)
		if r.IntN(2) == 0 {
			clock += ":" + someField(r, 0, 59)
		}
		parts = append(parts, clock)
	}
	if r.IntN(6) == 0 {
		parts = append(parts, []string{"UTC", "Europe/Berlin", "America/New_York",
			"Australia/Lord_Howe", "Asia/Kolkata"}[r.IntN(5)])
	}
	return strings.Join(parts, " ")
}

func someWeekdays(r *rand.Rand) string {
	names := []string{"Mon", "tue", "Wednesday", "Thu", "FRI", "Sat", "sunday"}
	a := r.IntN(7)
	switch r.IntN(3) {
	case 0:
		return names[a] + ".." + names[min(a+r.IntN(4), 6)]
	case 1:
		return names[a] + "," + names[r.IntN(7)]
	}
	return names[a]
}

// someField returns the values of a field by chance.
func someField(r *rand.Rand, low, high int) string {
	v := low + r.IntN(high-low+1)
	switch r.IntN(8) {
	case 0, 1, 2:
		return "*"
	case 3:
		return fmt.Sprintf("%d..%d", v, min(v+r.IntN(9), high))
	case 4:
		return fmt.Sprintf("%d/%d", v, 1+r.IntN(9))
	case 5:
		return fmt.Sprintf("%d..%d/%d", v, min(v+r.IntN(15), high), 1+r.IntN(5))
	case 6:
		return fmt.Sprintf("%d,%02d", v, low+r.IntN(high-low+1))
	}
	return fmt.Sprintf("%02d", v)
}

const written = `minutely
hourly
daily
weekly
monthly
quarterly
semiannually
bi-annually
anually
hourly Europe/Berlin
Mon..Fri 09:00
Mon-Fri 10:00
Sat..Mon 10:00
Mon,
*:0/15
*:*/5
*-*-* 02,14:30
*-*~01
*-*~07/1
Mon *-*~07/1 09:00
*-*~1..3
*-*~7..1
*-02~03
*-02-29
*-02-30
*-*-1..7 03:00
Sun *-*-1..7 03:00
2027-01-01 05:00
27-1-1
@1395716396
@1893456000
00:00:00/20
*:*:0/0.5
10:00:30.25
8..17/2:00/30
20/30:00
*-*-20/40
12
12:00
Monday 12
*-13-1
*-*-* 24:00
*-*-* 03:30 Europe/Helsinki
1..5-3
*-*-1..1
Fri 2027..2028
mon *-1..6/2-* 0:0
*-*-~1
-1-1
*-*-01..20/5,25 06:00
`
