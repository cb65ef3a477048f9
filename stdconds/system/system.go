// Package system has sensors that look at the machine: the prelude's disk_free
// and load_below. (docs/spec.md § Sensors)
package system

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// DiskFree reports whether the file system that holds the path has at least that
// much space free for the user of the process: a size, such as "10 GB", or a share
// of the whole, such as "5%"; see [ParseSpace]. It is an error if there is nothing
// at the path. On systems other than Linux and macOS it is always an error.
func DiskFree(path, least string) (bool, error) {
	want, err := ParseSpace(least)
	if err != nil {
		return false, err
	}
	if path == "" {
		return false, fmt.Errorf("the path of the file system is empty")
	}
	free, total, err := space(path)
	if err != nil {
		return false, fmt.Errorf("free space at %s: %w", path, err)
	}
	return want.met(free, total), nil
}

// LoadBelow reports whether the load average of the last minute is less than limit.
// The load average is the mean number of processes that run or wait to run. On
// systems other than Linux it is always an error.
func LoadBelow(limit float64) (bool, error) {
	load, err := load()
	if err != nil {
		return false, fmt.Errorf("load average: %w", err)
	}
	return load < limit, nil
}

// A Space is an amount of space: a number of bytes, or a share.
type Space struct {
	// Bytes is the number of bytes; 0 if the space is a share.
	Bytes uint64
	// Percent is the share of the whole, 0 to 100; 0 if the space is a size.
	Percent float64
}

func (s Space) met(free, total uint64) bool {
	return free >= s.Bytes && float64(free) >= s.Percent/100*float64(total)
}

// unitSizes are the units of sizes in lower case: powers of ten and of two.
var unitSizes = map[string]float64{
	"b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
}

// ParseSpace reads an amount of space: a number, whole or not, and a unit: B,
// KB, MB, GB, TB (powers of 1000), KiB, MiB, GiB, TiB (powers of 1024) or %. The
// case of the unit does not matter, nor does white space around the number.
func ParseSpace(text string) (Space, error) {
	wrong := fmt.Errorf(
		"%q is not an amount of space: a number with B, KB, MB, GB, TB, KiB, MiB, GiB, TiB or %%",
		text)
	trimmed := strings.TrimSpace(text)
	digits := len(trimmed) - len(strings.TrimLeft(trimmed, "0123456789."))
	n, err := strconv.ParseFloat(trimmed[:digits], 64)
	if err != nil {
		return Space{}, wrong
	}
	unit := strings.ToLower(strings.TrimSpace(trimmed[digits:]))
	if unit == "%" {
		if n > 100 {
			return Space{}, fmt.Errorf("%q is more than the whole", text)
		}
		return Space{Percent: n}, nil
	}
	size, ok := unitSizes[unit]
	if !ok {
		return Space{}, wrong
	}
	if bytes := n * size; bytes < math.MaxInt64 {
		return Space{Bytes: uint64(math.Ceil(bytes))}, nil
	}
	return Space{}, fmt.Errorf("%q is more than can be counted", text)
}
