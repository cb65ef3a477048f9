package main

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// localZone returns the name of the system's time zone; UTC where it has none.
func localZone() string {
	if name, ok := os.LookupEnv("TZ"); ok && name != "" {
		return strings.TrimPrefix(name, ":")
	}
	if target, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		if _, name, found := strings.Cut(target, "zoneinfo/"); found {
			if _, err := time.LoadLocation(name); err == nil {
				return name
			}
		}
	}
	return "UTC"
}
