// Package reports turns prices into reports.
package reports

import (
	"errors"
	"fmt"

	"example.com/desk/prices"
)

// Build prints the report of some prices and returns its text.
func Build(all []prices.Price, title string) (string, error) {
	if len(all) == 0 {
		return "", errors.New("no prices")
	}
	last := all[len(all)-1]
	text := fmt.Sprintf("%s: %d prices, %s at %d.%02d", title, len(all), last.Symbol, last.Cents/100, last.Cents%100)
	fmt.Println(text)
	return text, nil
}
