// Package prices has a Go function of every kind that a schedule can name.
package prices

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/rocketc/rocketc/runtime"
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
func Report(ctx context.Context, s *runtime.Session, t *runtime.Task, l *slog.Logger) ([]Client, error) {
	return nil, nil
}

// Count returns a value.
func Count(_ ...int) int { return Most }

// Plain returns nothing.
func Plain() { fetchAll() }

// Pair returns two values.
func Pair() (int, string) { return 0, "" }

// Steer takes the session.
func Steer(*runtime.Session) {}

// First is generic.
func First[T any](list []T) (first T) { return first }

// In takes a string and a Client.
func In(region string, c *Client) {}

func fetchAll() {}

// Open answers a question.
func Open(context.Context) (bool, error) { return true, nil }

// Closed answers one without doubt.
func Closed() bool { return false }

// Place is a type of its own.
type Place string

// Order is a structure.
type Order struct {
	Symbol string `json:"symbol"`
	Count  uint8
	Tags   []string
	Done   chan struct{} `json:"-"`
}

// Job has a field that JSON does not keep.
type Job struct{ Inner struct{ Done chan struct{} } }

// Region takes a string.
func Region(name string) {}

// Args takes many things.
func Args(ctx context.Context, n int8, at Place, wait time.Duration, moment time.Time, ratio float64, ok bool, list []string, order Order, any any) {
}

// Build takes what Report returns.
func Build(clients []Client) error { return nil }

// Quote takes something else.
func Quote(quotes []Place) error { return nil }

// Channel returns what does not cross the border of a process.
func Channel() chan int { return nil }

// Run returns a structure that does not.
func Run() Job { return Job{} }

// Home returns a place.
func Home() Place { return "home" }

// Handles takes parts of the running program.
func Handles(s *runtime.Session, other *runtime.Task, c runtime.Config) {}

// Hidden takes a type that is not exported.
func Hidden(h hidden) {}

type hidden struct{}

// Holiday answers a question about a place.
func Holiday(at Place) (bool, error) { return at == "", nil }
