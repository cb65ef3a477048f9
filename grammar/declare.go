package grammar

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// declarations are the words that begin a declaration.
var declarations = words(`package import config param secret calendar pool cond hook group task
	test`)

var hookEvents = words(`startup shutdown cycle task`)

// How statements are written, for the help of messages.
const (
	packageForm = "package NAME"
	importForm  = `import [ALIAS] "path"`
	paramForm   = "param NAME = VALUE"
	condForm    = "cond NAME = CONDITION"
	hookForm    = "hook startup|shutdown|cycle|task func F"
	groupForm   = "group [NAME] [when CONDITION] { … }"
	taskForm    = "task [NAME] [when CONDITION] [until CONDITION] { … }"
)

// declaration reads one declaration. It returns nil if none can be used.
func (p *parser) declaration() Decl {
	switch p.cursor().dashed().Value {
	case "package":
		return whole[Decl](p, p.g.pkg, nil)
	case "import":
		return whole[Decl](p, p.g.imp, nil)
	case "param", "secret":
		return whole[Decl](p, p.g.param, func(d *Param) { p.checkLabel(d.Name) })
	case "cond":
		return p.condDecl()
	case "hook":
		if p.dashedHook() {
			return nil
		}
		return whole[Decl](p, p.g.hook, p.checkHook)
	case "config":
		return p.config()
	case "calendar":
		return p.calendar()
	case "pool":
		return p.pool()
	case "group":
		return p.group()
	case "task":
		return p.task()
	case "test":
		return p.test()
	}
	p.unknownDeclaration()
	return nil
}

// checkLabel reports a declared name that is empty.
func (p *parser) checkLabel(l *Label) {
	if l != nil && l.Text() == "" {
		d := p.diags.Errorf(diag.EmptyName, l.Span(), "a name is not empty")
		d.Label = "expected a name"
	}
}

// unknownDeclaration reports a statement that is not a declaration, and skips it.
func (p *parser) unknownDeclaration() {
	start, t := p.MakeCheckpoint(), p.cursor().dashed()
	switch {
	case t.Type == kindBad:
	case t.Value == "}" || t.Value == ")" || t.Value == "]":
		p.strayBracket(t)
		p.Next()
		return
	default:
		d := p.diags.Errorf(diag.UnknownDecl, tokenSpan(t),
			"a declaration does not begin with %s", found(t))
		d.Label, d.Expected = "expected "+declarations.list(), declarations
		d.Help = belongs(t.Value)
		if d.Help == "" && t.Type == kindIdent {
			hint(d, elsewhere.Declaration, t.Value, declarations)
		}
	}
	p.resync(start)
}

// belongs says where a word stands that begins no declaration, or "".
func belongs(word string) string {
	switch {
	case settings.has(word) || actionWords.has(word):
		return "this stands between the braces of a task: task NAME when CONDITION { … }"
	case word == "expect" || word == "assume":
		return "this stands between the braces of a test: " + testForm
	case calendarKeys.has(word):
		return "this stands between the braces of a calendar: " + calendarForm
	case configKeys.has(word):
		return "this stands between the braces of config: config { " + word + " VALUE }"
	case condWords.has(word) || clauses.has(word):
		return "a condition stands after the name of a task: task NAME when CONDITION { … }"
	}
	return ""
}

// condDecl reads a named condition or a phrase. After an error it returns what could
// be read, if that has a name.
func (p *parser) condDecl() Decl {
	start, from := p.MakeCheckpoint(), p.Peek().Pos
	d := &CondDecl{}
	_, err := byHand(p, func(c *cursor) *CondDecl { return c.condDecl(d) })
	d.Place = p.since(from)
	if err == nil {
		p.checkCondDecl(d)
	} else {
		p.report(err)
		if d.Cond == nil {
			d.Cond = p.badCond()
		}
	}
	p.end(start, err == nil)
	if d.Name == nil && d.Phrase == nil {
		return nil
	}
	return d
}

// condDecl reads the parts of a declared condition into d.
func (c *cursor) condDecl(d *CondDecl) *CondDecl {
	const form = "it is written: " + condForm
	c.Next()
	c.undashed("a name has letters, digits and _; between quotes stands a phrase")
	label := c.label("a name", form)
	if d.Phrase = label.Quoted; d.Phrase == nil {
		d.Name = &Name{label.Place, label.Name}
		if c.is("(") {
			c.sequence(")", func() { d.Params = append(d.Params, c.condParam()) })
		}
	}
	c.want("=", form)
	d.Cond = c.condition()
	if c.is("checked") {
		d.Checked = c.checked()
	}
	return d
}

func (c *cursor) condParam() *CondParam {
	start := c.Peek().Pos
	if !c.isKind(kindIdent) {
		c.fail(diag.Unexpected, unexpected(c.Peek()), "expected a parameter and its type", "")
	}
	x := &CondParam{Name: c.name()}
	if !c.isGoType() {
		c.fail(diag.Unexpected, unexpected(c.Peek()), "expected a Go type",
			"a parameter is written: "+x.Name.Text+" string")
	}
	x.Type = c.goType()
	x.Place = c.since(start)
	return x
}

func (c *cursor) checked() *Checked {
	const form = "it is written: checked every 5 minutes [valid for 1 hour] [execution process]"
	start := c.Next().Pos
	c.want("every", form)
	x := &Checked{Every: c.duration(false)}
	if c.eat("valid") {
		c.want("for", form)
		x.Valid = c.duration(false)
	}
	if c.eat("execution") {
		if !c.isKind(kindIdent) {
			c.fail(diag.Unexpected, unexpected(c.Peek()), "expected a name", form)
		}
		x.Execution = c.name()
	}
	x.Place = c.since(start)
	return x
}

func (p *parser) checkCondDecl(d *CondDecl) {
	if d.Name != nil && reserved(d.Name.Text) {
		e := p.diags.Errorf(diag.ReservedWord, d.Name.Span(),
			"%s is a word of the condition language", d.Name.Text)
		e.Label = "choose another name"
	}
	if d.Phrase != nil {
		p.checkPhrase(d.Phrase)
	}
	if d.Checked == nil {
		return
	}
	if _, ok := d.Cond.(*Func); !ok {
		e := p.diags.Errorf(diag.FuncExpected, d.Cond.Span(),
			"only a Go function can be checked from time to time")
		e.Label = "expected func F(…)"
	}
}

func (p *parser) checkPhrase(phrase *Text) {
	parts, bad := phraseParts(phrase.Value())
	msg := ""
	switch {
	case bad != "":
		msg = fmt.Sprintf("%q is neither a word nor a {hole}", bad)
	case len(parts) == 0:
		msg = "the phrase is empty"
	case parts[0].Hole:
		msg = "a phrase begins with a word, not with a hole"
	case reserved(parts[0].Text):
		msg = "a phrase does not begin with " + parts[0].Text + ", a word of the condition language"
	default:
		return
	}
	d := p.diags.Errorf(diag.BadPhrase, phrase.Span(), "%s", msg)
	d.Help = `a phrase is written: cond "market {name} is open" = func F(name)`
}

func (p *parser) checkHook(h *Hook) {
	if !hookEvents.has(h.Event.Text) {
		p.unknownWord(h.Event, elsewhere.Hook, hookEvents,
			"a hook is called at "+hookEvents.list())
	}
}

// dashedHook reports a hook whose event is a word with dashes, such as start-up, and passes
// over it.
func (p *parser) dashedHook() bool {
	start, c := p.MakeCheckpoint(), p.cursor()
	c.Next()
	at, event := c.Peek().Pos, c.dashed()
	if event.Type != kindIdent || event.Value == c.Peek().Value {
		p.LoadCheckpoint(start)
		return false
	}
	c.nextDashed()
	p.unknownWord(&Name{c.since(at), event.Value}, elsewhere.Hook, hookEvents,
		"a hook is called at "+hookEvents.list())
	p.end(start, false)
	return true
}

// unknownWord reports a word that is not in the set.
func (p *parser) unknownWord(
	n *Name, at elsewhere.Place, set wordSet, msg string,
) *diag.Diagnostic {
	d := p.diags.Errorf(diag.UnknownWord, n.Span(), "unknown word %q: %s", n.Text, msg)
	d.Label, d.Expected = "expected "+set.list(), set
	hint(d, at, n.Text, set)
	return d
}

// startsDeclaration reports whether text, the start of a line, begins a declaration in a
// way that nothing else begins.
func startsDeclaration(text string) bool {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return false
	}
	word, rest := cutWord(text)
	if !declarations.has(word) {
		return false
	}
	label, after := cutLabel(rest)
	next, _ := cutWord(after)
	switch word {
	case "task", "group":
		return clauses.has(label) || clauses.has(next) || strings.HasPrefix(after, "{")
	case "config":
		return strings.HasPrefix(rest, "{")
	case "test":
		return label != "" && !isIdent(label) && strings.HasPrefix(after, "{")
	case "calendar":
		return isIdent(label) && strings.HasPrefix(after, "{")
	case "pool":
		return isIdent(label) && after != "" && '0' <= after[0] && after[0] <= '9'
	case "cond":
		return strings.HasPrefix(after, "=") || strings.HasPrefix(after, "(") && label != ""
	case "param", "secret":
		return label != "" && strings.HasPrefix(after, "=")
	case "import":
		return label != "" && !isIdent(label) || strings.HasPrefix(after, `"`)
	default: // package, hook
		return isIdent(label)
	}
}

// cutWord cuts off the word at the start of text, and the space after it.
func cutWord(text string) (word, rest string) {
	n := identWidth(text)
	return text[:n], strings.TrimLeft(text[n:], " \t")
}

// cutLabel cuts off the word or string at the start of text, and the space after it. The
// string ends on its line.
func cutLabel(text string) (label, rest string) {
	if text == "" || !strings.ContainsRune("\"'`", rune(text[0])) {
		return cutWord(text)
	}
	line := text[:lineWidth(text)]
	end := strings.IndexByte(line[1:], text[0])
	if end < 0 {
		return "", text
	}
	return text[:end+2], strings.TrimLeft(text[end+2:], " \t")
}

// Declarations returns the words that begin a declaration.
func Declarations() []string { return slices.Clone(declarations) }
