package grammar

import (
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/period"
)

// Arg is the value of an argument, a parameter or an attribute: *Number, *Text, *Bool,
// *Duration, *List, *Map, *Word, *ReturnOf, *EnvArg, *CLIArg, *Func, *Handle or
// *Fallback. (docs/spec.md § Arguments)
type Arg interface {
	Node
	arg()
}

// A Bool is true or false.
type Bool struct {
	Place
	Value bool
}

// A List is `[a, b]`.
type List struct {
	Place
	Items []Arg
}

// A Map is `{ key: value }`, with commas or line breaks between the entries. The map of
// the attribute env has no colons: `{ KEY ARG }`.
type Map struct {
	Place
	Entries []*Entry
}

// An Entry is one entry of a map.
type Entry struct {
	Place
	Key   *Label
	Value Arg
}

// A Word is a bare word: the name of a parameter, or a value such as process,
// never or none.
type Word struct {
	Place
	Text string
}

// A ReturnOf is `return of T`.
type ReturnOf struct {
	Place
	Task *TaskRef
}

// An EnvArg is `env "VAR"`.
type EnvArg struct {
	Place
	Var *Text
}

// A CLIArg is `cli "--flag"`.
type CLIArg struct {
	Place
	Flag *Text
}

// A Handle is a part of the running program: session, task [T], config,
// logger, causes, scheduled.
type Handle struct {
	Place
	Word string
	Task *TaskRef // of task; nil: this task
}

// A Fallback is `a >> b >> c`: the first of them that has a value.
type Fallback struct {
	Place
	Args []Arg // two or more
}

// Args is `(a, name: b)`.
type Args struct {
	Place
	Items []*ArgItem
}

// An ArgItem is one argument, by position or by name.
type ArgItem struct {
	Place
	Name  *Name // nil: by position
	Value Arg
}

func (*Bool) arg()     {}
func (*List) arg()     {}
func (*Map) arg()      {}
func (*Word) arg()     {}
func (*ReturnOf) arg() {}
func (*EnvArg) arg()   {}
func (*CLIArg) arg()   {}
func (*Handle) arg()   {}
func (*Fallback) arg() {}

// argument reads one value, or several with >> between them.
func (c *cursor) argument() Arg {
	start := c.Peek().Pos
	first := c.value()
	if !c.is(">>") {
		return first
	}
	args := []Arg{first}
	for c.eat(">>") {
		args = append(args, c.value())
	}
	return &Fallback{c.since(start), args}
}

// value reads one value.
func (c *cursor) value() Arg {
	t := c.Peek()
	switch {
	case t.Type == kindString:
		return c.string("", "")
	case t.Type == kindNum || c.is("-"):
		return c.quantity()
	case c.is("["):
		return c.list()
	case c.is("{"):
		return c.mapping(true)
	case t.Type == kindIdent:
		return c.wordValue(t)
	}
	c.quoteless()
	c.fail(diag.ValueExpected, "a value is missing before "+found(t), "expected a value", "")
	return nil
}

var sizeUnits = words(`B KB MB GB TB KiB MiB GiB TiB`)

// quantity reads a number, a duration without commas, or a size.
func (c *cursor) quantity() Arg {
	c.undashed("")
	t, from := c.Peek(), c.RawCursor()
	minus := c.eat("-")
	if minus && !c.isKind(kindNum) {
		c.number()
	}
	for plain := true; c.isKind(kindNum); plain = false {
		number := c.Next()
		unit := c.Peek()
		if unit.Type == kindIdent && (period.IsUnit(unit.Value) || sizeUnits.has(unit.Value)) {
			c.Next()
		} else if plain && isPlainNumber(number.Value) {
			return &Number{c.since(t.Pos), c.text(from)}
		}
	}
	if minus {
		p := c.problem(diag.DurationExpected, t, "a duration is never negative")
		p.Help = "leave the minus out"
		panic(p)
	}
	return &Duration{c.since(t.Pos), c.text(from), nil}
}

// wordValue reads a value that begins with a word.
func (c *cursor) wordValue(t *lexer.Token) Arg {
	c.undashed("")
	c.quoteless()
	switch t.Value {
	case "true", "false":
		c.Next()
		return &Bool{c.since(t.Pos), t.Value == "true"}
	case "func":
		return c.function()
	case "session", "config", "logger", "causes", "scheduled", "task":
		return c.handle()
	case "return":
		if c.second().Value == "of" {
			c.Next()
			c.Next()
			task := c.taskRef()
			return &ReturnOf{c.since(t.Pos), task}
		}
	case "env", "cli":
		if k := c.second().Type; k == kindString || k == kindIdent {
			return c.source()
		}
	}
	c.Next()
	return &Word{c.since(t.Pos), t.Value}
}

// source reads `env "VAR"` or `cli "--flag"`.
func (c *cursor) source() Arg {
	t := c.Next()
	if t.Value == "env" {
		text := c.string("the name of a variable, quoted", `it is written: env "REGION"`)
		return &EnvArg{c.since(t.Pos), text}
	}
	text := c.string("a flag, quoted", `it is written: cli "--region"`)
	return &CLIArg{c.since(t.Pos), text}
}

// handle reads session, config, logger, causes, scheduled or task [T].
func (c *cursor) handle() Arg {
	t := c.Next()
	h := &Handle{Word: t.Value}
	if t.Value == "task" && c.isKind(kindIdent, kindString) {
		h.Task = c.taskRef()
	}
	h.Place = c.since(t.Pos)
	return h
}

// args reads `(a, name: b)`.
func (c *cursor) args() *Args {
	start := c.Peek().Pos
	x := &Args{}
	c.sequence(")", func() { x.Items = append(x.Items, c.argItem()) })
	x.Place = c.since(start)
	return x
}

func (c *cursor) argItem() *ArgItem {
	x := &ArgItem{}
	start := c.Peek().Pos
	if c.isKind(kindIdent) && c.second().Value == ":" {
		x.Name = c.name()
		c.Next()
	}
	x.Value = c.argument()
	x.Place = c.since(start)
	return x
}

// list reads `[a, b]`.
func (c *cursor) list() *List {
	start := c.Peek().Pos
	x := &List{}
	c.sequence("]", func() { x.Items = append(x.Items, c.argument()) })
	x.Place = c.since(start)
	return x
}

// sequence reads items with commas between them, from the opening bracket to the closing
// one. A comma may follow the last item.
func (c *cursor) sequence(closing string, item func()) {
	open := c.Next()
	for !c.eat(closing) {
		if c.ended() && !c.is("{") || c.beginsLine() && c.beginsStatement() {
			panic(c.unclosed(open))
		}
		item()
		if c.is(closing) || c.eat(",") {
			continue
		}
		if c.ended() || c.beginsLine() {
			panic(c.unclosed(open))
		}
		c.fail(diag.Unexpected, unexpected(c.Peek()), "expected , or "+closing, "")
	}
}

// mapping reads `{ key: value }`. Without colons it reads the `{ KEY ARG }` of env.
func (c *cursor) mapping(colons bool) *Map {
	open := c.Next()
	m := &Map{}
	for c.skipSeparators(); !c.eat("}"); c.skipSeparators() {
		if c.Peek().EOF() {
			panic(c.unclosed(open))
		}
		m.Entries = append(m.Entries, c.entry(colons))
		if !c.is("}") && !c.separates() {
			c.fail(diag.Unexpected, unexpected(c.Peek()), "expected , or }", "")
		}
	}
	m.Place = c.since(open.Pos)
	return m
}

// separates reports whether the next token separates the entries of a map.
func (c *cursor) separates() bool { return separates(c.Peek()) || c.is(",") }

// skipSeparators skips what separates the entries of a map.
func (c *cursor) skipSeparators() {
	for c.separates() {
		c.Next()
	}
}

func (c *cursor) entry(colon bool) *Entry {
	form := "an entry is written: key: value"
	if !colon {
		form = `a variable is written: NAME "value"`
	}
	start := c.Peek().Pos
	x := &Entry{Key: c.label("a key", form)}
	if colon {
		c.want(":", form)
	} else if c.is(":") || c.is("=") {
		c.fail(diag.Unexpected, unexpected(c.Peek()), "expected a value", form)
	}
	x.Value = c.argument()
	x.Place = c.since(start)
	return x
}
