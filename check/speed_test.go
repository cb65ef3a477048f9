package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
)

// large returns a schedule of n tasks of which each waits for the one before.
func large(n int) []byte {
	var b strings.Builder
	b.WriteString("config { log memory }\nparam region = env \"REGION\"\n" +
		"cond work_day = time of week between Mon and Fri\n")
	b.WriteString("task t0 when daily { command \"true\" }\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, `
# Task number %d.
task t%[1]d when after t%d & work_day & time of day between 07:00 and 19:00
    | retry 3 every 1 minute {
    command "work --number %[1]d"
    env     { REGION region }
    timeout 10 minutes
}
`, i, i-1)
	}
	return []byte(b.String())
}

// fewConditions returns a schedule of n tasks that have three conditions between them.
func fewConditions(n int) []byte {
	conds := []string{
		"daily after 07:00",
		"weekly on Monday & time of day between 08:00 and 16:00",
		"time of week between Mon and Fri & every 1 hour based on success",
	}
	var b strings.Builder
	b.WriteString("config { log memory }\n")
	for i := range n {
		fmt.Fprintf(&b, "task t%d when %s { command \"work %[1]d\"; timeout 10 minutes }\n", i,
			conds[i%len(conds)])
	}
	return []byte(b.String())
}

// TestEqualNames: tasks of the same name, which get numbers, take work in proportion to how many
// there are. Work is counted in allocations.
func TestEqualNames(t *testing.T) {
	work := func(n int) float64 {
		src := []byte("config { log memory; task_pre_exist rename }\n" +
			strings.Repeat("task x when daily { command \"true\" }\n", n))
		return testing.AllocsPerRun(1, func() {
			p, list := parse("s.rkt", src, check.Options{})
			if len(list) > 0 {
				t.Fatal(list.Err())
			}
			if name := p.Schedule.Tasks[n-1].Name; name != fmt.Sprintf("x %d", n-1) {
				t.Errorf("the last of %d tasks is called %s", n, name)
			}
		})
	}
	if few, many := work(300), work(1200); many > 5*few {
		t.Errorf("300 tasks take %v allocations, 1200 take %v", few, many)
	}
}

// BenchmarkCheck parses and checks tasks: each with a condition of its own, or with few
// conditions for all.
func BenchmarkCheck(b *testing.B) {
	for name, schedule := range map[string]func(int) []byte{"own": large, "few": fewConditions} {
		for _, n := range []int{10_000, 100_000} {
			src := schedule(n)
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, list := parse("s.rkt", src, check.Options{}); len(list) > 0 {
						b.Fatal(list.Err())
					}
				}
			})
		}
	}
}
