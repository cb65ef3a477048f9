package systemd

import (
	"strconv"
	"strings"
	"time"
)

// spans are the units of durations of systemd.
var spans = map[string]time.Duration{
	"us": time.Microsecond, "usec": time.Microsecond, "µs": time.Microsecond,
	"ms": time.Millisecond, "msec": time.Millisecond,
	"": time.Second, "s": time.Second, "sec": time.Second, "second": time.Second,
	"seconds": time.Second, "m": time.Minute, "min": time.Minute, "minute": time.Minute,
	"minutes": time.Minute, "h": time.Hour, "hr": time.Hour, "hour": time.Hour,
	"hours": time.Hour, "d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour,
	"w": 7 * 24 * time.Hour, "week": 7 * 24 * time.Hour, "weeks": 7 * 24 * time.Hour,
	"M": 2629800 * time.Second, "month": 2629800 * time.Second, "months": 2629800 * time.Second,
	"y": 31557600 * time.Second, "year": 31557600 * time.Second, "years": 31557600 * time.Second,
}

// ParseSpan reads a duration of systemd: `1h 30min`, `90`, which is seconds, `infinity`, which
// is -1. It is false if the text is none, or longer than a century.
func ParseSpan(text string) (total time.Duration, ok bool) {
	if text = strings.TrimSpace(text); text == "infinity" {
		return -1, true
	}
	for rest := text; rest != ""; rest = strings.TrimLeft(rest, " \t") {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789."))
		n, err := strconv.ParseFloat(rest[:digits], 64)
		if err != nil {
			return 0, false
		}
		rest = strings.TrimLeft(rest[digits:], " \t")
		letters := len(rest) - len(strings.TrimLeftFunc(rest, isLetter))
		unit, known := spans[rest[:letters]]
		if !known || n*float64(unit) > float64(100*365*24*time.Hour) {
			return 0, false
		}
		total += time.Duration(n * float64(unit))
		rest = rest[letters:]
		if total > 100*365*24*time.Hour {
			return 0, false
		}
	}
	return total, text != ""
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == 'µ' }
