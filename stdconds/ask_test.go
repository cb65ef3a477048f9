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
		holds  bool
		until  string
		why    string
	}{
		{"no answer", nil, 0, false, "", "there is no answer yet"},
		{"yes", true, 0, true, "", "the answer was yes at Wed 2026-03-04 09:00:00"},
		{"no", false, 0, false, "", "the answer was no at Wed 2026-03-04 09:00:00"},
		{"yes, still valid", true, 2 * time.Hour, true, "11:00:00", ""},
		{"yes, just no longer valid", true, time.Hour, false, "", ""},
		{"yes, no longer valid", true, time.Minute, false, "", ""},
		{"no, still valid", false, 2 * time.Hour, false, "", ""},
		{"yes from a process", json.RawMessage("true"), 0, true, "", "the answer was yes"},
		{"no from a process", json.RawMessage("false"), 0, false, "", "the answer was no"},
		{"something else", "true", 0, false, "", ""},
	} {
		f := rocket.NewFacts()
		if test.answer != nil {
			f.Add("check x", rocket.Started, at("08:59:00"), "1")
			f.Add("check x", rocket.Succeeded, at("09:00:00"), "1")
			f.SetReturn("check x", test.answer)
		}
		cond := stdconds.Checked{Task: "check x", Valid: test.valid}
		got, err := f.Observe(cond, "a", at("10:00:00"))
		want := rocket.State{Holds: test.holds}
		if test.until != "" {
			want.Until = at(test.until)
		}
		if err != nil || got.Holds != want.Holds || !got.Until.Equal(want.Until) {
			t.Errorf("%s: got %v until %v, want %v until %v, error %v", test.name, got.Holds,
				got.Until, want.Holds, want.Until, err)
		}
		o := f.Observer("a")
		o.Now = at("10:00:00")
		if why := cond.Why(o); !strings.HasPrefix(why, test.why) {
			t.Errorf("%s: because %q, want %q", test.name, why, test.why)
		}
	}
}
