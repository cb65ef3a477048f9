package grammar

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// A Cron is `cron FIELDS` or `crontime FIELDS`. Exactly one of Fields, Quoted and
// Named is set.
type Cron struct {
	Place
	Time   bool        // crontime: holds whether the task has run or not
	Fields *CronFields // cron */5 * * * *
	Quoted *Text       // cron "*/5 * * * *", or in brackets as well
	Named  []*CronField
}

func (*Cron) cond() {}

var (
	cronWords = words(`cron crontime`)
	cronNames = words(`second minute hour day_of_month month day_of_week`)
)

// CronFields is a bare cron expression as written.
type CronFields struct {
	Place
	Text string
}

// A CronField is one field by its name: `minute: "*/5"`.
type CronField struct {
	Place
	Name   *Name   // one of cronNames
	Value  *Text   // nil if Number is set
	Number *Number // a value without quotes: `hour: 7`; nil if Value is set
}

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
	case c.is("(") && c.second().Type == kindString:
		open := c.Next()
		x.Quoted = c.string("", "")
		if c.ended() {
			panic(c.unclosed(open))
		}
		c.want(")", "it is written: "+word+`("*/5 * * * *")`)
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
			c.fail(diag.CronExpected, "between the brackets of "+word+" the fields have names",
				"expected the name of a field", `it is written: `+word+
					`(minute: "*/5", hour: "7-18"), or without brackets: `+word+` */5 7-18 * * *`)
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
	start := c.Peek().Pos
	f := &CronField{Name: c.oneOf(cronNames, "")}
	c.want(":", `a field is written: minute: "*/5"`)
	if c.isKind(kindNum) {
		f.Number = c.number()
	} else {
		f.Value = c.string("the field's value, quoted", "")
	}
	f.Place = c.since(start)
	return f
}

// The scanner takes bare cron fields as one token: as words they would clash with
// operators and with durations.

// maxCronFields is how many fields a cron expression may have: seconds included, and the
// year of other tools, which check reports.
const maxCronFields = 7

// afterCron reports whether bare cron fields may follow.
func (s *scanner) afterCron() bool {
	return s.last.Type == kindIdent && !s.dotted && cronWords.has(s.last.Value)
}

// cronWidth returns the length of the cron fields at the start of text, or 0 if
// there are none. They end before the first word that is not a cron field.
func cronWidth(text string) int {
	end := 0
	for i, fields := 0, 0; fields < maxCronFields; fields++ {
		n := cronFieldWidth(text[i:])
		if n == 0 || !isCronField(text[i:i+n]) && !strings.HasSuffix(text[:end], "@every") {
			break
		}
		end = i + n
		i = len(text) - len(strings.TrimLeft(text[end:], " \t"))
	}
	return end
}

// cronFieldWidth returns the length of the run of characters of cron fields at the
// start of text. A # that starts a run starts a comment.
func cronFieldWidth(text string) int {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if isCronByte(c) || strings.IndexByte("#~", c) >= 0 && i > 0 {
			continue
		}
		return i
	}
	return len(text)
}

func isCronByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ||
		strings.IndexByte("*/,-?@", c) >= 0
}

// isCronField reports whether cron knows every word in field.
func isCronField(field string) bool {
	if field[0] == ',' || field[0] == '#' {
		return false
	}
	if field[0] == '@' {
		return true
	}
	words := strings.FieldsFunc(field, func(r rune) bool { return r < 'A' || r > 'z' })
	return !slices.ContainsFunc(words, func(w string) bool { return !isCronWord(w) })
}

// isCronWord reports whether a word is the name of a weekday or month, that of a weekday with
// an L behind it, or one of L, W and LW. Case does not matter.
func isCronWord(word string) bool {
	switch strings.ToLower(word) {
	case "l", "w", "lw", "h": // h is Jenkins's, which check reports
		return true
	}
	return weekdays.hasFold(word) || months.hasFold(word) ||
		weekdays.hasFold(strings.TrimRight(word, "Ll"))
}
