package elsewhere

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"
)

func TestZone(t *testing.T) {
	for name, want := range map[string]string{
		"Europe/Berln": "Europe/Berlin", "europe/berlin": "Europe/Berlin",
		"Amerca/New_York": "America/New_York", "America/New York": "America/New_York",
		"Berlin": "Europe/Berlin", "new york": "America/New_York", "Helsinky": "Europe/Helsinki",
		"utc": "UTC", "Europe/Kiyv": "Europe/Kyiv", "Asia/Katmandoo": "Asia/Katmandu",
		"America/Buenos_Aires_": "America/Buenos_Aires", "Nowhere": "", "Mars/Olympus": "",
		"": "", "/": "", "Europe/": "", "GMT+2": "", "UTC+2": "", "Local": "", "xyz": "",
	} {
		if got := Zone(name); got != want {
			t.Errorf("Zone(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestZonesLoad holds that each name of the list is a time zone.
func TestZonesLoad(t *testing.T) {
	names := strings.Fields(zones)
	if len(names) < 500 {
		t.Errorf("%d time zones", len(names))
	}
	for _, name := range names {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}
