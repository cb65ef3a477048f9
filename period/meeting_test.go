package period

import (
	"strings"
	"testing"
)

// TestMeeting lists the windows from a day on, and finds them again going back.
func TestMeeting(t *testing.T) {
	for _, c := range []struct{ of, with, from, want string }{
		{"time of day after 00:00", "time of week between Sat and Sun", "2026-03-02",
			"2026-03-07..08 2026-03-08..09 2026-03-14..15"},
		{"time of day at 02:00", "time of week on Mon", "2026-03-02",
			"2026-03-02T02..02T03 2026-03-09T02..09T03"},
		{"time of day between 22:00 and 06:00", "time of week on Mon", "2026-03-02",
			"2026-03-01T22..02T06 2026-03-02T22..03T06 2026-03-08T22..09T06"},
		{"time of week after Mon", "time of month on 1st", "2026-03-02",
			"2026-03-30..04-06 2026-04-27..05-04"},
		{"time of day at 02:00", "time of day at 03:00", "2026-03-02", ""},
	} {
		p, at := Meeting{read(t, c.of), read(t, c.with)}, date(t, c.from)
		var got []string
		for range strings.Count(c.want, "..") {
			w, ok := p.Next(at)
			if !ok {
				break
			}
			got, at = append(got, spanText(w)), w.End
			if before, ok := p.Prev(w.End); !ok || before != w {
				t.Errorf("%v: before %v is %v, want %v", p, w.End, before, w)
			}
		}
		if c.want == "" {
			_, next := p.Next(at)
			_, prev := p.Prev(at)
			if next || prev {
				t.Errorf("%v has windows", p)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%v from %s\n got %s\nwant %s", p, c.from, strings.Join(got, " "), c.want)
		}
	}
}

// TestNeverOfMeeting: a Meeting holds in no other windows than those that it is of.
func TestNeverOfMeeting(t *testing.T) {
	morning := Meeting{read(t, "time of day at 07:00"), read(t, "time of week on Sun")}
	for cron, want := range map[string]bool{"15 3 * * 5#2": true, "15 7 * * 0": false} {
		c, err := ParseCron(cron)
		if err != nil {
			t.Fatal(err)
		}
		p := All{morning, c}
		if got := Never(p); got != want {
			t.Errorf("Never(%v) = %v, want %v", p, got, want)
		}
		if _, ok := p.Next(date(t, "2026-03-02")); ok == want {
			t.Errorf("%v: a window is found: %v", p, ok)
		}
	}
}
