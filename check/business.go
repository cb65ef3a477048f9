package check

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/ical"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A calendar tells business days from others.
type calendar struct {
	*period.Calendar
	decl *grammar.Calendar // nil if it is an option
	used bool
	// broken says that something is wrong with the calendar, which is reported.
	broken bool
}

// declareCalendar enters a calendar. Its days are read later.
func (c *checker) declareCalendar(d *grammar.Calendar) {
	if first := c.calendarNamed(d.Name.Text); first != nil {
		c.doubled(diag.DoubledCalendar, "calendar "+quote(d.Name.Text), d.Name, first.decl.Name)
		return
	}
	c.calendars = append(c.calendars,
		&calendar{Calendar: &period.Calendar{Name: d.Name.Text}, decl: d})
}

// calendarNamed returns the calendar of that name, or nil.
func (c *checker) calendarNamed(name string) *calendar {
	for _, x := range c.calendars {
		if x.Name == name {
			return x
		}
	}
	return nil
}

// lowerCalendars computes the days of the calendars, and enters them into the plan.
func (c *checker) lowerCalendars() {
	for _, x := range c.calendars {
		x.Weekend = []time.Weekday{time.Saturday, time.Sunday}
		var open []listedDay
		before := len(c.diags)
		for _, s := range c.distinct(x.decl.Settings) {
			switch s.Key.Text {
			case "holidays":
				c.holidays(x, s)
			case "also_open":
				open = c.listedDays(s)
				x.Open = daySet(open)
			case "weekend":
				x.Weekend = c.weekend(s)
			default:
				panic(unforeseen("key of a calendar "+s.Key.Text, s))
			}
		}
		if x.broken = c.diags[before:].HasErrors(); !x.broken {
			c.judgeCalendar(x, open)
		}
		c.plan.Schedule.Calendars = append(c.plan.Schedule.Calendars, x.Calendar)
	}
}

// judgeCalendar looks at the days of a calendar as a whole.
func (c *checker) judgeCalendar(x *calendar, open []listedDay) {
	for _, d := range open {
		plain := *x.Calendar
		plain.Open = ""
		if plain.IsBusiness(d.date) {
			c.diags.Warnf(diag.NoHoliday, d.at, "%s is a business day anyway", d.date)
		}
	}
	if x.Closed() {
		d := c.diags.Errorf(diag.BadCalendar, x.decl.Name.Span(), "calendar %q has no business day",
			x.Name)
		d.Help = "weekend lists the days of the week that are not worked: weekend [Sat, Sun]"
		x.broken = true
	}
	if year := c.today().Year(); x.Last > 0 && year > x.Last {
		d := c.diags.Warnf(diag.CalendarEnds, x.decl.Name.Span(),
			"calendar %q ends with %d: no holidays of %d are known", x.Name, x.Last, year)
		d.Help = "add those of the years to come"
	}
}

// today returns the present, or what the options say.
func (c *checker) today() time.Time {
	if c.options.Today.IsZero() {
		return time.Now()
	}
	return c.options.Today
}

// A listedDay is a day in a list of a calendar.
type listedDay struct {
	date period.Date
	at   diag.Span
}

// holidays reads the holidays of a calendar, from a file or a list.
func (c *checker) holidays(x *calendar, s *grammar.Setting) {
	switch value := s.Value.(type) {
	case *grammar.Text:
		c.holidayFile(x, value)
	case *grammar.List:
		days := c.listedDays(s)
		x.Holidays = daySet(days)
		for _, d := range days {
			x.Last = max(x.Last, d.date.Year)
		}
	default:
		c.wrongValue(s, `a file in the iCalendar format, as in holidays "fi.ics", or a list of `+
			`dates: ["2026-12-24", "2026-12-25"]`)
	}
}

// listedDays returns the dates of a list, each of which is there once.
func (c *checker) listedDays(s *grammar.Setting) (days []listedDay) {
	list, ok := s.Value.(*grammar.List)
	if !ok {
		c.wrongValue(s, `a list of dates, as in ["2026-12-24", "2026-12-25"]`)
		return nil
	}
	listed := map[period.Date]bool{}
	for _, item := range list.Items {
		text, ok := item.(*grammar.Text)
		if !ok {
			c.diags.Errorf(diag.BadValue, item.Span(), "%s lists dates", s.Key.Text).
				Help = `a date is written between quotes: "2026-12-24"`
			continue
		}
		date, end, ok := c.date(text)
		switch {
		case !ok:
		case end.Clock != 24*time.Hour || date.Clock != 0:
			c.diags.Errorf(diag.BadPoint, text.Span(), "%s lists whole days", s.Key.Text).
				Help = "leave the clock time out"
		case date.Year < ical.First || date.Year > ical.Last:
			c.diags.Errorf(diag.BadPoint, text.Span(), "a calendar has days of the years %d to %d",
				ical.First, ical.Last)
		case listed[date]:
			c.diags.Errorf(diag.BadPoint, text.Span(), "%s is in the list twice", date)
		default:
			listed[date] = true
			days = append(days, listedDay{date, text.Span()})
		}
	}
	return days
}

func daySet(days []listedDay) period.DaySet {
	var dates []period.Date
	for _, d := range days {
		dates = append(dates, d.date)
	}
	return period.DaySetOf(dates)
}

// weekend returns the days of the week that are not worked.
func (c *checker) weekend(s *grammar.Setting) []time.Weekday {
	const form = "weekend [Sat, Sun]"
	list, ok := s.Value.(*grammar.List)
	if !ok {
		c.wrongValue(s, "a list of weekdays").Help = "it is written: " + form
		return nil
	}
	weekend := []time.Weekday{}
	var listed [7]bool
	for _, item := range list.Items {
		var text string
		switch item := item.(type) {
		case *grammar.Word:
			text = item.Text
		case *grammar.Text:
			text = item.Value()
		}
		wd, err := period.ParseWeekday(text)
		switch {
		case text == "":
			c.diags.Errorf(diag.BadValue, item.Span(), "weekend lists weekdays").
				Help = "it is written: " + form
		case err != nil:
			c.badText(diag.BadPoint, err, func(int, int) diag.Span { return item.Span() })
		case listed[wd]:
			c.diags.Errorf(diag.BadPoint, item.Span(), "%s is in the list twice", text)
		default:
			listed[wd] = true
			weekend = append(weekend, wd)
		}
	}
	return weekend
}

// holidayFile reads the holidays of a calendar from a file.
func (c *checker) holidayFile(x *calendar, name *grammar.Text) {
	c.osText(name, "write the whole path, or one from the directory of the schedule on")
	text, err := c.readCalendar(name.Value())
	if err != nil {
		d := c.diags.Errorf(diag.BadCalendar, name.Span(), "the calendar cannot be read: %v", err)
		d.Help = "a file in the iCalendar format is needed, beside the schedule; " +
			`or list the days: holidays ["2026-12-24", "2026-12-25"]`
		return
	}
	read, err := ical.Parse(text)
	var wrong *ical.Error
	if errors.As(err, &wrong) {
		d := c.diags.Errorf(diag.BadCalendar, name.Span(), "%s:%v", name.Value(), wrong)
		d.Help = wrong.Help
		return
	}
	if len(read.Days) == 0 {
		d := c.diags.Errorf(diag.BadCalendar, name.Span(), "%s has no events of whole days from "+
			"%d to %d", name.Value(), ical.First, ical.Last)
		d.Help = "a holiday is an event with a date: DTSTART;VALUE=DATE:20261224"
		return
	}
	if n := len(read.Appointments); n > 0 {
		first := read.Appointments[0]
		d := c.diags.Warnf(diag.NoHoliday, name.Span(), "%s:%d: an event with a clock time is no "+
			"holiday: %q", name.Value(), first.Line, first.Name)
		d.Help = fmt.Sprintf("the file has %d of these; take them out, or give those that are "+
			"holidays whole days", n)
	}
	c.takeDays(x, read)
}

// takeDays makes the days of a file the holidays of a calendar.
func (c *checker) takeDays(x *calendar, read *ical.Calendar) {
	names := map[period.Date]string{}
	var dates []period.Date
	for _, d := range read.Days {
		dates = append(dates, d.Date)
		names[d.Date] = strings.TrimPrefix(names[d.Date]+", "+d.Name, ", ")
	}
	x.Holidays, x.Last = period.DaySetOf(dates), read.Until
	if c.plan.HolidayNames == nil {
		c.plan.HolidayNames = map[string]map[period.Date]string{}
	}
	c.plan.HolidayNames[x.Name] = names
}

// maxCalendar is the size of the largest calendar that is read, in bytes.
const maxCalendar = 4 << 20

// readCalendar reads a file of holidays. A relative path leads from the directory of the
// schedule.
func (c *checker) readCalendar(name string) (string, error) {
	switch {
	case name == "":
		return "", errors.New("its path is empty")
	case c.options.Dir == "":
		return "", errors.New("there is no directory to look for it in")
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.options.Dir, path)
	}
	info, err := os.Stat(path)
	var reason *os.PathError
	switch {
	case errors.As(err, &reason):
		return "", fmt.Errorf("%s: %w", name, reason.Err)
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is not a regular file", name)
	case info.Size() > maxCalendar:
		return "", fmt.Errorf("%s is larger than %d MB", name, maxCalendar>>20)
	}
	text, err := os.ReadFile(path)
	return string(text), err
}

// businessDay lowers `business day of C` and `holiday of C`.
func (c *checker) businessDay(n *grammar.BusinessDay) rocket.Condition {
	x := c.calendar(n.Calendar, n)
	switch {
	case x == nil || x.broken:
		return unknown{}
	case n.Holiday:
		return stdconds.TimeOf{Period: period.Holiday{Of: x.Calendar}}
	}
	return stdconds.TimeOf{Period: period.BusinessDay{Of: x.Calendar}}
}

// calendar returns the calendar that a part of a condition goes by: the one that is named,
// or the only one. If there is none, that is reported, and the result is nil.
func (c *checker) calendar(name *grammar.Name, in grammar.Node) *calendar {
	if name == nil && len(c.calendars) == 1 {
		c.calendars[0].used = true
		return c.calendars[0]
	}
	if name != nil {
		if x := c.calendarNamed(name.Text); x != nil {
			x.used = true
			return x
		}
	}
	if c.options.Broken && (name == nil || c.mayBeDeclared(name.Text)) {
		return nil
	}
	var names []string
	for _, x := range c.calendars {
		names = append(names, x.Name)
	}
	switch {
	case name != nil:
		d := c.diags.Errorf(diag.UnknownCalendar, name.Span(), "calendar %q is not declared",
			name.Text)
		d.Help = `a calendar is declared: calendar ` + name.Text + ` { holidays "` + name.Text +
			`.ics" }`
		if best := c.nearest(name.Text, names); best != "" {
			d.Help = ""
			suggest(d, best)
		}
	case len(names) == 0:
		d := c.diags.Errorf(diag.UnknownCalendar, in.Span(), "no calendar is declared")
		d.Help = `a calendar is declared: calendar fi { holidays "fi.ics" }`
	default:
		d := c.diags.Errorf(diag.UnknownCalendar, in.Span(), "of which calendar? There are %s",
			strings.Join(names, ", "))
		d.Help = "it is written: business day of " + names[0]
	}
	return nil
}

// calendarsOf returns the calendars that a point may name: that of a business day that is
// written, any for a text in quotes or of a parameter. It returns false if there is no such
// calendar, or something is wrong with it, which is reported.
func (c *checker) calendarsOf(p *grammar.Point) (list []*period.Calendar, ok bool) {
	if p.Business {
		x := c.calendar(p.Calendar, p)
		if x == nil || x.broken {
			return nil, false
		}
		return []*period.Calendar{x.Calendar}, true
	}
	if p.Quoted == nil && p.Param == nil || !strings.Contains(p.Value(), "business") {
		return nil, true
	}
	return c.anyCalendar(), true
}

// anyCalendar returns all calendars. Any of them may be the one that is used.
func (c *checker) anyCalendar() (list []*period.Calendar) {
	for _, x := range c.calendars {
		x.used = true
		list = append(list, x.Calendar)
	}
	return list
}
