package check_test

import (
	"testing"
	"time"

	"github.com/rocketc/rocketc/check"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestSeconds: each duration of an attribute or of config may be a number of seconds, with
// the meaning that the option has as text.
func TestSeconds(t *testing.T) {
	for _, test := range []struct {
		key, value string
		want       time.Duration
	}{
		{"timeout", "10", 10 * time.Second},
		{"timeout", "0.5", time.Second / 2},
		{"timeout", "10 minutes", 10 * time.Minute},
		{"timeout", "never", rocket.Never},
		{"cycle_sleep", "0", rocket.Never},
		{"cycle_sleep", "0 s", rocket.Never},
		{"cycle_sleep", "none", rocket.Never},
		{"cycle_sleep", "0.25", time.Second / 4},
		{"grace", "5", 5 * time.Second},
		{"grace", "1.5 s", 1500 * time.Millisecond},
	} {
		config, attr := test.key+" "+test.value, ""
		if test.key == "grace" {
			config, attr = attr, config
		}
		source := "config {\n" + config + "\n}\ntask t when daily { command 'x'\n" + attr + "\n}"
		p, list := parse("a.rkt", []byte(source), check.Options{})
		if list.HasErrors() {
			t.Fatal(source, list.Err())
		}
		c := p.Schedule.Config
		got := max(c.Timeout, c.CycleSleep, p.Schedule.Tasks[0].Grace)
		if test.want == rocket.Never {
			got = min(c.Timeout, c.CycleSleep)
		}
		if got != test.want {
			t.Errorf("%s %s: got %v, want %v", test.key, test.value, got, test.want)
		}
		if test.key != "grace" {
			var text rocket.Config
			if err := text.Set(test.key, test.value); err != nil ||
				text.Timeout != c.Timeout || text.CycleSleep != c.CycleSleep {
				t.Errorf("--config %s=%s: got %+v, error %v", test.key, test.value, text, err)
			}
		}
	}
}
