package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// A Calendar is `calendar NAME { holidays …; also_open […]; weekend […] }`: it tells business
// days from others.
type Calendar struct {
	Place
	Doc
	Name     *Name
	Settings []*Setting
}

const calendarForm = `calendar NAME { holidays "fi.ics" }`

// calendarKeys are the keys of a calendar. (docs/spec.md § Business days)
var calendarKeys = keySet{
	{"holidays", oneValue},
	{"also_open", oneValue},
	{"weekend", oneValue},
}

// calendar reads a calendar. It returns nil if that has no name.
func (p *parser) calendar() Decl {
	from := p.Next().Pos
	x := &Calendar{}
	named := p.Peek().Type == kindIdent
	if named {
		x.Name = p.cursor().name()
	} else {
		p.unexpected("expected a name", "it is written: "+calendarForm)
		p.skipToBrace(p.MakeCheckpoint())
	}
	closed := p.body(named, calendarForm, func(t *lexer.Token) {
		s, known := calendarKeys.find(t.Value)
		if !known {
			p.unknownCalendarKey(t)
			return
		}
		if s := p.setting(s); s != nil {
			x.Settings = append(x.Settings, s)
		}
	})
	x.Place = p.since(from)
	p.endBlock(closed)
	if !named {
		return nil
	}
	return x
}

func (p *parser) unknownCalendarKey(t *lexer.Token) {
	start := p.MakeCheckpoint()
	if t.Type != kindBad {
		d := p.diags.Errorf(diag.UnknownKey, tokenSpan(t), "a calendar has no key %s", found(t))
		d.Label = "expected " + calendarKeys.names().list()
		p.hintKey(d, t, elsewhere.Key, calendarKeys.names())
	}
	p.resync(start)
}

// A BusinessDay is `business day [of C]` or `holiday [of C]`.
type BusinessDay struct {
	Place
	Holiday  bool
	Calendar *Name // nil if not written
}

func (*BusinessDay) cond() {}

var ofCalendar = words(`of`)

// businessDay reads `business day [of C]`.
func (c *cursor) businessDay(start lexer.Position) Cond {
	c.Next()
	c.want("day", "it is written: business day of fi")
	x := &BusinessDay{Calendar: c.calendarName()}
	x.Place = c.since(start)
	return x
}

// shifts are the words for the business days to which a day is shifted.
var shifts = words(`next previous`)

// eatBusinessDay reads what a point says of business days, up to their calendar: `business
// day`, or behind a day `or next business day`. It returns false if the point says nothing.
func (c *cursor) eatBusinessDay() bool {
	if c.is("or") && shifts.has(c.second().Value) {
		c.Next()
		c.Next()
		c.want("business", "it is written: 1st or next business day of fi")
	} else if !c.eat("business") {
		return false
	}
	c.want("day", "it is written: last business day of fi")
	return true
}

// holiday reads `holiday [of C]`. With brackets behind it, it was a sensor.
func (c *cursor) holiday(start lexer.Position) Cond {
	word := c.Next()
	if c.is("(") {
		file := `"fi.ics"`
		if t := c.second(); t.Type == kindString {
			file = t.Value
		}
		p := c.problem(diag.Unexpected, word, "holiday is not called with a file")
		p.Label = "write: holiday of NAME"
		p.Help = "declare a calendar, whose days are read when the schedule is compiled: " +
			"calendar NAME { holidays " + file + " }"
		panic(p)
	}
	x := &BusinessDay{Holiday: true, Calendar: c.calendarName()}
	x.Place = c.since(start)
	return x
}

// calendarName reads `of C`, which may be left out.
func (c *cursor) calendarName() *Name {
	c.next = ofCalendar
	if !c.eat("of") {
		return nil
	}
	c.next = nil
	if !c.isKind(kindIdent) || c.ended() {
		c.fail(diag.Unexpected, unexpected(c.Peek()), "expected the name of a calendar",
			"a calendar is declared: "+calendarForm)
	}
	return c.name()
}
