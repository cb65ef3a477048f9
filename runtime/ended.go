package rocket

import "log/slog"

// reportEnded logs the calendars of business days that have ended, once each day: from then
// on nobody knows their holidays.
func (l *loop) reportEnded() {
	if len(l.s.schedule.Calendars) == 0 {
		return
	}
	today := l.now.Year()*1000 + l.now.YearDay()
	if l.reported == today {
		return
	}
	l.reported = today
	for _, c := range l.s.schedule.Calendars {
		if c.Last > 0 && l.now.Year() > c.Last {
			l.log(slog.LevelWarn, "a calendar has ended: its holidays are not known",
				"calendar", c.Name, "last_year", c.Last)
		}
	}
}
