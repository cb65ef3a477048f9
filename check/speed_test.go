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
	b.WriteString("param region = env \"REGION\"\n" +
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

// BenchmarkCheck parses and checks 10,000 tasks.
func BenchmarkCheck(b *testing.B) {
	src := large(10_000)
	for b.Loop() {
		if _, list := parse("large.rkt", src, check.Options{}); len(list) > 0 {
			b.Fatal(list.Err())
		}
	}
}
