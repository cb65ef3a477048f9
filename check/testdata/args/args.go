// Package args has functions with parameters of every kind.
package args

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Types made of others.
type (
	Region string
	Limit  int8
	Level  uint16
	Ratio  float32
	Flag   bool
	Wait   time.Duration
	Tags   []string
	Prices []Price
)

// A Price is a struct.
type Price struct {
	Symbol string
	At     time.Time
}

// A Tree is made of itself.
type Tree struct {
	Nodes []*Tree
	Names map[Limit]string
}

// Types that a value of does not come through JSON.
type (
	Shut   struct{ open chan int }
	Deep   struct{ Config struct{ Hooks []func() } }
	Table  map[Price]string
	Spread struct{ Price }
	Keyed  struct {
		Hidden chan int `json:"-"`
		Client http.Client
	}
)

type secret struct{}

// One parameter each.
func Text(region Region) error                  { return nil }
func Plain(name string) error                   { return nil }
func Small(n int8) error                        { return nil }
func Sized(n Level) error                       { return nil }
func Rated(r Ratio, z complex64) error          { return nil }
func Flagged(on Flag) error                     { return nil }
func Timed(d time.Duration, at time.Time) error { return nil }
func Waits(w Wait) error                        { return nil }
func Listed(tags Tags) error                    { return nil }
func Arrayed(pair [2]int) error                 { return nil }
func Mapped(m map[Region]int) error             { return nil }
func Pointed(p *string) error                   { return nil }
func Built(p Price) error                       { return nil }
func Any(v any) error                           { return nil }
func Errs(err error) error                      { return err }
func Prints(s interface{ String() string })     {}
func Quotes(prices []Price) error               { return nil }
func Named(prices Prices) error                 { return nil }
func Many(first string, rest ...int) error      { return nil }
func Nested(lists ...[]int) error               { return nil }
func Secret(s secret) error                     { return nil }
func Blank(_ string, n int) error               { return nil }

// Parts of the program.
func Parts(ctx context.Context, s *rocket.Session, t *rocket.Task, l *slog.Logger, c rocket.Config, n int) {
}

// Return values.
func Nothing() error              { return nil }
func MakePrices() []Price         { return nil }
func MakeRegion() (Region, error) { return "", nil }
func MakeInt() int                { return 0 }
func MakeSecret() secret          { return secret{} }
func MakeTags() []string          { return nil }
func MakeTree() (Tree, error)     { return Tree{}, nil }
func MakeShut() *Shut             { return nil }
func MakeDeep() Deep              { return Deep{} }
func MakeTable() Table            { return nil }
func MakeSpread() []Spread        { return nil }
func MakeKeyed() Keyed            { return Keyed{} }
func MakeAny() any                { return nil }
func MakeComplex() complex128     { return 0 }
func MakeMap() map[time.Time]int  { return nil }
func Takes(s []Price) []Price     { return s }

func Double(n int8) int8                           { return 2 * n }
func Loop(round int8, n int8) int8                 { return round + n }
func WithContext(ctx context.Context, a int8) int8 { return a }
func WithTask(t *rocket.Task, a int8) Region       { return Region(t.Name()) }

// Conditions.
func Holds() bool                                  { return true }
func HoldsFor(region Region, n int) (bool, error)  { return false, errors.New("no") }
func HoldsWith(*rocket.Session, *rocket.Task) bool { return true }
func HoldsAny(regions ...string) bool              { return len(regions) > 0 }
func NoBool() string                               { return "" }
func Void()                                        {}

// Hooks.
func Hook(context.Context, rocket.HookEvent) error { return nil }
func HookEvent(rocket.HookEvent)                   {}
func HookArg(n int)                                {}
func HookInt() int                                 { return 0 }

// NameRun names runs.
func NameRun(t *rocket.Task) string { return t.Name() }

// Misnamed does not.
func Misnamed(t *rocket.Task) int { return 0 }
