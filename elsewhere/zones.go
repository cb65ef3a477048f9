package elsewhere

import (
	_ "embed" // the names of time zones
	"strings"

	"github.com/rocketc/rocketc/spelling"
)

// zones has the names of time zones, a line each, names of former days after those of today.
// Names that differ by a sign or a digit, such as Etc/GMT-2, are left out: they would be
// guesses.
//
//go:embed zones.txt
var zones string

// Zone returns the time zone that a wrong name was most likely meant to be, or "" if none is
// near. A city is enough: "Berlin" and "new york" are Europe/Berlin and America/New_York.
func Zone(name string) string {
	name = strings.ReplaceAll(strings.TrimSpace(name), " ", "_")
	known := strings.Fields(zones)
	var cities []string
	for _, zone := range known {
		city := zone[strings.LastIndexByte(zone, '/')+1:]
		if strings.EqualFold(city, name) || strings.EqualFold(zone, name) {
			return zone
		}
		if city != zone {
			cities = append(cities, city)
		}
	}
	if near := spelling.Nearest(name, known); near != "" || strings.Contains(name, "/") {
		return near
	}
	if city := spelling.Nearest(name, cities); city != "" {
		return Zone(city)
	}
	return ""
}
