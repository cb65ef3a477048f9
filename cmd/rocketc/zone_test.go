package main

import "testing"

// TestLocalZone holds that the zone of the system is the one that programs go by.
func TestLocalZone(t *testing.T) {
	for tz, want := range map[string]string{
		"Europe/Berlin": "Europe/Berlin", ":Europe/Berlin": "Europe/Berlin",
		"/usr/share/zoneinfo/Europe/Berlin": "Europe/Berlin",
		"Nowhere":                           "UTC", "": "UTC", ":": "UTC", "CET-1CEST": "UTC",
		"/etc/passwd": "UTC", "/nowhere/zoneinfo/Nowhere": "UTC",
	} {
		t.Setenv("TZ", tz)
		if got := localZone(); got != want {
			t.Errorf("TZ=%s: localZone() = %s, want %s", tz, got, want)
		}
	}
	t.Setenv("TZ", ":/etc/localtime")
	if _, err := loadZone(localZone()); err != nil {
		t.Error(err)
	}
}
