// Package reports turns prices into reports.
package reports

import (
	"context"
	"errors"
	"fmt"

	"example.com/desk/prices"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Build prints the report of some prices and returns its text.
func Build(all []prices.Price, title string) (string, error) {
	if len(all) == 0 {
		return "", errors.New("no prices")
	}
	last := all[len(all)-1]
	text := fmt.Sprintf("%s: %d prices, %s at %d.%02d", title, len(all), last.Symbol,
		last.Cents/100, last.Cents%100)
	fmt.Println(text)
	return text, nil
}

// Note is a hook: it prints which tasks fail.
func Note(_ context.Context, e rocket.HookEvent) error {
	if e.After && e.Err != nil {
		fmt.Printf("%s failed: %v\n", e.Run.Task(), e.Err)
	}
	return nil
}
