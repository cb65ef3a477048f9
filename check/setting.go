package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
)

// distinct returns the first setting of each key. It reports the others.
func (c *checker) distinct(all []*grammar.Setting) (list []*grammar.Setting) {
	given := map[string]*grammar.Setting{}
	for _, s := range all {
		if s.Key.Text == "pool" { // several add up
			list = append(list, s)
			continue
		}
		if first, twice := given[s.Key.Text]; twice {
			d := c.diags.Errorf(diag.DoubledKey, s.Key.Span(), "%s is given twice", s.Key.Text)
			d.Related = []diag.Related{{Span: first.Key.Span(), Msg: "given here first"}}
			continue
		}
		given[s.Key.Text] = s
		list = append(list, s)
	}
	return list
}

// setting returns the first setting of that key, or nil.
func setting(list []*grammar.Setting, key string) *grammar.Setting {
	i := slices.IndexFunc(list, func(s *grammar.Setting) bool { return s.Key.Text == key })
	if i < 0 {
		return nil
	}
	return list[i]
}

// wrongValue reports a setting with a value that it cannot have.
func (c *checker) wrongValue(s *grammar.Setting, want string) *diag.Diagnostic {
	at := s.Key.Span()
	if s.Value != nil {
		at = s.Value.Span()
	}
	return c.diags.Errorf(diag.BadValue, at, "%s wants %s", s.Key.Text, want)
}

// text returns the text of a setting that is for the system. Any other value is reported,
// and yields "".
func (c *checker) text(s *grammar.Setting) string {
	t, ok := s.Value.(*grammar.Text)
	if !ok || t.Value() == "" {
		d := c.wrongValue(s, "a text between quotes")
		if name, ok := s.Value.(*grammar.Word); ok {
			d.Help = "for example " + s.Key.Text + " " + strconv.Quote(name.Text)
		}
		return ""
	}
	c.osText(t, insteadOfDir)
	return t.Value()
}

// flag returns the value of a setting that is true or false. Without a value it is true.
func (c *checker) flag(s *grammar.Setting) bool {
	switch v := s.Value.(type) {
	case nil:
		return true
	case *grammar.Bool:
		return v.Value
	}
	c.wrongValue(s, "true or false")
	return false
}

// wholeNumber returns the number of a setting. A number below the least is reported.
func (c *checker) wholeNumber(s *grammar.Setting, least int) int {
	n, ok := s.Value.(*grammar.Number)
	if !ok {
		c.wrongValue(s, "a whole number")
		return least
	}
	return c.atLeast(nil, n, least, s.Key.Text)
}

func (c *checker) priority(s *grammar.Setting) int {
	n, ok := s.Value.(*grammar.Number)
	if !ok {
		c.wrongValue(s, "a whole number")
		return 0
	}
	return c.integer(nil, n)
}

// multilaunch returns how many live runs there may be, -1 for any number.
func (c *checker) multilaunch(s *grammar.Setting) int {
	switch v := s.Value.(type) {
	case nil:
		return -1
	case *grammar.Number:
		return c.atLeast(nil, v, 1, "multilaunch")
	case *grammar.Bool:
		if v.Value {
			return -1
		}
		return 1
	}
	c.wrongValue(s, "a whole number, or nothing for any number of runs")
	return 0
}

// grace returns a duration.
func (c *checker) grace(s *grammar.Setting) time.Duration {
	return c.positiveSpan(s, "a duration", "5 seconds")
}

// timeLimit returns a duration, or rocket.Never.
func (c *checker) timeLimit(s *grammar.Setting) time.Duration {
	if isWord(s, "never") {
		return rocket.Never
	}
	return c.positiveSpan(s, "a duration, or never", "10 minutes")
}

// pause returns a duration, or rocket.Never for none.
func (c *checker) pause(s *grammar.Setting) time.Duration {
	if isWord(s, "none") {
		return rocket.Never
	}
	d, ok := c.timeSpan(s, "a duration, or none", "100ms")
	if ok && d == 0 {
		return rocket.Never
	}
	return d
}

// isWord reports whether the value of a setting is that word.
func isWord(s *grammar.Setting, word string) bool {
	w, ok := s.Value.(*grammar.Word)
	return ok && w.Text == word
}

// positiveSpan is timeSpan for a duration that is greater than zero.
func (c *checker) positiveSpan(s *grammar.Setting, want, example string) time.Duration {
	d, ok := c.timeSpan(s, want, example)
	if ok && d == 0 {
		e := c.diags.Errorf(diag.BadDuration, s.Value.Span(), "%s is zero", s.Key.Text)
		e.Help = "for example " + s.Key.Text + " " + example
	}
	return d
}

// timeSpan returns the duration of a setting; a number is one of seconds. Anything else is
// reported: the setting wants what want says.
func (c *checker) timeSpan(s *grammar.Setting, want, example string) (d time.Duration, ok bool) {
	var text string
	switch v := s.Value.(type) {
	case *grammar.Duration:
		text = v.Text
	case *grammar.Number:
		text = v.Text
	default:
		c.wrongValue(s, want).Help = "for example " + s.Key.Text + " " + example
		return 0, false
	}
	d, err := period.ParseSeconds(text)
	if err != nil {
		c.badText(diag.BadDuration, err,
			func(start, end int) diag.Span { return s.Value.Span().Part(text, start, end) })
	}
	return d, err == nil
}

// timezone returns the name of a time zone. An unknown one is reported.
func (c *checker) timezone(s *grammar.Setting) string {
	t, ok := s.Value.(*grammar.Text)
	if !ok {
		d := c.wrongValue(s, "the name of a time zone between quotes")
		d.Help = `for example timezone "Europe/Helsinki"`
		return ""
	}
	name := t.Value()
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		d := c.diags.Errorf(diag.BadValue, t.Span(), "there is no time zone %q", name)
		d.Help = `zones are named as in "Europe/Helsinki"; without one, the system's is used`
		if near := elsewhere.Zone(name); near != "" {
			suggest(d, near)
			d.Help, d.Suggestion = "", quote(near)
		}
	}
	return name
}

// execution returns the execution that a setting names.
func (c *checker) execution(s *grammar.Setting) rocket.Execution {
	return oneOf(c, s, rocket.Executions()...)
}

// overlap returns what a setting says of runs that would overlap.
func (c *checker) overlap(s *grammar.Setting) rocket.Overlap {
	return oneOf(c, s, rocket.Overlaps()...)
}

// oneOf returns the value whose word a setting has. Any other word is reported, and yields
// the zero value.
func oneOf[T fmt.Stringer](c *checker, s *grammar.Setting, values ...T) (none T) {
	at, given := s.Key.Span(), ""
	if s.Value != nil {
		at = s.Value.Span()
	}
	if w, ok := s.Value.(*grammar.Word); ok {
		given = w.Text
	}
	return oneWord(c, s.Key.Text, at, given, values...)
}

// oneWord returns the value that is written as given. Anything else is reported, and yields
// the zero value. key is what the word is for.
func oneWord[T fmt.Stringer](c *checker, key string, at diag.Span, given string,
	values ...T) (none T) {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v.String()
		if given == words[i] {
			return v
		}
	}
	last := len(words) - 1
	d := c.diags.Errorf(diag.BadValue, at, "%s wants %s or %s", key,
		strings.Join(words[:last], ", "), words[last])
	d.Expected = words
	place := elsewhere.Place(strings.TrimPrefix(key, "task_"))
	if best := place.Meant(given, words).Near; given != "" && best != "" {
		suggest(d, best)
	}
	return none
}

// flagForm is a word of argform.
type flagForm string

func (f flagForm) String() string { return string(f) }

func (c *checker) shortFlags(s *grammar.Setting) bool {
	return oneOf(c, s, flagForm("long"), "short") == "short"
}

// statuses returns the exit statuses in a list, or the one in a number.
func (c *checker) statuses(s *grammar.Setting) (statuses []int) {
	items := []grammar.Arg{s.Value}
	if list, ok := s.Value.(*grammar.List); ok {
		items = list.Items
	}
	if len(items) == 0 {
		c.wrongValue(s, "at least one exit status").Help = "for example success [0, 3]"
	}
	for _, item := range items {
		n, ok := item.(*grammar.Number)
		if !ok {
			c.wrongValue(s, "a list of exit statuses").Help = "for example success [0, 3]"
			return nil
		}
		status := c.atLeast(nil, n, 0, "an exit status")
		if status > 255 {
			c.diags.Errorf(diag.BadNumber, n.Span(), "an exit status is at most 255, not %d",
				status)
		}
		statuses = append(statuses, status)
	}
	return statuses
}

// maxOutput is how much of a command's output may be kept with its run: it is
// held in memory.
const maxOutput = 1 << 30

// sizes are the units of sizes, in bytes; each is 1024 times the one before.
var sizes = map[string]float64{
	"B": 1, "KB": 1 << 10, "KiB": 1 << 10, "MB": 1 << 20, "MiB": 1 << 20,
	"GB": 1 << 30, "GiB": 1 << 30, "TB": 1 << 40, "TiB": 1 << 40,
}

// size returns a number of bytes: `64 KB`, `1.5 MB`, `4096`. Anything else is reported, and
// yields 0.
func (c *checker) size(s *grammar.Setting) int {
	var text string
	switch v := s.Value.(type) {
	case *grammar.Number:
		text = v.Text
	case *grammar.Duration:
		text = v.Text
	}
	bytes, ok := parseSize(text)
	switch {
	case !ok:
		c.wrongValue(s, "a size").Help = "for example " + s.Key.Text + " 64 KB"
		return 0
	case bytes < 1 || bytes > maxOutput || bytes != float64(int(bytes)):
		c.diags.Errorf(diag.BadNumber, s.Value.Span(),
			"%s is %s, and has to be from 1 byte to 1 GB, in whole bytes", s.Key.Text, text)
		return 0
	}
	return int(bytes)
}

// parseSize returns the number of bytes of a text such as 64 KB.
func parseSize(text string) (bytes float64, ok bool) {
	number := strings.TrimRight(text, "BKMGTi \t")
	unit, known := sizes[strings.TrimLeft(text[len(number):], " \t")]
	if number == text {
		unit, known = 1, true
	}
	bytes, err := strconv.ParseFloat(number, 64)
	return bytes * unit, known && err == nil
}

// user returns a user, or a user and a group: "name" or "name:group".
func (c *checker) user(s *grammar.Setting) string {
	text := c.text(s)
	name, group, grouped := strings.Cut(text, ":")
	if text != "" && (name == "" || grouped && group == "" || strings.Contains(group, ":")) {
		d := c.wrongValue(s, "a user, or a user and a group")
		d.Help = `for example user "backup" or user "backup:www-data"`
		return ""
	}
	return text
}
