package system

import (
	"math"
	"path/filepath"
	"testing"
)

func TestParseSpace(t *testing.T) {
	for _, test := range []struct {
		text string
		want Space
	}{
		{"10 GB", Space{Bytes: 10_000_000_000}},
		{"10GiB", Space{Bytes: 10 << 30}},
		{" 1.5 kib ", Space{Bytes: 1536}},
		{"0.1B", Space{Bytes: 1}},
		{"0 B", Space{}},
		{"7 tb", Space{Bytes: 7e12}},
		{"5%", Space{Percent: 5}},
		{"12.5 %", Space{Percent: 12.5}},
		{"100%", Space{Percent: 100}},
	} {
		if got, err := ParseSpace(test.text); got != test.want || err != nil {
			t.Errorf("ParseSpace(%q) = %+v, %v, want %+v", test.text, got, err, test.want)
		}
	}
	for _, text := range []string{"", "10", "GB", "-1 GB", "1e3 GB", "1,5 GB", "1.2.3 GB", ". GB",
		"10 XB", "10 GB free", "101%", "%", "99999999 TB", "NaN GB", "Inf%"} {
		if got, err := ParseSpace(text); err == nil {
			t.Errorf("ParseSpace(%q) = %+v, want an error", text, got)
		}
	}
}

func FuzzParseSpace(f *testing.F) {
	for _, seed := range []string{"10 GB", "1.5kib", "5%", "0 B", "1.", ".5%",
		"9223372036854775807 B"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSpace(text)
		switch {
		case err != nil && s != Space{}:
			t.Errorf("%q: %+v beside the error %v", text, s, err)
		case s.Percent < 0 || s.Percent > 100 || s.Bytes > math.MaxInt64:
			t.Errorf("%q: %+v", text, s)
		}
	})
}

func TestMet(t *testing.T) {
	for _, test := range []struct {
		least       string
		free, total uint64
		want        bool
	}{
		{"1 KB", 1000, 1 << 40, true},
		{"1 KB", 999, 1 << 40, false},
		{"5%", 50, 1000, true},
		{"5%", 49, 1000, false},
		{"0%", 0, 0, true},
		{"0 B", 0, 1000, true},
	} {
		s, err := ParseSpace(test.least)
		if got := s.met(test.free, test.total); got != test.want || err != nil {
			t.Errorf("%s with %d of %d: %v, %v", test.least, test.free, test.total, got, err)
		}
	}
}

func TestDiskFree(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := space(dir); err != nil {
		t.Skip(err)
	}
	for least, want := range map[string]bool{"0 B": true, "0%": true, "8000000 TB": false} {
		if got, err := DiskFree(dir, least); got != want || err != nil {
			t.Errorf("DiskFree(%q, %q) = %v, %v, want %v", dir, least, got, err, want)
		}
	}
	free, total, err := space(dir)
	if err != nil || free > total || total == 0 {
		t.Errorf("%d of %d bytes are free, %v", free, total, err)
	}
}

func TestDiskFreeError(t *testing.T) {
	for _, test := range [][2]string{{t.TempDir(), "much"}, {"", "1 B"},
		{filepath.Join(t.TempDir(), "none"), "1 B"}} {
		if got, err := DiskFree(test[0], test[1]); got || err == nil {
			t.Errorf("DiskFree(%q, %q) = %v, %v, want an error", test[0], test[1], got, err)
		}
	}
}

func TestLoadBelow(t *testing.T) {
	if _, err := load(); err != nil {
		t.Skip(err)
	}
	for limit, want := range map[float64]bool{1e9: true, 0: false, -1: false} {
		if got, err := LoadBelow(limit); got != want || err != nil {
			t.Errorf("LoadBelow(%v) = %v, %v, want %v", limit, got, err, want)
		}
	}
}
