// Package reports turns prices into reports.
package reports

import (
	"fmt"

	"example.com/desk/prices"
)

// Build prints the report of the prices that are in.
func Build() error {
	all, err := prices.Latest()
	if err != nil {
		return err
	}
	last := all[len(all)-1]
	fmt.Printf("report: %d prices, %s at %d.%02d\n", len(all), last.Symbol, last.Cents/100, last.Cents%100)
	return nil
}
