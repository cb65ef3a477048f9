//go:build !linux

package system

import (
	"errors"
	"runtime"
)

func load() (float64, error) {
	return 0, errors.New("it cannot be found out on " + runtime.GOOS)
}
