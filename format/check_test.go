package format_test

import (
	"testing"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/format"
	"github.com/rocketc/rocketc/internal/diagtest"
)

func TestExamples(t *testing.T) { diagtest.Examples(t, "RKT290", "RKT299", format.Check) }

// TestCheck: the warning stands at the first difference; a file that has its layout, or that
// does not parse, has none.
func TestCheck(t *testing.T) {
	for _, test := range []struct{ src, at string }{
		{"task a when daily { command \"x\" }\n", ""},
		{"task a when daily {", ""},
		{"", ""},
		{"task a when daily { command  \"x\" }\n", "x.rkt:1:28"},
		{"pool a 1\r\npool b 2\r\n", "x.rkt:1:8"},
		{"pool a 1", "x.rkt:1:8"},
		{"pool a 1\n\n\npool b 1\n", "x.rkt:3:1"},
		{"\xEF\xBB\xBFpool a 1\n", "x.rkt:1:1"},
		{"pool ä 1\n  pool b 1\n", "x.rkt:2:1"},
	} {
		at := ""
		for _, d := range format.Check("x.rkt", []byte(test.src)) {
			at += d.Span.String()
			if d.Severity != diag.Warning || d.Help != "rocketc fmt -w x.rkt" {
				t.Errorf("%q: %+v", test.src, d)
			}
		}
		if at != test.at {
			t.Errorf("%q: found at %q, want %q", test.src, at, test.at)
		}
	}
}
