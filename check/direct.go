package check

import (
	"time"

	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds/calendar"
	"github.com/rocketc/rocketc/stdconds/files"
	"github.com/rocketc/rocketc/stdconds/network"
	"github.com/rocketc/rocketc/stdconds/system"
	"github.com/rocketc/rocketc/stdconds/web"
)

// direct has the sensors themselves: a schedule that calls no other Go needs no
// compiler to run, nor does a condition that is only tried. A holiday is one of
// the instant that is asked about, which need not be now.
var direct = map[string]plan.Direct{
	"calendar.Holiday": one("calendar", func(f plan.Filling, file string) (bool, error) { return calendar.On(file, f.Now) }),
	"calendar.On":      two("calendar", "at", func(_ plan.Filling, file string, at time.Time) (bool, error) { return calendar.On(file, at) }),
	"files.FileExists": one("path", func(_ plan.Filling, path string) (bool, error) { return files.FileExists(path) }),
	"files.FileChanged": two("path", "within", func(_ plan.Filling, path string, within time.Duration) (bool, error) {
		return files.FileChanged(path, within)
	}),
	"network.PortOpen": one("addr", func(f plan.Filling, addr string) (bool, error) { return network.PortOpen(f, addr) }),
	"system.DiskFree":  two("path", "least", func(_ plan.Filling, path, least string) (bool, error) { return system.DiskFree(path, least) }),
	"system.LoadBelow": one("limit", func(_ plan.Filling, limit float64) (bool, error) { return system.LoadBelow(limit) }),
	"web.HTTPOK":       one("address", func(f plan.Filling, address string) (bool, error) { return web.HTTPOK(f, address) }),
}

// directly returns the function itself where it is a sensor, else nil.
func (g *goCall) directly() plan.Direct {
	if g.pkg == nil || sensorPackage(g.pkg.Path) == nil {
		return nil
	}
	return direct[g.pkg.Name+"."+g.name]
}

// one calls a function with one argument, of that name.
func one[A any](name string, call func(plan.Filling, A) (bool, error)) plan.Direct {
	return func(f plan.Filling) (any, error) {
		a, err := directArg[A](f, name)
		if err != nil {
			return false, err
		}
		return call(f, a)
	}
}

// two calls a function with two arguments, of these names.
func two[A, B any](first, second string, call func(plan.Filling, A, B) (bool, error)) plan.Direct {
	return func(f plan.Filling) (any, error) {
		b, err := directArg[B](f, second)
		if err != nil {
			return false, err
		}
		return one(first, func(f plan.Filling, a A) (bool, error) { return call(f, a, b) })(f)
	}
}

// directArg returns an argument as the type of its parameter, as a compiled
// program converts it.
func directArg[T any](f plan.Filling, name string) (v T, err error) {
	raw, err := f.Arg(name)
	if err != nil {
		return v, err
	}
	if n, ok := raw.(plan.Number); ok {
		raw = string(n)
	}
	return rocket.Arg[T]{Name: name, From: rocket.Literal{Value: raw}}.Observed(new(rocket.Observation))
}
