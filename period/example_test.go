package period_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/rocketc/rocketc/period"
)

func Example() {
	ten, err := period.Day.Point("10:00")
	if err != nil {
		panic(err)
	}
	noon, err := period.Day.Point("12 pm")
	if err != nil {
		panic(err)
	}
	morning := period.All{period.Day.Between(ten, noon), period.OfWeek{To: 5 * 24 * time.Hour}}
	fmt.Println(morning)

	saturday := time.Date(2026, 3, 7, 11, 0, 0, 0, time.UTC)
	w, _ := morning.Next(saturday)
	fmt.Println(w.Start.Format(time.DateTime), w.End.Format(time.DateTime))
	// Output:
	// time of day between 10:00 and 12:00 & time of week between Mon and Fri
	// 2026-03-09 10:00:00 2026-03-09 12:00:00
}

func ExampleUnit_Point() {
	_, err := period.Week.Point("Tues 10:00")
	var v *period.ValueError
	if errors.As(err, &v) {
		fmt.Println(v.Start, v.End, v)
	}
	// Output: 0 4 "Tues" is not a weekday (did you mean Tue?)
}

func ExampleParseCron() {
	c, err := period.ParseCron("0 0 L Feb *")
	if err != nil {
		panic(err)
	}
	w, _ := c.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	fmt.Println(w.Start.Format(time.DateOnly))
	// Output: 2024-02-29
}

func ExampleNever() {
	c, err := period.ParseCron("0 9 * * Mon")
	if err != nil {
		panic(err)
	}
	tuesday, err := period.Week.Point("Tue")
	if err != nil {
		panic(err)
	}
	fmt.Println(period.Never(period.All{c, period.Week.At(tuesday)}))
	// Output: true
}

func ExampleParseDuration() {
	d, err := period.ParseDuration("1 day, 12 hours, 30 min")
	fmt.Println(d, err)
	fmt.Println(period.FormatDuration(d))
	// Output:
	// 36h30m0s <nil>
	// 1 day 12 hours 30 minutes
}
