package timeline

import "time"

// A Tick is an instant that a scale names.
type Tick struct {
	At    time.Time
	Label string
	// Day says that a day, or something longer, begins.
	Day bool
}

// tickSteps are the distances of ticks within a day, in seconds.
var tickSteps = []int{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800,
	14400, 21600, 43200}

// ticks returns the ticks of a span, n at most: even times of the clock, days, or months.
func ticks(from, to time.Time, n int) []Tick {
	span := to.Sub(from)
	for _, step := range tickSteps {
		if span/(time.Duration(step)*time.Second) <= time.Duration(n) {
			return clockTicks(from, to, step)
		}
	}
	for _, days := range []int{1, 2, 7} {
		if int(span/day)/days < n {
			return dayTicks(from, to, days)
		}
	}
	months := 1
	for _, months = range []int{1, 3, 6, 12, 24, 60, 120} {
		if int(span/(28*day))/months < n {
			break
		}
	}
	return monthTicks(from, to, months)
}

// clockTicks returns times of the clock that are whole multiples of a step, in seconds.
func clockTicks(from, to time.Time, step int) (list []Tick) {
	layout := "15:04"
	if step < 60 {
		layout = "15:04:05"
	}
	for d := DayStart(from, 0); d.Before(to); d = DayStart(d, 1) {
		for s := 0; s < 24*3600; s += step {
			at := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, s, 0, d.Location())
			if s == 0 {
				at = d
			}
			if at.Before(d) || at.Before(from) || !at.Before(to) ||
				len(list) > 0 && !at.After(list[len(list)-1].At) {
				continue
			}
			tick := Tick{At: at, Label: at.Format(layout)}
			if s == 0 {
				tick.Day, tick.Label = true, at.Format("2 Jan")
			}
			list = append(list, tick)
		}
	}
	return list
}

// DayStart returns the first instant of a day, some days after that of an instant. It is not
// midnight if the clock skips that, and is later than the day if the clock skips all of it.
func DayStart(t time.Time, days int) time.Time {
	year, month, day := t.Date()
	return firstInstant(year, month, day+days, t.Location())
}

// firstInstant returns the first instant at which the clock of a location reads a day, or later.
func firstInstant(year int, month time.Month, day int, in *time.Location) time.Time {
	at := time.Date(year, month, day, 0, 0, 0, 0, in)
	_, offset := at.Zone()
	reads := at.Add(time.Duration(offset) * time.Second).UTC()
	from, to := at.ZoneBounds()
	switch want := time.Date(year, month, day, 0, 0, 0, 0, time.UTC); {
	case reads.Before(want): // the clock skips midnight
		return to
	case reads.After(want):
		return from
	}
	return at
}

// dayTicks returns each day, each other day of the year, or each Monday.
func dayTicks(from, to time.Time, days int) (list []Tick) {
	for d := DayStart(from, 0); d.Before(to); d = DayStart(d, 1) {
		if d.Before(from) || days == 2 && d.YearDay()%2 == 0 ||
			days == 7 && d.Weekday() != time.Monday {
			continue
		}
		list = append(list, Tick{At: d, Label: d.Format("2 Jan"), Day: true})
	}
	return list
}

// monthTicks returns the first day of each nth month.
func monthTicks(from, to time.Time, months int) (list []Tick) {
	year, month, _ := from.Date()
	for ; ; month++ {
		d := firstInstant(year, month, 1, from.Location())
		if !d.Before(to) {
			return list
		}
		if !d.Before(from) && (d.Year()*12+int(d.Month())-1)%months == 0 {
			list = append(list, Tick{At: d, Label: d.Format("Jan 2006"), Day: true})
		}
	}
}
