package period

import "fmt"

// CronSteps returns the steps of a correct cron expression that lead past their range, so
// that only its first value is left: `*/90` for the minute is minute 0. The ranges of bytes
// are those of the steps' items.
func CronSteps(expr string) (wrong []*ValueError) {
	toks := fields(expr)
	if len(toks) < 5 {
		return nil // @daily and the like
	}
	for i, tok := range toks {
		wrong = append(wrong, cronFields[i+len(cronFields)-len(toks)].steps(tok)...)
	}
	return wrong
}

// CronFieldSteps does so for one field by its name.
func CronFieldSteps(f CronField) []*ValueError {
	n, err := fieldIndex(f.Name)
	if err != nil || len(fields(f.Text)) != 1 {
		return nil
	}
	return cronFields[n].steps(fields(f.Text)[0])
}

// steps does so for one field.
func (f *cronField) steps(tok token) (wrong []*ValueError) {
	for _, item := range split(tok, ',') {
		parts := split(item, '/')
		if len(parts) != 2 {
			continue
		}
		step, ok := parts[1].number(9999)
		from, to, err := f.parseRange(parts[0], true)
		if !ok || err != nil || step <= to-from {
			continue
		}
		first := f.low + (from-f.low)%f.ring()
		e := item.errorf(fmt.Sprintf("the step %d is larger than the range %d to %d of the %s: "+
			"only %d is left", step, from, to, f.name, first), fmt.Sprintf("write %d", first))
		if unit := f.unit(); unit != "" {
			e.Hint += fmt.Sprintf(", or for an interval: every %d %s", step, unit)
		}
		wrong = append(wrong, e)
	}
	return wrong
}

// unit returns the unit of which an interval could be made that the steps of a field look
// like; "" if there is none.
func (f *cronField) unit() string {
	switch f {
	case &cronFields[fieldSecond]:
		return "seconds"
	case &cronFields[fieldMinute]:
		return "minutes"
	case &cronFields[fieldHour]:
		return "hours"
	case &cronFields[fieldDay], &cronFields[fieldWeekday]:
		return "days"
	}
	return ""
}

// EitherDay reports whether the expression has both dates and weekdays, and a day matches
// that is in one of them.
func (c Cron) EitherDay() bool {
	return c.hasDates() && c.hasWeekdays() && !c.AnyDay && !c.AnyWeekday
}

// LeapDay reports whether the expression matches on February 29th alone.
func (c Cron) LeapDay() bool {
	return c.Months == 1<<2 && c.Days == 1<<29 && c.LastDays|c.Nearest == 0 && !c.EitherDay()
}

func (c *Cron) hasDates() bool { return c.Days|c.LastDays|c.Nearest != 0 }

func (c *Cron) hasWeekdays() bool { return c.Weekdays|c.LastWeekdays != 0 || c.NthWeekdays != 0 }

// LeapDay reports whether a point of a year is February 29th.
func (p Point) LeapDay() bool { return p.from.date.Month == 2 && p.from.date.Day == 29 }
