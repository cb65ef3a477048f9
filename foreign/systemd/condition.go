package systemd

import (
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/foreign/cron"
)

// Condition returns the start condition of a task that starts when the expression elapses, and
// whether fractions of seconds were left out of it.
func (c *Calendar) Condition() (when string, cut bool, err error) {
	var list []string
	seconds := make(chain, 0, len(c.fields[second]))
	for _, k := range c.fields[second] {
		cut = cut || (k.start|k.step|max(k.stop, 0))%microseconds != 0 &&
			(k.start%microseconds != 0 || k.step%microseconds != 0)
		k.start /= microseconds
		k.stop = wholeSeconds(k.stop)
		if k.step > 0 {
			k.step = max(k.step/microseconds, 1)
		}
		seconds = append(seconds, k)
	}
	list = append(list, seconds.text(59), c.fields[minute].text(59), c.fields[hour].text(23),
		c.dayText(), c.fields[month].text(12), c.weekdayText(), c.fields[year].text(2099))
	x, err := cron.Parse(strings.Join(list, " "), cron.Calendar)
	if err != nil {
		return "", false, err
	}
	if !x.Happens() {
		return "", false, &Error{0, "the date never comes"}
	}
	return x.Condition(), cut, nil
}

func wholeSeconds(micro int) int {
	if micro < 0 {
		return micro
	}
	return micro / microseconds
}

// text returns a chain as a field of cron.
func (c chain) text(high int) string {
	if c == nil {
		return "*"
	}
	var parts []string
	for _, k := range c {
		stop := min(k.stop, high)
		if stop < 0 {
			stop = high
		}
		switch {
		case k.start > high:
		case k.step == 0 || k.start+k.step > stop:
			parts = append(parts, fmt.Sprint(k.start))
		case k.step == 1:
			parts = append(parts, fmt.Sprintf("%d-%d", k.start, stop))
		default:
			parts = append(parts, fmt.Sprintf("%d-%d/%d", k.start, stop, k.step))
		}
	}
	return strings.Join(parts, ",")
}

// dayText returns the days as a field of cron.
func (c *Calendar) dayText() string {
	if !c.fromEnd || c.fields[day] == nil {
		return c.fields[day].text(31)
	}
	var parts []string
	for _, k := range c.fields[day] {
		first, last := k.start, 1
		if k.stop >= 0 {
			first, last = k.stop, k.start
		}
		for n := first; n >= last; n -= k.step {
			if n == 1 {
				parts = append(parts, "L")
			} else {
				parts = append(parts, fmt.Sprintf("L-%d", n-1))
			}
			if k.step == 0 {
				break
			}
		}
	}
	return strings.Join(parts, ",")
}

// weekdayText returns the days of the week as a field of cron.
func (c *Calendar) weekdayText() string {
	if !c.dated {
		return "*"
	}
	var parts []string
	name := func(d int) string { return weekdayNames[d%7][:3] }
	for d := 1; d <= 7; d++ { // from Monday
		if !c.weekdays[d%7] {
			continue
		}
		last := d
		for last < 7 && c.weekdays[(last+1)%7] {
			last++
		}
		if part := name(d); last > d {
			parts = append(parts, part+"-"+name(last))
		} else {
			parts = append(parts, part)
		}
		d = last
	}
	return strings.Join(parts, ",")
}
