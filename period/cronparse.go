package period

import (
	"fmt"
	"strings"
)

// cronField describes a field of a cron expression.
type cronField struct {
	name      string
	low, high int
	names     []string // names of values, from low on
}

const (
	fieldSecond = iota
	fieldMinute
	fieldHour
	fieldDay
	fieldMonth
	fieldWeekday
)

var cronFields = [...]cronField{
	fieldSecond:  {"second", 0, 59, nil},
	fieldMinute:  {"minute", 0, 59, nil},
	fieldHour:    {"hour", 0, 23, nil},
	fieldDay:     {"day_of_month", 1, 31, nil},
	fieldMonth:   {"month", 1, 12, months[:]},
	fieldWeekday: {"day_of_week", 0, 7, weekdays[:]},
}

var cronWords = map[string]string{
	"@yearly":   "0 0 1 1 *",
	"@annually": "0 0 1 1 *",
	"@monthly":  "0 0 1 * *",
	"@weekly":   "0 0 * * 0",
	"@daily":    "0 0 * * *",
	"@midnight": "0 0 * * *",
	"@hourly":   "0 * * * *",
}

// ParseCron reads a cron expression: five fields for minute, hour, day of month,
// month and day of week, six with seconds in front, or one of @yearly, @annually,
// @monthly, @weekly, @daily, @midnight, @hourly (docs/spec.md § Cron). The error is
// a *[ValueError] that points at the wrong part.
func ParseCron(expr string) (Cron, error) {
	toks := fields(expr)
	if len(toks) == 1 && toks[0].text[0] == '@' {
		return parseCronWord(toks[0])
	}
	if err := checkCount(expr, toks); err != nil {
		return Cron{}, err
	}
	c := Cron{HasSeconds: len(toks) == 6}
	texts := make([]string, len(toks))
	for i, tok := range toks {
		if err := c.parseField(i+6-len(toks), tok); err != nil {
			return Cron{}, err
		}
		texts[i] = tok.text
	}
	c.Expr = strings.Join(texts, " ")
	return c, nil
}

func checkCount(expr string, toks []token) error {
	const hint = "minute hour day-of-month month day-of-week, with a second in front if wanted"
	switch n := len(toks); {
	case n == 0:
		return &ValueError{End: len(expr), Msg: "the cron expression is empty", Hint: hint}
	case n < 5:
		return &ValueError{Start: toks[0].start, End: toks[n-1].end,
			Msg: fmt.Sprintf("a cron expression has 5 fields, not %d", n), Hint: hint}
	case n > 6:
		return &ValueError{Start: toks[6].start, End: toks[n-1].end,
			Msg: fmt.Sprintf("a cron expression has 5 or 6 fields, not %d", n), Hint: hint}
	}
	return nil
}

func parseCronWord(tok token) (Cron, error) {
	expr, ok := cronWords[strings.ToLower(tok.text)]
	if !ok {
		names := make([]string, 0, len(cronWords))
		for _, f := range [...]string{"yearly", "annually", "monthly", "weekly", "daily",
			"midnight", "hourly"} {
			names = append(names, "@"+f)
		}
		hint := suggest(tok.text, names)
		if hint == "" {
			hint = "known are " + strings.Join(names, ", ")
		}
		return Cron{}, tok.errorf(fmt.Sprintf("%q is not a cron expression", tok.text), hint)
	}
	c, err := ParseCron(expr)
	c.Expr = strings.ToLower(tok.text)
	return c, err
}

// A CronField is a field of a cron expression given by name: second, minute, hour,
// day_of_month, month or day_of_week.
type CronField struct{ Name, Text string }

// FieldError says which of the fields given to [CronFields] is wrong.
type FieldError struct {
	Index int // of the field in the list
	// Unknown says that the name is wrong, and that the byte range is in the name.
	// Else the byte range is in the text.
	Unknown bool
	ValueError
}

// CronFields makes a cron expression of named fields. Fields that are not given
// are `*`. The error is a *[FieldError].
func CronFields(list ...CronField) (Cron, error) {
	texts := [6]string{"", "*", "*", "*", "*", "*"}
	c := Cron{AnyHour: true, AnyDay: true, AnyWeekday: true}
	seen := [6]bool{}
	for i, f := range list {
		n, err := fieldIndex(f.Name)
		if err != nil {
			return Cron{}, &FieldError{i, true, *err}
		}
		if seen[n] {
			return Cron{}, &FieldError{i, true,
				ValueError{End: len(f.Name), Msg: f.Name + " is given twice"}}
		}
		seen[n] = true
		toks := fields(f.Text)
		if len(toks) != 1 {
			wrong := ValueError{End: len(f.Text), Msg: "a cron field is one word",
				Hint: "for example */5"}
			return Cron{}, &FieldError{i, false, wrong}
		}
		if err := c.parseField(n, toks[0]); err != nil {
			return Cron{}, &FieldError{i, false, *err}
		}
		texts[n] = toks[0].text
	}
	c.HasSeconds = seen[fieldSecond]
	c.Expr = strings.TrimSpace(strings.Join(texts[:], " "))
	return c, nil
}

func fieldIndex(name string) (int, *ValueError) {
	names := make([]string, len(cronFields))
	for i, f := range cronFields {
		if f.name == name {
			return i, nil
		}
		names[i] = f.name
	}
	hint := suggest(name, names)
	if hint == "" {
		hint = "fields are " + strings.Join(names, ", ")
	}
	return 0, &ValueError{End: len(name),
		Msg: fmt.Sprintf("%q is not a field of a cron expression", name), Hint: hint}
}

// parseField reads field n and puts its values into c.
func (c *Cron) parseField(n int, tok token) *ValueError {
	set, err := c.parseList(n, tok)
	if err != nil {
		return err
	}
	wild := tok.text[0] == '*' || tok.text[0] == '?'
	switch n {
	case fieldSecond:
		c.Seconds = set
	case fieldMinute:
		c.Minutes = set
	case fieldHour:
		c.Hours, c.AnyHour = uint32(set), wild
	case fieldDay:
		c.Days, c.AnyDay = uint32(set), wild
	case fieldMonth:
		c.Months = uint16(set)
	case fieldWeekday:
		c.Weekdays, c.AnyWeekday = uint8(set|set>>7)&0x7f, wild
	}
	return nil
}

// parseList reads the items of field n. It returns the plain values, the empty set
// for * alone, and puts the special ones into c.
func (c *Cron) parseList(n int, tok token) (set uint64, err *ValueError) {
	switch {
	case tok.text == "*":
		return 0, nil
	case tok.text == "?" && (n == fieldDay || n == fieldWeekday):
		return 0, nil
	case tok.text == "?":
		return 0, tok.errorf("? is for the days only", "write *")
	}
	for _, item := range split(tok, ',') {
		special, err := c.parseSpecial(n, item)
		if err != nil {
			return 0, err
		}
		if special {
			continue
		}
		values, err := cronFields[n].parseItem(item)
		if err != nil {
			return 0, err
		}
		set |= values
	}
	return set, nil
}

// split splits a token at each sep.
func split(t token, sep byte) (parts []token) {
	start := 0
	for i := range len(t.text) + 1 {
		if i == len(t.text) || t.text[i] == sep {
			parts = append(parts, t.part(start, i))
			start = i + 1
		}
	}
	return parts
}

// parseItem reads one item of a list: *, a, a-b, each with an optional /step. A
// range may run over the end of the field.
func (f *cronField) parseItem(item token) (uint64, *ValueError) {
	parts := split(item, '/')
	if len(parts) > 2 {
		return 0, item.errorf(fmt.Sprintf("%q has more than one step", item.text), "")
	}
	step := 1
	if len(parts) == 2 {
		n, ok := parts[1].number(9999)
		if !ok || n == 0 {
			slash := item.part(parts[0].end-item.start, len(item.text))
			return 0, slash.errorf(fmt.Sprintf("%q is not a step", parts[1].text),
				"a step is a number from 1")
		}
		step = n
	}
	from, to, err := f.parseRange(parts[0], len(parts) == 2)
	if err != nil {
		return 0, err
	}
	set, ring := uint64(0), f.ring()
	for v := from; v <= to; v += step {
		set |= 1 << (f.low + (v-f.low)%ring)
	}
	return set, nil
}

// ring returns how many values the field has. Among the days of the week 7 is 0.
func (f *cronField) ring() int {
	if f.low == 0 && f.high == 7 {
		return 7
	}
	return f.high - f.low + 1
}

// parseRange reads *, a or a-b. A single value with a step runs to the end of the
// field. If a range runs over the end of the field, its end is raised by a ring.
func (f *cronField) parseRange(t token, stepped bool) (from, to int, err *ValueError) {
	if t.text == "*" {
		return f.low, f.low + f.ring() - 1, nil
	}
	ends := split(t, '-')
	if len(ends) > 2 {
		return 0, 0, t.errorf(fmt.Sprintf("%q is not a range", t.text),
			"a range is two values, like 8-16")
	}
	if from, err = f.parseValue(ends[0]); err != nil {
		return 0, 0, err
	}
	if len(ends) == 1 {
		if stepped {
			return from, max(from, f.low+f.ring()-1), nil
		}
		return from, from, nil
	}
	if to, err = f.parseValue(ends[1]); err != nil {
		return 0, 0, err
	}
	if from > f.low+f.ring()-1 {
		from -= f.ring()
		to %= f.ring()
	}
	if to < from {
		to += f.ring()
	}
	return from, to, nil
}

// parseValue reads a number or a name.
func (f *cronField) parseValue(t token) (int, *ValueError) {
	if n, ok := t.number(1 << 20); ok {
		if n < f.low || n > f.high {
			return 0, t.errorf(fmt.Sprintf("%d is out of range for %s", n, f.name),
				fmt.Sprintf("%d to %d", f.low, f.high))
		}
		return n, nil
	}
	if i, ok := lookup(f.names, t.text); ok {
		return f.low + i, nil
	}
	msg := fmt.Sprintf("%q is not a value for %s", t.text, f.name)
	if t.text == "" {
		msg = "a value for " + f.name + " is missing"
	}
	hint := suggest(t.text, shortAndLong(f.names))
	if hint == "" {
		hint = fmt.Sprintf("%d to %d", f.low, f.high)
	}
	return 0, t.errorf(msg, hint)
}

// parseSpecial reads the items with L, W and # that only the days have, and
// reports whether the item is one.
func (c *Cron) parseSpecial(n int, item token) (bool, *ValueError) {
	text := upper(item.text)
	switch n {
	case fieldDay:
		return c.parseSpecialDay(text, item)
	case fieldWeekday:
		return c.parseSpecialWeekday(text, item)
	}
	return false, nil
}

// upper returns a text with its ASCII letters as capitals, byte for byte.
func upper(text string) string {
	b := []byte(text)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// parseSpecialDay reads L, L-3, LW and 15W.
func (c *Cron) parseSpecialDay(text string, item token) (bool, *ValueError) {
	switch {
	case text == "L":
		c.LastDays |= 1
	case text == "LW":
		c.Nearest |= 1
	case strings.HasPrefix(text, "L-"):
		n, ok := item.part(2, len(text)).number(30)
		if !ok {
			return true, item.errorf(fmt.Sprintf("%q is not a day before the last", item.text),
				"L-1 to L-30")
		}
		c.LastDays |= 1 << n
	case strings.HasSuffix(text, "W"):
		n, ok := item.part(0, len(text)-1).number(31)
		if !ok || n == 0 {
			return true, item.errorf(fmt.Sprintf("%q is not a working day", item.text),
				"1W to 31W, or LW")
		}
		c.Nearest |= 1 << n
	default:
		return false, nil
	}
	return true, nil
}

// parseSpecialWeekday reads 5L and 5#3.
func (c *Cron) parseSpecialWeekday(text string, item token) (bool, *ValueError) {
	f := &cronFields[fieldWeekday]
	if text == "L" {
		return true, item.errorf("L needs a weekday", "5L is the last Friday of the month")
	}
	if i := strings.IndexByte(text, '#'); i >= 0 {
		wd, err := f.parseValue(item.part(0, i))
		if err != nil {
			return true, err
		}
		nth := item.part(i+1, len(text))
		n, ok := nth.number(5)
		if !ok || n == 0 {
			return true, nth.errorf(fmt.Sprintf("a month has no weekday number %q", nth.text),
				"1 to 5")
		}
		c.NthWeekdays |= 1 << (wd%7*5 + n - 1)
		return true, nil
	}
	if i := len(text) - 1; i > 0 && text[i] == 'L' {
		wd, err := f.parseValue(item.part(0, i))
		if err != nil {
			return true, err
		}
		c.LastWeekdays |= 1 << (wd % 7)
		return true, nil
	}
	return false, nil
}
