package grammar

import (
	"cmp"
	"slices"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
)

// block reads `{ statements }` and calls statement at the first token of each; if that is a
// word with dashes, the token has all of the word. It returns false if there is no block, or
// no end to it.
func (p *parser) block(form string, statement func(first *lexer.Token)) bool {
	open := *p.Peek()
	if !p.is("{") {
		p.noBlock(form)
		return false
	}
	defer func(outer string) { p.inBlock = outer }(p.inBlock)
	p.inBlock = form
	p.Next()
	for p.skipSeparators(); !p.is("}"); p.skipSeparators() {
		if p.Peek().EOF() || p.full() || p.breaksBlock(form) {
			p.unclosedBlock(&open)
			return false
		}
		start := p.Peek().Pos.Offset
		statement(p.cursor().dashed())
		if p.Peek().Pos.Offset == start {
			p.Next()
		}
	}
	p.Next()
	return true
}

// noBlock reports that a declaration has no braces.
func (p *parser) noBlock(form string) {
	help := "it is written: " + form
	conditional := form == taskForm || form == groupForm
	switch t := p.Peek(); {
	case form == groupForm && isWord(t, "until"):
		help = untilOfGroup
	case conditional && t.Type == kindIdent && reserved(t.Value):
		help = "the word when stands before a condition: " + form
	}
	p.unexpected("expected {", help, following(form)...)
}

// breaksBlock reports whether a declaration begins that cannot stand in a block. The
// block before it was not closed then.
func (p *parser) breaksBlock(form string) bool {
	member := p.is("task") || p.is("group")
	return p.declares() && !(form == groupForm && member)
}

// following returns the words that may stand before the braces of a declaration.
func following(form string) wordSet {
	switch form {
	case taskForm:
		return whenUntil
	case groupForm:
		return whenOnly
	}
	return nil
}

func (p *parser) unclosedBlock(open *lexer.Token) {
	p.skipped(open.Pos.Offset)
	if p.full() || p.lexedBadly(open.Pos.Offset) {
		return
	}
	d := p.diags.Errorf(diag.UnclosedBracket, tokenSpan(open), "the brace { is not closed")
	d.Label = "it opens here"
	d.Related = closedBefore(p.Peek())
}

// lexedBadly reports whether the scanner has found an error between the offset and the
// next token: a string that is not closed may have taken the brace.
func (p *parser) lexedBadly(from int) bool {
	found := p.scanner.diags
	i, _ := slices.BinarySearchFunc(found, from, func(d diag.Diagnostic, offset int) int {
		return cmp.Compare(d.Span.Start.Offset, offset)
	})
	return i < len(found) && found[i].Span.Start.Offset < p.Peek().Pos.Offset
}

// header reads what stands before the braces of a group or a task: its name, and what read
// reads. It returns false after an error, at the opening brace.
func (p *parser) header(name **Label, notNames wordSet, read func(*cursor)) bool {
	start := p.MakeCheckpoint()
	if p.unquotedName() {
		p.skipToBrace(start)
		return false
	}
	_, err := byHand(p, func(c *cursor) (none struct{}) {
		c.Next()
		if c.isKind(kindString) || c.isKind(kindIdent) && !notNames.has(c.Peek().Value) {
			*name = c.label("", "")
		}
		read(c)
		return none
	})
	if err != nil {
		p.report(err)
		p.skipToBrace(start)
	}
	return err == nil
}

// The words that begin what follows the names of groups and tasks.
var (
	whenOnly  = words("when")
	whenUntil = words("when until")
)

// clause reads a word and a condition, if the word comes next.
func (c *cursor) clause(word string, cond *Cond) {
	if c.eat(word) {
		*cond = c.condition()
	}
}

// config reads `config { KEY VALUE … }`.
func (p *parser) config() Decl {
	from := p.Next().Pos
	c := &Config{}
	ok := p.block("config { KEY VALUE … }", func(t *lexer.Token) {
		s, known := configKeys.find(t.Value)
		if !known {
			p.unknownKey(t)
			return
		}
		if x := p.setting(s); x != nil {
			c.Settings = append(c.Settings, x)
		}
	})
	c.Place = p.since(from)
	p.endBlock(ok)
	return c
}

func (p *parser) unknownKey(t *lexer.Token) {
	start := p.MakeCheckpoint()
	if t.Type != kindBad {
		d := p.diags.Errorf(diag.UnknownKey, tokenSpan(t), "config has no key %s", found(t))
		p.hintKey(d, t, elsewhere.Key, configKeys.names())
	}
	p.resync(start)
}

// group reads a group and everything in it.
func (p *parser) group() Decl {
	start, from := p.MakeCheckpoint(), p.Peek().Pos
	g := &Group{}
	ok := p.header(&g.Name, whenOnly, func(c *cursor) { c.clause("when", &g.When) })
	p.checkLabel(g.Name)
	if !ok && g.When == nil && p.holds(start, "when") {
		g.When = p.badCond()
	}
	closed := p.body(ok, groupForm, func(t *lexer.Token) { p.groupStatement(g, t) })
	g.Place = p.since(from)
	p.endBlock(closed)
	return g
}

// body reads a block. The block may be missing if its header did not parse (ok false).
func (p *parser) body(ok bool, form string, statement func(*lexer.Token)) bool {
	if !ok && !p.is("{") {
		return false
	}
	return p.block(form, statement)
}

func (p *parser) groupStatement(g *Group, t *lexer.Token) {
	switch {
	case t.Value == "task":
		g.Members = append(g.Members, p.task())
	case t.Value == "group":
		g.Members = append(g.Members, p.group())
	case actionWords.has(t.Value):
		p.misplaced(t, "a group has no action of its own",
			"put it into a task: task NAME { "+t.Value+" … }")
	default:
		if x := p.attribute(t, "a group"); x != nil {
			g.Attrs = append(g.Attrs, x)
		}
	}
}

// task reads a task and everything in it.
func (p *parser) task() Decl {
	start, from, stumbles := p.MakeCheckpoint(), p.Peek().Pos, p.stumbles
	t := &Task{}
	ok := p.header(&t.Name, whenUntil, func(c *cursor) {
		c.clause("when", &t.When)
		c.clause("until", &t.Until)
	})
	p.checkLabel(t.Name)
	head := span(from, p.RawPeek().Pos)
	if !ok {
		p.markBadConds(t, start)
	}
	closed := p.body(ok, taskForm, func(first *lexer.Token) { p.taskStatement(t, first) })
	t.Place = p.since(from)
	if t.Action == nil && closed && p.stumbles == stumbles {
		d := p.diags.Errorf(diag.ActionCount, head, "the task has no action")
		d.Label = "expected func, command, code, notify or do between its braces"
	}
	p.endBlock(closed)
	return t
}

// markBadConds fills in the conditions of a task whose header did not parse.
func (p *parser) markBadConds(t *Task, start lexer.Checkpoint) {
	if t.When == nil && p.holds(start, "when") {
		t.When = p.badCond()
		return
	}
	if t.Until == nil && p.holds(start, "until") {
		t.Until = p.badCond()
	}
}

// badCond returns a node for a condition that did not parse. The node stands before the
// next token.
func (p *parser) badCond() Cond {
	at := p.RawPeek().Pos
	return &BadCond{between(at, at)}
}

func (p *parser) taskStatement(t *Task, first *lexer.Token) {
	if actionWords.has(first.Value) {
		p.taskAction(t, first)
		return
	}
	if x := p.attribute(first, "a task"); x != nil {
		t.Attrs = append(t.Attrs, x)
	}
}

// taskAction reads an action. A second one is an error.
func (p *parser) taskAction(t *Task, first *lexer.Token) {
	a := p.action()
	switch {
	case a == nil:
	case t.Action == nil:
		t.Action = a
	default:
		d := p.diags.Errorf(diag.ActionCount, tokenSpan(first), "the task has more than one action")
		d.Related = []diag.Related{{Span: t.Action.Span(), Msg: "the first is here"}}
		if _, more := a.(*Do); more {
			if _, steps := t.Action.(*Do); steps {
				d.Help = "several steps stand behind one do: do run a, disable b"
			}
		}
	}
}

// attribute reads one attribute of a task or group.
func (p *parser) attribute(t *lexer.Token, owner string) *Setting {
	if s, known := settings.find(t.Value); known {
		return p.setting(s)
	}
	switch {
	case clauses.has(t.Value):
		p.misplacedClause(t)
		p.resync(p.MakeCheckpoint())
	case t.Value == "retry":
		d := p.diags.Errorf(diag.RetryAttr, tokenSpan(t), "retry is a condition, not an attribute")
		d.Help = "write it on the task's first line: when daily | retry 3 every 1 minute"
		p.resync(p.MakeCheckpoint())
	case declarations.has(t.Value):
		p.misplaced(t, owner+" holds no "+t.Value, "")
	case t.Type == kindBad:
		p.resync(p.MakeCheckpoint())
	default:
		p.unknownAttribute(t, owner)
	}
	return nil
}

// untilOfGroup is the help for a group that has until.
const untilOfGroup = "until stands at each task of the group: task NAME until CONDITION { … }"

// misplacedClause reports a when or until that stands in a block, or behind a statement.
func (p *parser) misplacedClause(t *lexer.Token) {
	msg := t.Value + " stands on the first line of its task or group"
	help := "write: task NAME " + t.Value + " CONDITION { … }"
	switch {
	case p.inBlock == groupForm && t.Value == "until":
		msg, help = "a group has no until", untilOfGroup
	case p.inBlock == groupForm:
		help = "write: group NAME when CONDITION { … }"
	case p.inBlock == testForm:
		msg = "a statement of a test has no " + t.Value
		help = "a test goes on to an instant with a statement of its own: " + runForm
	}
	p.diags.Errorf(diag.Misplaced, tokenSpan(t), "%s", msg).Help = help
}

func (p *parser) misplaced(t *lexer.Token, msg, help string) {
	d := p.diags.Errorf(diag.Misplaced, tokenSpan(t), "%s", msg)
	d.Help = help
	p.resync(p.MakeCheckpoint())
}

func (p *parser) unknownAttribute(t *lexer.Token, owner string) {
	d := p.diags.Errorf(diag.UnknownAttr, tokenSpan(t), "%s has no attribute %s", owner, found(t))
	candidates := settings.names()
	if owner == "a task" {
		candidates = append(candidates, actionWords...)
	}
	p.hintKey(d, t, elsewhere.Attribute, candidates)
	p.resync(p.MakeCheckpoint())
}

// hintKey adds to the error of a token that begins a statement of a block what it was meant
// to be: a word, or a line of another tool.
func (p *parser) hintKey(d *diag.Diagnostic, t *lexer.Token, at elsewhere.Place, known wordSet) {
	d.Expected = known
	if t.Type == kindIdent {
		hint(d, at, t.Value, known)
	}
	if paste, ok := elsewhere.Pasted(p.scanner.src[t.Pos.Offset:]); ok && d.Help == "" {
		d.Label, d.Help = "this is "+paste.What, paste.Help
	}
}
