package stdconds_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// TestChecked asks at 10:00 for the answer of a task that succeeded at 9:00.
func TestChecked(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer any // nil: no answer yet
		valid  time.Duration
		want   truth
		until  string
		why    string
	}{
		{"no answer", nil, 0, notKnown, "", "there is no answer yet"},
		{"yes", true, 0, yes, "", "the answer was yes at Wed 2026-03-04 09:00:00"},
		{"no", false, 0, no, "", "the answer was no at Wed 2026-03-04 09:00:00"},
		{"yes, still valid", true, 2 * time.Hour, yes, "11:00:00", ""},
		{"yes, just no longer valid", true, time.Hour, notKnown, "", ""},
		{"yes, no longer valid", true, time.Minute, notKnown, "",
			"the answer was yes at Wed 2026-03-04 09:00:00, which is too long ago"},
		{"no, still valid", false, 2 * time.Hour, no, "11:00:00", ""},
		{"no, no longer valid", false, time.Minute, notKnown, "", ""},
		{"yes from a process", json.RawMessage("true"), 0, yes, "", "the answer was yes"},
		{"no from a process", json.RawMessage("false"), 0, no, "", "the answer was no"},
		{"something else", "true", 0, notKnown, "", ""},
	} {
		f := rocket.NewFacts()
		if test.answer != nil {
			f.Add("check x", rocket.Started, at("08:59:00"), "1")
			f.Add("check x", rocket.Succeeded, at("09:00:00"), "1")
			f.SetReturn("check x", test.answer)
		}
		cond := stdconds.Checked{Task: "check x", Valid: test.valid}
		got, err := f.Observe(cond, "a", at("10:00:00"))
		var until time.Time
		if test.until != "" {
			until = at(test.until)
		}
		if err != nil || truthOf(got) != test.want || !got.Until.Equal(until) {
			t.Errorf("%s: got %v until %v, want %v until %v, error %v", test.name, truthOf(got),
				got.Until, test.want, until, err)
		}
		o := f.Observer("a")
		o.Now = at("10:00:00")
		if why := cond.Why(o); !strings.HasPrefix(why, test.why) {
			t.Errorf("%s: because %q, want %q", test.name, why, test.why)
		}
	}
}
