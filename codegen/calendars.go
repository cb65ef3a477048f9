package codegen

import (
	"reflect"

	"github.com/rocketc/rocketc/period"
)

// declareCalendars names the variables of the calendars.
func (g *generator) declareCalendars() {
	for _, c := range g.plan.Schedule.Calendars {
		g.calendars[c] = g.ids.take(g.name("calendar", c.Name))
	}
}

// calendarVariables writes the variables of the calendars. Conditions point to them.
func (g *generator) calendarVariables() error {
	for _, c := range g.plan.Schedule.Calendars {
		value, err := g.printer.spread(reflect.ValueOf(*c))
		if err != nil {
			return within("calendar "+c.Name, err)
		}
		name := g.calendars[c]
		g.variable(name, name+" is the calendar "+c.Name+".", value)
	}
	return nil
}

// calendar refers to the variable of a calendar.
func (g *generator) calendar(c *period.Calendar) literal { return op("&" + g.calendars[c]) }
