package main

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"math"
	"slices"
	"time"
)

// errUnknown is the error of a currency that the bank does not know.
var errUnknown = errors.New("the bank does not know the currency")

// euros is what a unit of each currency costs in euros.
var euros = map[Currency]float64{"EUR": 1, "GBP": 1.15, "SEK": 0.09, "USD": 0.86}

// askBank returns what a unit of each currency costs in euros now. A real service asks a bank,
// and heeds ctx; this one makes the rates up.
var askBank = func(ctx context.Context) (map[Currency]float64, error) {
	now := maps.Clone(euros)
	now["USD"] *= 1 + 0.02*math.Sin(float64(time.Now().Unix())/600)
	return now, ctx.Err()
}

// fetch fetches the rates of a base, and puts them into the book.
func fetch(ctx context.Context, book *Book, base Currency) (Rates, error) {
	now, err := askBank(ctx)
	if err != nil {
		return Rates{}, err
	}
	unit, known := now[base]
	if !known {
		return Rates{}, errUnknown
	}
	rates := Rates{Base: base, At: time.Now().UTC(), Cost: map[Currency]float64{}}
	for currency, euros := range now {
		rates.Cost[currency] = unit / euros
	}
	book.Put(rates)
	return rates, nil
}

// moved returns, and logs, the currencies whose rates are not what they were before.
func moved(book *Book, now Rates, percent float64, logger *slog.Logger) (names []Currency) {
	_, before, _ := book.Latest(now.Base)
	for currency, cost := range now.Cost {
		old, known := before.Cost[currency]
		if known && math.Abs(cost-old) > old*percent/100 {
			names = append(names, currency)
		}
	}
	slices.Sort(names)
	if len(names) > 0 {
		logger.Warn("rates have moved", "currencies", names)
	}
	return names
}

// tidy forgets the rates that are older than keep, and returns of how many currencies.
func tidy(book *Book, keep time.Duration) int { return book.Drop(time.Now().Add(-keep)) }

// save keeps the rates for the next start.
func save(book *Book) error { return book.Save(saved) }
