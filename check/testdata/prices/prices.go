// Package prices has a Go function of every kind that a schedule can name.
package prices

import (
	"context"
	"errors"
	"log/slog"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A Client is a type.
type Client struct{}

// Fetch is a method.
func (Client) Fetch() {}

// Latest is a variable.
var Latest = func() {}

// ErrNone is an error.
var ErrNone = errors.New("no prices")

// Most is a constant.
const Most = 3

// Fetch takes nothing but what is filled in.
func Fetch(context.Context) error { return nil }

// Report returns a value and an error.
func Report(ctx context.Context, s *rocket.Session, t *rocket.Task, l *slog.Logger) ([]Client, error) {
	return nil, nil
}

// Count returns a value.
func Count(_ ...int) int { return Most }

// Plain returns nothing.
func Plain() { fetchAll() }

// Pair returns two values.
func Pair() (int, string) { return 0, "" }

// Steer takes the session.
func Steer(*rocket.Session) {}

// First is generic.
func First[T any](list []T) (first T) { return first }

// In takes a string and a Client.
func In(region string, c *Client) {}

func fetchAll() {}

// Open answers a question.
func Open(context.Context) (bool, error) { return true, nil }

// Closed answers one without doubt.
func Closed() bool { return false }

// A Region is a type made of a string.
type Region string

// A Feed does not survive JSON.
type Feed struct {
	Name string
	Done chan struct{} `json:"done"`
}

// A hidden type is one that only this package can name.
type hidden struct{}

// Enter takes a Region.
func Enter(region Region) (Region, error) { return region, nil }

// Stream returns a Feed.
func Stream() Feed { return Feed{} }

// Ready is a condition.
func Ready() (bool, error) { return true, nil }
