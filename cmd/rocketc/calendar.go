package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc/ical"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
)

// calendarCommand shows the days of a calendar.
type calendarCommand struct {
	tagsFlag `embed:""`

	JSON  bool     `name:"json" help:"Writes the days as JSON, an object a line."`
	Name  string   `arg:"" help:"The calendar."`
	Year  int      `arg:"" help:"The year."`
	Paths []string `arg:"" name:"path" default:"." help:"A directory, or files."`
}

// Help returns what `rocketc help calendar` adds.
func (*calendarCommand) Help() string {
	return `Shows the holidays of a year, the days that are worked all the same, and how many
business days each month has.`
}

// Run prints the days.
func (c *calendarCommand) Run(inv *invocation) error {
	p, err := inv.planOf(c.Paths, c.tagsFlag)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(p.Schedule.Calendars,
		func(x *period.Calendar) bool { return x.Name == c.Name })
	if i < 0 {
		return usagef("the schedule has no calendar %q%s", c.Name, calendarNames(p))
	}
	if c.Year < ical.First || c.Year > ical.Last {
		return usagef("a calendar has the days of %d to %d, and none of %d",
			ical.First, ical.Last, c.Year)
	}
	year := calendarYear(p, p.Schedule.Calendars[i], c.Year)
	if c.JSON {
		return writeLines(inv.stdout, year)
	}
	return showYear(inv.stdout, p.Schedule.Calendars[i], c.Year, year)
}

// calendarNames says which calendars there are.
func calendarNames(p *plan.Plan) string {
	var names []string
	for _, c := range p.Schedule.Calendars {
		names = append(names, c.Name)
	}
	if len(names) == 0 {
		return ": it declares none"
	}
	return ", but " + strings.Join(names, ", ")
}

// A calendarDay is a day of a calendar, as JSON has it.
type calendarDay struct {
	Date     string `json:"date"`
	Weekday  string `json:"weekday"`
	Business bool   `json:"business"`
	Holiday  bool   `json:"holiday"`
	Name     string `json:"name,omitempty"`
	worked   bool   // although it is of the weekend or a holiday
	month    time.Month
}

// calendarYear returns the days of a year.
func calendarYear(p *plan.Plan, c *period.Calendar, year int) (days []calendarDay) {
	plain := *c
	plain.Open = ""
	for t := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); t.Year() == year; t = t.AddDate(0, 0, 1) {
		d := period.Date{Year: year, Month: t.Month(), Day: t.Day()}
		days = append(days, calendarDay{
			Date: d.String(), Weekday: t.Format("Mon"), Business: c.IsBusiness(d),
			Holiday: c.IsHoliday(d), Name: p.HolidayNames[c.Name][d],
			worked: c.IsBusiness(d) && !plain.IsBusiness(d), month: t.Month(),
		})
	}
	return days
}

// showYear shows the holidays of a year, and counts its business days.
func showYear(w io.Writer, c *period.Calendar, year int, days []calendarDay) error {
	var b strings.Builder
	var counts [13]int
	for _, d := range days {
		if d.Business {
			counts[d.month]++
			counts[0]++
		}
		switch {
		case d.worked:
			fmt.Fprintf(&b, "%s %s  worked  %s\n", d.Date, d.Weekday, d.Name)
		case d.Holiday:
			fmt.Fprintf(&b, "%s %s  holiday  %s\n", d.Date, d.Weekday, d.Name)
		}
	}
	fmt.Fprintf(&b, "business days: %d\n", counts[0])
	for month := time.January; month <= time.December; month++ {
		fmt.Fprintf(&b, "  %s %2d\n", month.String()[:3], counts[month])
	}
	if c.Last > 0 && year > c.Last {
		fmt.Fprintf(&b, "the calendar ends with %d\n", c.Last)
	}
	var text strings.Builder
	for line := range strings.Lines(b.String()) {
		text.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}
