package grammar

import (
	"strings"
	"unicode"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
)

// periodic reads `daily [window]` and the like.
func (c *cursor) periodic(start lexer.Position) Cond {
	word := c.name()
	c.next = windowWords
	unit := strings.TrimSuffix(word.Text, "ly")
	if unit == "dai" {
		unit = "day"
	}
	w := c.window()
	return &Periodic{c.since(start), word, unit, w}
}

// timeOf reads `time of UNIT window`.
func (c *cursor) timeOf(start lexer.Position) Cond {
	c.Next()
	c.want("of", "it is written: time of day between 08:00 and 16:00")
	unit := c.oneOf(units, "")
	w := c.window()
	if w == nil {
		c.failWord(windowWords, "time of "+unit.Text+" needs a window, as in: time of "+unit.Text+" "+exampleWindow(unit.Text))
	}
	return &TimeOf{c.since(start), unit, w}
}

// exampleWindow returns a window of the unit for messages.
func exampleWindow(unit string) string {
	switch unit {
	case "second":
		return "before 500"
	case "minute":
		return "after 30"
	case "hour":
		return "before 15:00"
	case "week":
		return "between Mon and Fri"
	case "month":
		return "after 15th"
	case "year":
		return "between Jun and Aug"
	}
	return "after 10:00"
}

// window reads a window; it returns nil if none begins here.
func (c *cursor) window() *Window {
	if !c.isKind(kindIdent) || !windowWords.has(c.Peek().Value) {
		return nil
	}
	start := c.Peek().Pos
	w := &Window{Word: c.name()}
	c.next = nil
	w.From = c.point(w.Word.Text)
	if w.Word.Text == "between" {
		c.want("and", "a window is written: between 10:00 and 12:00")
		w.To = c.point("and")
	}
	w.Place = c.since(start)
	return w
}

// point reads a place in a period: a word of the calendar or a number, and
// what follows of these.
func (c *cursor) point(after string) *Point {
	t, from := c.Peek(), c.RawCursor()
	if !c.isPoint() {
		c.noPoint(after)
	}
	for c.isPoint() {
		c.Next()
	}
	return &Point{c.since(t.Pos), c.text(from)}
}

func (c *cursor) isPoint() bool {
	return c.isKind(kindNum) || c.isKind(kindIdent) && period.IsPointWord(c.Peek().Value)
}

// noPoint gives up at a token that begins no place in a period.
func (c *cursor) noPoint(after string) {
	t := c.Peek()
	if t.Type != kindIdent || c.ended() {
		c.fail(diag.PointExpected, "the time is missing after "+after, "expected a time such as 10:00, Mon or 3rd", "")
	}
	help := "conditions are joined by &, as in: daily & after " + t.Value
	if near := diag.Nearest(t.Value, pointWords); near != "" {
		help = didYouMean(near)
	} else if after != "after" {
		help = "" // nobody meant a task
	}
	c.fail(diag.PointExpected, found(t)+" is no time", "expected a time such as 10:00, Mon or 3rd", help)
}

// every reads `every D [based on EVENT]`.
func (c *cursor) every(start lexer.Position) Cond {
	c.Next()
	e := &Every{Duration: c.duration(true)}
	c.next = wordSet{"based"}
	if c.eat("based") {
		c.want("on", "it is written: based on success")
		e.Based = c.oneOf(basedOn, "")
		c.next = nil
	}
	e.Place = c.since(start)
	return e
}

// duration reads numbers with their units; with commas, a comma may stand
// between them. In a named condition it may be the name of a parameter.
func (c *cursor) duration(commas bool) *Duration {
	t, from := c.Peek(), c.RawCursor()
	if c.isParam() {
		n := c.name()
		return &Duration{n.Place, n.Text}
	}
	c.eat(":")
	if !c.isKind(kindNum) {
		c.noDuration()
	}
	for {
		c.numberWithUnit()
		if commas && c.is(",") && c.second().Type == kindNum {
			c.Next()
		}
		if c.is(":") && c.second().Type == kindNum {
			c.Next()
		}
		if !c.isKind(kindNum) {
			return &Duration{c.since(t.Pos), c.text(from)}
		}
	}
}

func (c *cursor) noDuration() {
	t, help := c.Peek(), ""
	if t.Value == "-" {
		help = "a duration is never negative"
	}
	c.fail(diag.DurationExpected, "a duration is missing before "+found(t), "expected a duration such as 10 minutes", help)
}

// numberWithUnit reads one number of a duration and the unit, where the number
// does not hold it.
func (c *cursor) numberWithUnit() {
	number := c.Next()
	if c.isKind(kindIdent) && period.IsUnit(c.Peek().Value) {
		c.Next()
		return
	}
	if !isPlainNumber(number.Value) {
		return
	}
	t, help := c.Peek(), ""
	if t.Type == kindIdent {
		if near := diag.Nearest(t.Value, unitWords); near != "" {
			help = didYouMean(near)
		}
	}
	c.fail(diag.DurationExpected, "the unit is missing after "+number.Value, "expected a unit such as seconds, minutes or hours", help)
}

// isPlainNumber reports whether text is digits and dots alone.
func isPlainNumber(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r != '.' && r != '_' && !unicode.IsDigit(r) })
}

// cron reads cron and crontime with their fields.
func (c *cursor) cron(start lexer.Position) Cond {
	word := c.Next().Value
	x := &Cron{Time: word == "crontime"}
	t := c.Peek()
	switch {
	case t.Type == kindCronFields:
		c.Next()
		x.Fields = &CronFields{c.since(t.Pos), t.Value}
	case t.Type == kindString:
		x.Quoted = c.string("", "")
	case c.is("("):
		x.Named = c.cronFields(word)
	default:
		c.fail(diag.CronExpected, word+" has no fields", "expected five fields",
			"it is written: "+word+` 30 7 * * Mon-Fri, or: `+word+`(minute: "30", hour: "7")`)
	}
	x.Place = c.since(start)
	return x
}

// cronFields reads `(minute: "*/5", hour: 7)`.
func (c *cursor) cronFields(word string) []*CronField {
	open := c.Next()
	var fields []*CronField
	for !c.eat(")") {
		if !c.isKind(kindIdent) {
			c.fail(diag.CronExpected, "between the brackets of "+word+" the fields have names", "expected the name of a field",
				`it is written: `+word+`(minute: "*/5", hour: "7-18"), or without brackets: `+word+` */5 7-18 * * *`)
		}
		fields = append(fields, c.cronField())
		if !c.is(")") && !c.eat(",") {
			if c.ended() {
				panic(c.unclosed(open))
			}
			c.failWord(wordSet{",", ")"}, "")
		}
	}
	return fields
}

func (c *cursor) cronField() *CronField {
	f := &CronField{Name: c.oneOf(cronNames, "")}
	c.want(":", `a field is written: minute: "*/5"`)
	if c.isKind(kindNum) {
		f.Number = c.number()
	} else {
		f.Value = c.string("the field's value, quoted", "")
	}
	f.Place = c.since(f.Name.Pos)
	return f
}
