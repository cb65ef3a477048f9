package check_test

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
)

// TestSelfNotify: a task that posts a message and can start itself gets a warning, which names
// the way round; one that cannot gets none.
func TestSelfNotify(t *testing.T) {
	const post = ` { notify env "URL" }` + "\n"
	const head = "config { log memory; silence_cond_check true }\n" +
		"task a when daily { command \"a\" }\n"
	for _, test := range []struct{ schedule, want string }{
		{"task n when after a failed" + post, ""},
		{"task n when after any task went wrong | retry 3 every 1 minute" + post, ""},
		{"task n when after a | after n failed" + post, "3:13: n → n"},
		{"task n when after a failed | after n" + post, "3:13: n → n"},
		{"task n when after a | retry 3" + post, ""},
		{"task n when after a | after n failed & every 10 minutes" + post, ""},
		{"task n when after a | after n failed & hourly" + post, ""},
		{"task n when after a | after n failed & ~every 10 minutes" + post, "3:13: n → n"},
		{"task n when after a | ~after n failed & daily" + post, ""},
		{"cond again = after n failed\ntask n when after a | again" + post, "4:13: n → n"},
		{"task n when after any a, b failed" + post +
			"task b when after n { command \"b\" }\n", "3:13: n → b → n"},
		{"task n when after any a, b failed" + post +
			"task b when after n & daily { command \"b\" }\n", ""},
		{"task n when after a | after c" + post + "task b when after n { command \"b\" }\n" +
			"task c when after b finished { command \"c\" }\n", "3:13: n → b → c → n"},
		{"task n when after any task failed" + post +
			"task b when after n { command \"b\" }\n", ""},
		{"task n when after any task failed" + post + "task m when after n { do run a }\n",
			"3:13: n → m → a → n"},
		{"task n when after any g.* failed" + post + "task m when after n { do run a }\n" +
			"group g { task x when daily { command \"x\" } }\n", ""},
		{"task n when after any g.* failed" + post + "task m when after n { do run g.x }\n" +
			"group g { task x when daily { command \"x\" } }\n", "3:13: n → m → g.x → n"},
		{"task n when after a" + post + "task m when after n { do run n }\n", "3:13: n → m → n"},
		{"group g when after a | after g.n failed {\n    task n" + post + "}\n", "3:14: g.n → g.n"},
		{"task n when after a | after c { command \"n\" }\n" +
			"task c when after n { command \"c\" }\n", ""},
	} {
		var got []string
		for _, d := range diagnose("a.rkt", []byte(head+test.schedule)) {
			switch {
			case d.Code == diag.SelfNotify:
				_, way, _ := strings.Cut(d.Error(), "itself: ")
				at := strings.SplitN(strings.TrimPrefix(d.Error(), "a.rkt:"), " ", 2)[0]
				got = append(got, at+" "+way)
			case d.Severity == diag.Error:
				t.Errorf("%s: %v", test.schedule, d)
			}
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: got %q, want %q", test.schedule, got, test.want)
		}
	}
}

// TestAddressOfParam: an address that a parameter has is judged, once, at its place.
func TestAddressOfParam(t *testing.T) {
	list := diagnose("a.rkt", []byte(`config { log memory }
param url = env "URL" >> other
param other = "sms://s3cr3t"
task a when daily { notify url }
task b when daily { notify other >> url }
`))
	if len(list) != 1 || list[0].Code != diag.BadAddress || list[0].Span.Start.Line != 3 ||
		strings.Contains(list[0].Error(), "s3cr3t") {
		t.Errorf("got %v", list)
	}
}
