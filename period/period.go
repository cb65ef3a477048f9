// Package period holds sets of instants on the calendar: the time of day, week
// or month, cron expressions, and their intersections. The compiler checks
// schedules with it, and compiled schedules ask it when to run.
//
// # How it works
//
// A [Period] is a set of instants cut into windows, half-open spans of time. It
// answers two questions, [Period.Next] and [Period.Prev].
//
// Calendar kinds ([OfSecond] … [OfYear]) have one window in each unit of the
// calendar. Units shorter than a day are counted by the phase of the wall clock:
// the last window's start is as far back as the clock has run past it. Longer
// units are numbered (days since 1970, Mondays since 1970, months and years since
// year 0). A kind says at which wall-clock readings the window of unit n starts and
// ends; Next and Prev look at the windows of the units around the instant.
//
// Wall-clock readings become instants at the very end, by the spans of constant
// offset of the zone: see zone.go. The zone is that of the time asked about.
//
// [All] moves a cursor to the latest start among its operands until all of them
// hold it. [Cron] keeps a bit set per field and looks for the next bit. [Never]
// decides emptiness exactly, level by level, from the day of the year down to the
// nanosecond: see sieve.go.
//
// docs/spec.md § Calendar and docs/spec.md § Cron describe the language.
package period

import "time"

// Window is the half-open span of time [Start, End).
type Window struct{ Start, End time.Time }

// A Period is a set of instants made of windows. It has no time zone of its own:
// wall-clock words are read in t.Location(). Periods are plain values, safe for
// concurrent use. Next and Prev do not allocate, unless the operands of an [All]
// hardly ever meet and the calendar has to be searched.
type Period interface {
	// Next returns the whole window that holds t, or else the first window that
	// starts after t. It returns false if no window ever does.
	Next(t time.Time) (Window, bool)
	// Prev returns the last whole window whose start is strictly before t. It
	// returns false if no window ever started before.
	Prev(t time.Time) (Window, bool)
	// String returns the period as it is written in the language, for example
	// "time of day between 10:00 and 12:00".
	String() string
}
