package calendar

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A component has the properties between BEGIN and END, without those of the
// components inside it.
type component struct {
	begin      property
	properties []property
}

// read returns the events of whole days in the text of a calendar. An error
// begins with the number of the line.
func read(text string) (events []event, err error) {
	list, err := lines(text)
	if err != nil {
		return nil, err
	}
	components, err := eventComponents(list)
	if err != nil {
		return nil, err
	}
	moved := map[string][]day{} // by UID: the occurrences that another event replaces
	var uids []string
	for _, c := range components {
		e, ok, err := c.event()
		if err != nil {
			return nil, err
		}
		uid := c.value("UID")
		if at, is, err := c.replaces(); err != nil {
			return nil, err
		} else if is {
			moved[uid] = append(moved[uid], at)
			uid = ""
		}
		if ok {
			events, uids = append(events, e), append(uids, uid)
		}
	}
	for i, uid := range uids {
		if uid != "" {
			events[i].except = append(events[i].except, moved[uid]...)
		}
	}
	return events, nil
}

// eventComponents returns the VEVENT components. It checks that everything that
// begins also ends.
func eventComponents(list []property) (events []*component, err error) {
	if len(list) == 0 || list[0].name != "BEGIN" || !strings.EqualFold(list[0].value, "VCALENDAR") {
		return nil, errors.New("1: a calendar begins with BEGIN:VCALENDAR")
	}
	var open []*component
	for _, p := range list {
		switch {
		case p.name == "BEGIN":
			open = append(open, &component{begin: p})
		case len(open) == 0:
			return nil, p.wrong("%s stands outside of the calendar", p.name)
		case p.name != "END":
			last := open[len(open)-1]
			last.properties = append(last.properties, p)
		default:
			last := open[len(open)-1]
			if !strings.EqualFold(last.begin.value, p.value) {
				return nil, p.wrong("END:%s, but what began at line %d is %s", p.value,
					last.begin.line, last.begin.value)
			}
			if strings.EqualFold(p.value, "VEVENT") {
				events = append(events, last)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		first := open[0].begin
		return nil, first.wrong("%s is not ended: the file may be cut off", first.value)
	}
	return events, nil
}

// find returns the first property of that name.
func (c *component) find(name string) (p property, ok bool) {
	i := slices.IndexFunc(c.properties, func(p property) bool { return p.name == name })
	if i < 0 {
		return p, false
	}
	return c.properties[i], true
}

func (c *component) value(name string) string {
	p, _ := c.find(name)
	return p.value
}

// event returns the event that a VEVENT describes. ok is false if the event does
// not take whole days, or is cancelled.
func (c *component) event() (e event, ok bool, err error) {
	start, has := c.find("DTSTART")
	if !has {
		return e, false, c.begin.wrong("the event has no DTSTART")
	}
	first, whole, err := start.day()
	if err != nil || !whole || strings.EqualFold(c.value("STATUS"), "CANCELLED") {
		return e, false, err
	}
	e.first, e.days = first, 1
	if whole, err = c.length(&e); err != nil || !whole {
		return e, false, err
	}
	for _, p := range c.properties {
		switch p.name {
		case "RRULE":
			if e.rule != nil {
				return e, false, p.wrong("a second RRULE")
			}
			e.rule, err = p.rule()
		case "EXDATE":
			err = p.addDays(&e.except)
		case "RDATE":
			err = p.addDays(&e.also)
		case "EXRULE":
			err = p.wrong("EXRULE is not supported")
		}
		if err != nil {
			return e, false, err
		}
	}
	return e, true, nil
}

// length sets how many days the event takes, by DTEND or DURATION. whole is false
// if the event ends at a clock time.
func (c *component) length(e *event) (whole bool, err error) {
	if p, has := c.find("DTEND"); has {
		end, whole, err := p.day()
		switch {
		case err != nil || !whole:
			return false, err
		case end < e.first:
			return false, p.wrong("DTEND is before DTSTART")
		}
		e.days = max(1, int(end-e.first))
		return true, nil
	}
	p, has := c.find("DURATION")
	if !has {
		return true, nil
	}
	if strings.Contains(p.value, "T") {
		return false, nil
	}
	e.days, err = p.duration()
	return true, err
}

// duration returns the number of days of P2D or P1W.
func (p property) duration() (days int, err error) {
	number, hasP := strings.CutPrefix(strings.TrimPrefix(p.value, "+"), "P")
	number, weeks := strings.CutSuffix(number, "W")
	number, isDays := strings.CutSuffix(number, "D")
	n, ok := digits(number, len(number))
	if !hasP || !ok || weeks == isDays || n < 1 || n > maxDays {
		return 0, p.wrong("DURATION %q is not a number of days or weeks, such as P2D", p.value)
	}
	if weeks {
		n *= 7
	}
	return n, nil
}

// maxDays is the most days that an event may take.
const maxDays = 100_000

// replaces reports whether the event replaces an occurrence of another event, and
// returns the day of that occurrence.
func (c *component) replaces() (at day, is bool, err error) {
	p, has := c.find("RECURRENCE-ID")
	if !has {
		return 0, false, nil
	}
	at, _, err = p.day()
	return at, true, err
}

// day returns the date of the property. whole is false if it has a clock time other
// than midnight.
func (p property) day() (d day, whole bool, err error) { return p.dayIn(p.value) }

func (p property) dayIn(value string) (d day, whole bool, err error) {
	date, clock, hasClock := strings.Cut(value, "T")
	d, ok := parseDay(date)
	switch {
	case !ok || hasClock && !isClock(clock) || !hasClock && p.param("VALUE") == "DATE-TIME":
		return 0, false, p.wrong("%s: %q is not a date, such as 20261225", p.name, value)
	case hasClock:
		return d, strings.TrimSuffix(clock, "Z") == "000000", nil
	}
	return d, true, nil
}

// addDays adds the dates of a list to days, without those that have a clock time.
func (p property) addDays(days *[]day) error {
	for value := range strings.SplitSeq(p.value, ",") {
		if p.param("VALUE") == "PERIOD" {
			return p.wrong("%s of periods is not supported", p.name)
		}
		d, whole, err := p.dayIn(value)
		if err != nil {
			return err
		}
		if whole {
			*days = append(*days, d)
		}
	}
	return nil
}

// isClock reports whether the text is a clock time, such as 093000 or 093000Z.
func isClock(text string) bool {
	n, ok := digits(strings.TrimSuffix(text, "Z"), 6)
	return ok && n/10000 < 24 && n/100%100 < 60 && n%100 <= 60
}

// digits returns the number that a text of length digits writes.
func digits(text string, length int) (n int, ok bool) {
	for _, r := range text {
		if r < '0' || r > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && len(text) == length
}
