package cron

import (
	"strconv"
	"strings"
	"time"
)

// words are what stands for whole expressions. Of the daemon, their hours count as fixed.
var words = map[string]string{
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
	"@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
	"@hourly": "0 * * * *",
}

// Parse reads an expression. The error is an *[Error].
func Parse(text string, d Dialect) (*Expression, error) {
	x := &Expression{Text: text, dialect: d}
	if strings.HasPrefix(strings.TrimSpace(text), "@") {
		return x, x.word(strings.TrimSpace(text))
	}
	list, cols := split(text)
	first := minute
	switch n := len(list); {
	case n == 5:
	case n == 6 && d.Years:
	case n == 6 && d.Seconds, n == 7 && d.Years:
		first = second
	default:
		return nil, errorf(0, "%d fields are no expression of %s", n, d.Name)
	}
	x.fields[second].items = []item{{0, 0, 1, usual}}
	x.fields[year].items = []item{{kinds[year].low, kinds[year].high, 1, usual}}
	for i, part := range list {
		if err := x.field(first+i, part, cols[i]); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// split splits a text at blanks, and says where the parts begin.
func split(text string) (list []string, cols []int) {
	start := -1
	for i := 0; i <= len(text); i++ {
		blank := i == len(text) || text[i] == ' ' || text[i] == '\t'
		if !blank && start < 0 {
			start = i
		} else if blank && start >= 0 {
			list, cols = append(list, text[start:i]), append(cols, start)
			start = -1
		}
	}
	return list, cols
}

// Fields returns how many words at the begin of a line are the expression of a dialect, the
// most that can be; 0: none.
func Fields(line string, d Dialect) int {
	list, _ := split(line)
	if len(list) > 0 && strings.HasPrefix(list[0], "@") {
		if d.Every && list[0] == "@every" {
			return 2
		}
		return 1
	}
	for _, n := range []int{7, 6, 5} {
		if n > len(list) {
			continue
		}
		if _, err := Parse(strings.Join(list[:n], " "), d); err == nil {
			return n
		}
	}
	return 0
}

// word reads an expression that begins with @.
func (x *Expression) word(text string) error {
	if d, is := strings.CutPrefix(text, "@every "); is && x.dialect.Every {
		every, err := time.ParseDuration(strings.TrimSpace(d))
		if err != nil || every <= 0 {
			return errorf(0, "%q is no interval", d)
		}
		x.Every = every.Round(time.Second)
		x.Every = max(x.Every, time.Second)
		return nil
	}
	if text == "@reboot" && x.dialect.Clock == Daemon {
		x.Reboot = true
		return nil
	}
	expr, known := words[strings.ToLower(text)]
	if !known {
		return errorf(0, "%s has no %s", x.dialect.Name, text)
	}
	whole, err := Parse(expr, x.dialect)
	if err != nil {
		return err
	}
	whole.Text = text
	*x = *whole
	return nil
}

// field reads a field.
func (x *Expression) field(n int, text string, col int) error {
	f := &x.fields[n]
	*f = field{fixed: text[0] != '*', star: text[0] == '*'}
	for _, part := range strings.Split(text, ",") {
		if err := x.item(n, f, part, col); err != nil {
			return err
		}
		col += len(part) + 1
	}
	if text[0] == '?' {
		f.star = true
	}
	if x.dialect.StepsRestrict {
		f.star = f.full(n)
	}
	if f.drawn > 0 && len(f.items) > 1 {
		return errorf(col, "a value that is drawn, in a list")
	}
	return nil
}

// item reads a part of a field.
func (x *Expression) item(n int, f *field, text string, col int) error {
	if x.dialect.Days && (n == day || n == weekday) {
		if i, is := readSpecial(n, text); is {
			f.items = append(f.items, i)
			return nil
		}
	}
	span, stepText, stepped := strings.Cut(text, "/")
	i := item{step: 1}
	if stepped {
		step, err := strconv.Atoi(stepText)
		if err != nil || step <= 0 || !isDigits(stepText) {
			return errorf(col+len(span)+1, "%q is no step", stepText)
		}
		i.step = min(step, 9999)
	}
	if err := x.span(n, f, span, col, &i, stepped); err != nil {
		return err
	}
	f.items = append(f.items, i)
	return nil
}

// span reads what is before the step of a part.
func (x *Expression) span(n int, f *field, text string, col int, i *item, stepped bool) error {
	k := kinds[n]
	if n == weekday && !x.dialect.Seven {
		k.high = 6
	}
	if text == "*" || text == "?" && x.dialect.Question {
		i.low, i.high = k.low, k.high
		if n == weekday {
			i.high = 6
		}
		return nil
	}
	if from, to, drawn := strings.Cut(text, "~"); drawn {
		return x.drawn(n, f, from, to, col, i, stepped)
	}
	from, to, ranged := strings.Cut(text, "-")
	var err error
	if i.low, err = x.value(n, f, from, col); err != nil {
		return err
	}
	switch i.high = i.low; {
	case ranged:
		if i.high, err = x.value(n, f, to, col+len(from)+1); err != nil {
			return err
		}
	case stepped && !x.dialect.Open:
		return errorf(col, "%s has no step after a single value, as in %s/…", x.dialect.Name, text)
	case stepped:
		if i.high = k.high; n == weekday {
			i.high = 6
		}
	}
	if ranged && i.high == 0 && n == weekday && x.dialect.Seven && x.dialect.Clock != Daemon {
		i.high = 7 // Fri-Sun
	}
	if i.high < i.low {
		if !x.dialect.Wraps {
			return errorf(col, "%s has no range from %s to %s, which is before it",
				x.dialect.Name, from, to)
		}
		i.high += k.high - k.low + 1
	}
	return nil
}

// drawn reads a range of which a value is drawn.
func (x *Expression) drawn(n int, f *field, from, to string, col int, i *item,
	stepped bool) error {
	if !x.dialect.Random || stepped || n == month || n == weekday || n == year {
		return errorf(col, "%s draws no %s", x.dialect.Name, kinds[n].name)
	}
	i.low, i.high = kinds[n].low, kinds[n].high
	var err error
	if from != "" {
		if i.low, err = x.value(n, f, from, col); err != nil {
			return err
		}
	}
	if to != "" {
		if i.high, err = x.value(n, f, to, col+len(from)+1); err != nil {
			return err
		}
	}
	if i.high < i.low {
		return errorf(col, "%s has no range from %s to %s, which is before it", x.dialect.Name,
			from, to)
	}
	f.drawn = i.high - i.low
	i.high = i.low
	return nil
}

// value reads a number or a name.
func (x *Expression) value(n int, f *field, text string, col int) (int, error) {
	k := kinds[n]
	if v, err := strconv.Atoi(text); err == nil && isDigits(text) {
		high := k.high
		if n == weekday && !x.dialect.Seven {
			high = 6
		}
		if v < k.low || v > high {
			return 0, errorf(col, "%d is no %s", v, k.name)
		}
		return v, nil
	}
	if v, is := named(n, text); is {
		f.named = true
		return v, nil
	}
	return 0, errorf(col, "%q is no %s", text, k.name)
}

func isDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == "" && len(text) < 9
}

// named returns the value of a name.
func named(n int, text string) (int, bool) {
	names := kinds[n].names
	if len(text) != 3 {
		return 0, false
	}
	for i := 0; i < len(names); i += 3 {
		if strings.EqualFold(names[i:i+3], text) {
			return kinds[n].low + i/3, true
		}
	}
	return 0, false
}

// readSpecial reads L, L-3, LW, 15W, 5L and 5#2.
func readSpecial(n int, text string) (item, bool) {
	text = strings.ToUpper(text)
	number := func(text string, low, high int) (int, bool) {
		v, err := strconv.Atoi(text)
		return v, err == nil && isDigits(text) && v >= low && v <= high
	}
	switch {
	case n == day && text == "L":
		return item{special: lastDay}, true
	case n == day && text == "LW":
		return item{special: working}, true
	case n == day && strings.HasPrefix(text, "L-"):
		v, is := number(text[2:], 1, 30)
		return item{low: v, special: lastDay}, is
	case n == day && strings.HasSuffix(text, "W"):
		v, is := number(text[:len(text)-1], 1, 31)
		return item{low: v, special: working}, is
	case n == weekday && strings.HasSuffix(text, "L"):
		v, is := weekdayOf(text[:len(text)-1])
		return item{low: v, special: lastOfDays}, is
	case n == weekday && strings.Contains(text, "#"):
		of, nth, _ := strings.Cut(text, "#")
		v, is := weekdayOf(of)
		count, counts := number(nth, 1, 5)
		return item{low: v, high: count, special: nthOfDays}, is && counts
	}
	return item{}, false
}

func weekdayOf(text string) (int, bool) {
	if v, is := named(weekday, text); is {
		return v % 7, true
	}
	if len(text) == 1 && text[0] >= '0' && text[0] <= '7' {
		return int(text[0]-'0') % 7, true
	}
	return 0, false
}
