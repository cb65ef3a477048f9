package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rocketc/rocketc/elsewhere"
)

// localZone returns the name of the system's time zone; UTC where it has none. It reads TZ as
// programs do: a zone, or a file of one; anything else is UTC.
func localZone() string {
	name, set := os.LookupEnv("TZ")
	name = strings.TrimPrefix(name, ":")
	switch {
	case !set:
		name = zoneOfFile("/etc/localtime")
	case filepath.IsAbs(name):
		name = zoneOfFile(name)
	}
	if _, err := time.LoadLocation(name); err != nil || name == "" {
		return "UTC"
	}
	return name
}

// zoneOfFile returns the time zone that a file of the system's zones has; "" for another file.
func zoneOfFile(path string) string {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		target = path // the zones that programs carry have it, perhaps
	}
	_, name, _ := strings.Cut(filepath.ToSlash(target), "zoneinfo/")
	return name
}

// loadZone returns the time zone that --tz names.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, usageError{meant("--tz: unknown time zone "+name, elsewhere.Zone(name))}
	}
	return zone, nil
}
