package system

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// load returns the load average of the last minute.
func load() (float64, error) {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0, err
	}
	return firstAverage(string(text))
}

// firstAverage returns the first field of /proc/loadavg: "0.20 0.18 0.12 1/80 11206".
func firstAverage(text string) (float64, error) {
	first, _, _ := strings.Cut(text, " ")
	load, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return 0, fmt.Errorf("/proc/loadavg begins with %q", first)
	}
	return load, nil
}
