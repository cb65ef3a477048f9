package period

import (
	"errors"
	"math"
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"10 seconds":               10 * time.Second,
		"1 DAY, 2 Hrs":             26 * time.Hour,
		"2h30m":                    150 * time.Minute,
		"1.5 weeks":                252 * time.Hour,
		"100ms":                    100 * time.Millisecond,
		"250µs 1μs 3 us":           254 * time.Microsecond,
		"7 ns":                     7,
		"0.0000000004s":            0,
		"0.1234567894s":            123456789,
		"01:30:00":                 90 * time.Minute,
		"1 day 01:30:00.25":        25*time.Hour + 30*time.Minute + 250*time.Millisecond,
		"+1h":                      time.Hour,
		"๑๒h":                      12 * time.Hour,
		"𝟗𝟢h":                      90 * time.Hour,
		"106751 days":              106751 * 24 * time.Hour,
		"106752 days":              math.MaxInt64,
		"106751 days 1 day":        math.MaxInt64,
		"9223372036854775807 ns":   math.MaxInt64,
		"99999999999999999999h":    math.MaxInt64,
		"9999999999999:00:00":      math.MaxInt64,
		"9223372036854775806 ns 9": -1,
	} {
		d, err := ParseDuration(text)
		if want < 0 {
			if err == nil {
				t.Errorf("%q = %v", text, d)
			}
			continue
		}
		if err != nil || d != want {
			t.Errorf("%q = %v, %v, want %v", text, d, err, want)
		}
	}
}

func TestDurationErrors(t *testing.T) {
	for _, c := range []struct {
		text       string
		start, end int
		hint       string
	}{
		{"", 0, 0, "for example 10 minutes"},
		{" , ", 0, 3, "for example 10 minutes"},
		{"10", 0, 2, "for example 10 seconds"},
		{"1h 10  ", 3, 5, "for example 10 seconds"},
		{"10 secnds", 3, 9, "did you mean seconds?"},
		{"1 minuts", 2, 8, "did you mean minute?"},
		{"1 xyzzy", 2, 7, "units are ms, seconds, minutes, hours, days, weeks"},
		{"-1 h", 0, 1, "leave out the minus"},
		{"1h -1m", 3, 4, "leave out the minus"},
		{"hour", 0, 4, "for example 1 hour"},
		{"abc", 0, 3, ""},
		{"10:20", 0, 5, "write 10:20:00, or 10 hours 20 minutes"},
		{"1h %", 3, 4, "for example 1 hour 30 minutes"},
		{".h", 0, 1, "for example 1 hour 30 minutes"},
	} {
		_, err := ParseDuration(c.text)
		var v *ValueError
		if !errors.As(err, &v) {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if v.Start != c.start || v.End != c.end || v.Hint != c.hint || v.Msg == "" {
			t.Errorf("%q: %d:%d %v", c.text, v.Start, v.End, v)
		}
	}
}

func TestFormatDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                    "0 seconds",
		time.Second:                          "1 second",
		90 * time.Minute:                     "1 hour 30 minutes",
		36*time.Hour + 1500*time.Microsecond: "1 day 12 hours 1 millisecond 500 microseconds",
		14 * 24 * time.Hour:                  "14 days",
		3:                                    "3 nanoseconds",
		-time.Minute:                         "-1 minute",
		math.MinInt64: "-106751 days 23 hours 47 minutes 16 seconds " +
			"854 milliseconds 775 microseconds 807 nanoseconds",
	} {
		if got := FormatDuration(d); got != want {
			t.Errorf("%d is written %q, want %q", d, got, want)
		}
	}
}

func TestValueErrorText(t *testing.T) {
	for _, c := range []struct {
		err  ValueError
		want string
	}{
		{ValueError{Msg: "wrong"}, "wrong"},
		{ValueError{Msg: "wrong", Hint: "did you mean right?"}, "wrong (did you mean right?)"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestParseSeconds(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"10": 10 * time.Second, "0": 0, "0.5": time.Second / 2, ".25": time.Second / 4,
		"10 minutes": 10 * time.Minute, "99999999999999999999": math.MaxInt64,
	} {
		if got, err := ParseSeconds(text); err != nil || got != want {
			t.Errorf("%q: got %v, error %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "-1", "NaN", "Inf", "1e3", "0x10", "soon", "1 2"} {
		if got, err := ParseSeconds(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}
