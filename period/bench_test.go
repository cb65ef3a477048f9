package period

import (
	"testing"
	"time"
)

// benchmarked are the periods whose speed is watched.
var benchmarked = []struct{ name, text string }{
	{"hour", "time of hour before 15:00"},
	{"day", "time of day between 10:00 and 12:00"},
	{"week", "time of week between Mon and Fri"},
	{"month", "time of month on last Fri"},
	{"year", "time of year between Nov and Feb"},
	{"cron5min", "*/5 * * * *"},
	{"cronWorkdays", "0 9 * * 1-5"},
	{"cronLeapDay", "0 0 29 2 *"},
	{"cronNever", "0 0 30 2 *"},
}

func BenchmarkNext(b *testing.B) {
	periods := map[string]Period{
		"all": All(set(b, "time of day between 08:00 and 16:00",
			"time of week between Mon and Fri")),
		"allNever": All(set(b, "time of minute before 10", "time of minute after 20")),
	}
	for _, c := range benchmarked {
		periods[c.name] = set(b, c.text)[0]
	}
	for name, p := range periods {
		for _, zone := range []string{"UTC", "Europe/Berlin"} {
			at := time.Date(2026, 5, 6, 7, 8, 9, 10, location(b, zone))
			b.Run(name+"/"+zone, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					p.Next(at)
				}
			})
		}
	}
}

func BenchmarkPrev(b *testing.B) {
	for _, c := range benchmarked {
		p := set(b, c.text)[0]
		at := time.Date(2026, 5, 6, 7, 8, 9, 10, location(b, "Europe/Berlin"))
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.Prev(at)
			}
		})
	}
}

func BenchmarkNever(b *testing.B) {
	for _, c := range []struct {
		name string
		p    Period
	}{
		{"minutes", All(set(b, "time of minute before 10", "time of minute after 20"))},
		{"weekdays", All(set(b, "time of week on Mon", "time of week on Tue"))},
		{"cron", All(set(b, "0 0 30 2 *"))},
		{"dates", All(set(b, "time of month on 2nd Tue", "time of month on 15th",
			"time of year after Feb", "*/5 9-17 * * *", "time of hour before 30:00"))},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Never(c.p)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	b.Run("cron", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ParseCron("*/5 9-17 * Mar-Oct Mon-Fri")
		}
	})
	b.Run("point", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Month.Point("3rd 12:30")
		}
	})
	b.Run("duration", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ParseDuration("1 day, 12 hours, 30 min")
		}
	})
}

// TestAllocs holds the promise that Next and Prev do not allocate.
func TestAllocs(t *testing.T) {
	periods := []Period{
		All(set(t, "time of day between 08:00 and 16:00", "time of week between Mon and Fri",
			"*/5 * * * *")),
	}
	for _, c := range benchmarked {
		periods = append(periods, set(t, c.text)[0])
	}
	at := time.Date(2026, 5, 6, 7, 8, 9, 10, location(t, "Europe/Berlin"))
	for _, p := range periods {
		n := testing.AllocsPerRun(10, func() {
			p.Next(at)
			p.Prev(at)
		})
		if n > 0 {
			t.Errorf("%v allocates %v times", p, n)
		}
	}
}
