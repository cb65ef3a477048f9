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
	for d := midnight(from); d.Before(to); d = midnight(d.AddDate(0, 0, 1)) {
		for s := 0; s < 24*3600; s += step {
			at := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, s, 0, d.Location())
			if at.Before(from) || !at.Before(to) ||
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

// midnight returns when the day of an instant begins.
func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// dayTicks returns each day, each other day of the year, or each Monday.
func dayTicks(from, to time.Time, days int) (list []Tick) {
	for d := midnight(from); d.Before(to); d = midnight(d.AddDate(0, 0, 1)) {
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
	for d := midnight(from).AddDate(0, 0, 1-from.Day()); d.Before(to); d = d.AddDate(0, 1, 0) {
		if !d.Before(from) && (d.Year()*12+int(d.Month())-1)%months == 0 {
			list = append(list, Tick{At: d, Label: d.Format("Jan 2006"), Day: true})
		}
	}
	return list
}
