package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
)

// TestCalendarEnds: a calendar ends with the latest year of its days, in whatever order they
// stand; a warning says so in the years behind it, and not in that year itself.
func TestCalendarEnds(t *testing.T) {
	for _, test := range []struct {
		days, today, want string
	}{
		{`"2026-12-24"`, "2026-01-01", ""},
		{`"2026-12-24"`, "2026-12-31", ""},
		{`"2026-12-24"`, "2027-01-01", "ends with 2026: no holidays of 2027 are known"},
		{`"2026-12-24", "2025-12-24"`, "2026-12-31", ""},
		{`"2026-12-24", "2025-12-24"`, "2028-01-01", "ends with 2026: no holidays of 2028"},
		{`"2025-12-24", "2026-12-24"`, "2026-12-31", ""},
	} {
		today, err := time.Parse(time.DateOnly, test.today)
		if err != nil {
			t.Fatal(err)
		}
		_, list := parse("a.rkt", []byte("config { log memory }\ncalendar c { holidays ["+
			test.days+"] }\ntask a when daily & business day { command \"ls\" }\n"),
			check.Options{Today: today})
		if test.want == "" && len(list) > 0 || test.want != "" && (len(list) != 1 ||
			list[0].Code != diag.CalendarEnds || !strings.Contains(list[0].Msg, test.want)) {
			t.Errorf("%s on %s: got %v, want %q", test.days, test.today, list, test.want)
		}
	}
}

// TestYearsOfCalendar: the days of a calendar are of the years 2000 to 2099.
func TestYearsOfCalendar(t *testing.T) {
	for day, want := range map[string]bool{"1999-12-31": true, "2000-01-01": false,
		"2099-12-31": false, "2100-01-01": true} {
		for _, key := range []string{"holidays", "also_open"} {
			_, list := parse("a.rkt", []byte("calendar c { "+key+" [\""+day+"\"] }\n"),
				check.Options{Today: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
			found := strings.Contains(fmt.Sprint(list), "days of the years 2000 to 2099")
			if found != want {
				t.Errorf("%s %s: got %v", key, day, list)
			}
		}
	}
}

// TestLargeCalendar: a file of up to 4 MB is read as a calendar, a larger one is not read.
func TestLargeCalendar(t *testing.T) {
	for size, want := range map[int64]bool{4 << 20: false, 4<<20 + 1: true} {
		dir := t.TempDir()
		file := filepath.Join(dir, "fi.ics")
		if err := os.WriteFile(file, []byte("BEGIN:VCARD\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(file, size); err != nil {
			t.Fatal(err)
		}
		_, list := parse("a.rkt", []byte("calendar fi { holidays \"fi.ics\" }\n"),
			check.Options{Dir: dir})
		tooLarge := strings.Contains(fmt.Sprint(list), "fi.ics is larger than 4 MB")
		if !list.HasErrors() || tooLarge != want {
			t.Errorf("%d bytes: got %.300v", size, list)
		}
	}
}
