// Command rocketc measures how rocketc computes the instants of cron expressions. All else is
// measured of compiled schedules.
package main

import (
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
	"github.com/rocketc/rocketc/period"
)

func main() { subject.Main(nil, next) }

func next(expression string, zone *time.Location) (func(time.Time) time.Time, error) {
	parsed, err := period.ParseCron(expression)
	if err != nil {
		return nil, err
	}
	var instants period.Period = parsed
	return func(after time.Time) time.Time {
		window, _ := instants.Next(after.In(zone))
		if !window.Start.After(after) {
			window, _ = instants.Next(window.End)
		}
		return window.Start
	}, nil
}
