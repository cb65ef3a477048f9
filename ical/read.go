package ical

import (
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

// read returns the events in the text of a calendar: those of whole days, and apart the
// others. The error is an *[Error].
func read(text string) (events []event, others []Appointment, err error) {
	list, err := lines(text)
	if err != nil {
		return nil, nil, err
	}
	components, err := eventComponents(list)
	if err != nil {
		return nil, nil, err
	}
	moved := map[string][]day{} // by UID: the occurrences that another event replaces
	var uids []string
	for _, c := range components {
		e, ok, err := c.event()
		if err != nil {
			return nil, nil, err
		}
		uid := c.value("UID")
		if at, is, err := c.replaces(); err != nil {
			return nil, nil, err
		} else if is {
			moved[uid] = append(moved[uid], at)
			uid = ""
		}
		switch {
		case ok:
			events, uids = append(events, e), append(uids, uid)
		case !c.cancelled():
			others = append(others, Appointment{c.begin.line, e.name})
		}
	}
	for i, uid := range uids {
		if uid != "" {
			events[i].except = append(events[i].except, moved[uid]...)
		}
	}
	return events, others, nil
}

// eventComponents returns the VEVENT components. It checks that everything that
// begins also ends.
func eventComponents(list []property) (events []*component, err error) {
	if len(list) == 0 || list[0].name != "BEGIN" || !strings.EqualFold(list[0].value, "VCALENDAR") {
		return nil, &Error{Line: 1, Col: 1, Msg: "a calendar begins with BEGIN:VCALENDAR",
			Help: "a file in the iCalendar format is needed, as calendar programs export it (.ics)"}
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
		err := first.wrong("%s is not ended: the file may be cut off", first.value)
		err.Help = "get the file again"
		return nil, err
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

// cancelled reports whether the event does not take place.
func (c *component) cancelled() bool { return strings.EqualFold(c.value("STATUS"), "CANCELLED") }

// event returns the event that a VEVENT describes. ok is false if the event does
// not take whole days, or is cancelled.
func (c *component) event() (e event, ok bool, err error) {
	e.line = c.begin.line
	if p, has := c.find("SUMMARY"); has {
		e.name = p.text()
	}
	start, has := c.find("DTSTART")
	if !has {
		return e, false, c.begin.wrong("the event has no DTSTART")
	}
	first, whole, err := start.day()
	if err != nil || !whole || c.cancelled() {
		return e, false, err
	}
	e.first, e.length = first, 1
	if whole, err = c.lengthen(&e); err != nil || !whole {
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
			err = p.unsupported("EXRULE")
		}
		if err != nil {
			return e, false, err
		}
	}
	return e, true, nil
}

// lengthen sets how many days the event takes, by DTEND or DURATION. whole is false
// if the event ends at a clock time.
func (c *component) lengthen(e *event) (whole bool, err error) {
	if p, has := c.find("DTEND"); has {
		end, whole, err := p.lastDay()
		switch {
		case err != nil || !whole:
			return false, err
		case end < e.first:
			return false, p.wrong("DTEND is before DTSTART")
		case end-e.first > maxLength:
			return false, p.wrong("the event takes %d days: a holiday takes %d at most",
				end-e.first, maxLength)
		}
		e.length = max(1, int(end-e.first))
		return true, nil
	}
	p, has := c.find("DURATION")
	if !has {
		return true, nil
	}
	if strings.Contains(p.value, "T") {
		return false, nil
	}
	e.length, err = p.duration()
	return true, err
}

// duration returns the number of days of P2D or P1W.
func (p property) duration() (days int, err error) {
	number, hasP := strings.CutPrefix(strings.TrimPrefix(p.value, "+"), "P")
	number, weeks := strings.CutSuffix(number, "W")
	number, isDays := strings.CutSuffix(number, "D")
	n, ok := digits(number, len(number))
	if weeks {
		n *= 7
	}
	if !hasP || !ok || weeks == isDays || n < 1 || n > maxLength {
		return 0, p.wrong("DURATION %q is not a number of days or weeks, such as P2D, of %d days "+
			"at most", p.value, maxLength)
	}
	return n, nil
}

// maxLength is the most days that an event may take.
const maxLength = 366

// lastDay returns the day before which the event ends. An event that ends a minute or a
// second before midnight takes that day whole.
func (p property) lastDay() (d day, whole bool, err error) {
	if d, whole, err = p.day(); err != nil || whole {
		return d, whole, err
	}
	_, clock, _ := strings.Cut(p.value, "T")
	ends := strings.HasPrefix(clock, "235900") || strings.HasPrefix(clock, "235959")
	return d + 1, ends, nil
}

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
			return p.unsupported("%s of periods", p.name)
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
