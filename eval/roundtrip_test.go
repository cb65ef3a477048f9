package eval_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rocketc/rocketc/eval"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/sensor/direct"
	"github.com/rocketc/rocketc/stdconds"
)

// calendars are those that conditions may name.
var calendars = []*period.Calendar{
	{Name: "fi", Weekend: []time.Weekday{time.Sunday}, Holidays: "2026 12-24 12-25", Last: 2026},
	{Name: "us"},
}

// lower returns a condition in a schedule that declares any task and parameter.
func lower(text string) (rocket.Condition, error) {
	q := eval.Question{Cond: text, Calendars: calendars}
	trial, err := q.Prepare(direct.Calls)
	if err != nil {
		return nil, err
	}
	return trial.Cond, nil
}

// sameMeaning compares conditions by their fields. Functions are the same if they are
// written alike, values of parameters if they print alike; the zero MonthDay is the first
// of the month.
var sameMeaning = cmp.Options{
	cmp.Exporter(func(reflect.Type) bool { return true }),
	cmp.Comparer(func(a, b stdconds.Param) bool {
		return a.Name == b.Name && (a.Is == nil) == (b.Is == nil) &&
			fmt.Sprint(a.Is) == fmt.Sprint(b.Is)
	}),
	cmp.Comparer(func(a, b stdconds.Ask) bool { return a.Text == b.Text }),
	cmp.Comparer(func(a, b period.MonthDay) bool { return firstOfMonth(a) == firstOfMonth(b) }),
}

func firstOfMonth(d period.MonthDay) period.MonthDay {
	if d.Day == 0 && d.Nth == 0 {
		d.Day = 1
	}
	return d
}

// checkRoundTrip: what a condition is printed as means the same condition.
func checkRoundTrip(t *testing.T, text string) {
	t.Helper()
	cond, err := lower(text)
	if err != nil {
		return
	}
	printed := fmt.Sprint(cond)
	again, err := lower(printed)
	if err != nil {
		t.Fatalf("%q is printed as %q, which is no condition: %v", text, printed, err)
	}
	if d := cmp.Diff(cond, again, sameMeaning); d != "" {
		t.Errorf("%q is printed as %q, which is another condition: -first +second\n%s",
			text, printed, d)
	}
}

// vectorConds returns the conditions of a file of vectors.
func vectorConds(tb testing.TB, name string) (texts []string) {
	tb.Helper()
	lines, err := os.ReadFile("../testdata/vectors/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	for line := range bytes.Lines(lines) {
		var v struct{ Cond string }
		if err := json.Unmarshal(line, &v); err != nil {
			tb.Fatal(err)
		}
		texts = append(texts, v.Cond)
	}
	return texts
}

func TestRoundTrip(t *testing.T) {
	for _, text := range vectorConds(t, "conditions.jsonl") {
		checkRoundTrip(t, text)
	}
}

func FuzzRoundTrip(f *testing.F) {
	for _, text := range vectorConds(f, "grammar.jsonl") {
		f.Add(text)
	}
	for _, text := range []string{
		"task 'a b' has failed & after any 'any', tasks, x.y crashed",
		"param 'a b' is 3 minutes | param x is 1.50", "param x is true | param y is [1, 'a']",
		"retry 1 every 1.5 h backoff 1000000", "running for between 1 ms and 9 weeks",
		"file_exists('a b') | port_open(\"db:5432\")", "every 1 h based on run", "crontime @daily",
		"monthly on 31st | yearly on Feb 29th 12:00:00.5", "time of week between Fri and Mon 10:00",
		"time of year between Feb 10th and Jan", "time of minute before 0.000001", "daily at 12 am",
		"time of month between 2nd Tue and last day 12:00",
		"has failed this hour before 1 quarter != 0",
		"task a has failed in past 1.5 w == 0 times",
		"cron(minute: '5-55/10', day_of_week: 'Mon-Fri')",
		"param x is -1.5 | param x is -0.0000001", "env 'a\\n\\xff'", "scheduler has 3 cycles",
		"last failed | task 'a b' last inacted", "\"daily & 'hourly'\" | ~`retry`",
		"daily at 06:30, 19:00 | time of day at 06:30, noon | daily at '11:10'",
		"weekly on Mon, Wed at 9, 17:00 | time of month on 1st, last Fri before midnight",
		"daily on weekdays & time of day on weekends after 7 | has failed this year on Feb, Mar",
		"every hour | every 2 weeks from '2026-01-06T10:00' | every months from '2026-01-31'",
		"once at '2026-12-24 18:00' | time after '2026-01-01 noon' | time before '2026-01-01'",
		"time between '2026-01-01' and '2026-06-30T24:00' & ~time before '2026-02-02'",
		"cron('*/20 * * * *') | cron 0 0 8 * * THUL | crontime 0 8 l * fridayL,mon#1",
		"business day of fi & ~holiday of us | monthly on last business day of fi at 09:00",
		"weekly on Mon or next business day of fi, Fri or previous business day of us",
		"time of year on Feb 29th or next business day of fi before noon & daily",
		"time of month on 3rd business day of fi between 22:00 and 06:00",
		"has failed this month on last business day of fi & time of week on 1st business day of us",
		"~~(retry & (daily | ~(hourly & weekly)))", "after 'x.y' | after größe, 'für.x'",
	} {
		f.Add(text)
	}
	f.Fuzz(checkRoundTrip)
}
