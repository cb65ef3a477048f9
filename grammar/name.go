package grammar

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// A Name is a bare word.
type Name struct {
	Place
	Text string
}

// name reads a word. The caller has seen that the next token is one.
func (c *cursor) name() *Name {
	t := c.Next()
	return &Name{Place: c.since(t.Pos), Text: t.Value}
}

// A Path is a name with dots: prices.Fetch, nightly.compact.
type Path struct {
	Place
	Parts []string
}

// String returns the path with its dots.
func (p *Path) String() string { return strings.Join(p.Parts, ".") }

func (c *cursor) path() *Path {
	t := c.Next()
	p := &Path{Parts: []string{t.Value}}
	for c.eat(".") {
		if !c.isKind(kindIdent) {
			c.fail(diag.Unexpected, unexpected(c.Peek())+" after a dot", "expected a name", "")
		}
		p.Parts = append(p.Parts, c.Next().Value)
	}
	p.Place = c.since(t.Pos)
	return p
}

// A Label is the name of a declared thing, bare or quoted.
type Label struct {
	Place
	Name   string // empty if Quoted is set
	Quoted *Text
}

// Text returns the name without quotes.
func (l *Label) Text() string {
	if l.Quoted != nil {
		return l.Quoted.Value()
	}
	return l.Name
}

// label reads a label, or gives up.
func (c *cursor) label(what, form string) *Label {
	t := c.Peek()
	if t.Type == kindString {
		text := c.string(what, form)
		return &Label{Place: text.Place, Quoted: text}
	}
	if t.Type != kindIdent {
		c.fail(diag.Unexpected, unexpected(t), "expected "+what, form)
	}
	c.undashed("")
	n := c.name()
	return &Label{Place: n.Place, Name: n.Text}
}

// A TaskRef refers to a task by its name, bare, dotted or quoted, or by the Go
// function that the task calls. The word task may stand before it.
type TaskRef struct {
	Place
	Path   *Path // report, nightly.compact, prices.Fetch; nil if Quoted is set
	Quoted *Text // "nightly.compact": always a name, never a function
}

// Text returns the name without quotes, as the task is looked up.
func (r *TaskRef) Text() string {
	if r.Quoted != nil {
		return r.Quoted.Value()
	}
	return r.Path.String()
}

// written returns the name as it is written, without the word task.
func (r *TaskRef) written() string {
	if r.Quoted != nil {
		return r.Quoted.Raw
	}
	return r.Text()
}

// taskRef reads a reference to a task, or gives up.
func (c *cursor) taskRef() *TaskRef {
	start := c.Peek().Pos
	if k := c.second().Type; c.is("task") && (k == kindString || k == kindIdent) {
		c.Next()
	}
	switch {
	case c.isKind(kindString):
		q := c.string("", "")
		if q.Value() == "" {
			panic(emptyName(q))
		}
		return &TaskRef{Place: c.since(start), Quoted: q}
	case c.isKind(kindIdent):
		p := c.path()
		return &TaskRef{Place: c.since(start), Path: p}
	}
	c.fail(diag.TaskExpected, "the name of a task is missing before "+found(c.Peek()),
		"expected a task", "")
	return nil
}

func emptyName(q *Text) *problem {
	return &problem{diag.Diagnostic{Code: diag.EmptyName, Span: q.Span(),
		Msg: "a task's name is not empty", Label: "expected a name"}}
}

// A GroupRef refers to all tasks of a group, as in nightly.*, or to any task.
type GroupRef struct {
	Place
	Path   *Path // nil if Quoted is set, and for any task
	Quoted *Text // "my nights".*
}

// Text returns the name of the group without quotes, or "" for any task.
func (r *GroupRef) Text() string {
	switch {
	case r.Quoted != nil:
		return r.Quoted.Value()
	case r.Path != nil:
		return r.Path.String()
	}
	return ""
}

// starred reads a group, NAME.*; nil: there is none.
func (c *cursor) starred() *GroupRef {
	began, start := c.MakeCheckpoint(), c.Peek().Pos
	x := &GroupRef{}
	if t := c.Next(); t.Type == kindString {
		if c.LoadCheckpoint(began); isWord(c.second(), ".") {
			x.Quoted = c.string("", "")
		}
	} else if t.Type == kindIdent {
		x.Path = &Path{Parts: []string{t.Value}}
		for c.is(".") && c.second().Type == kindIdent {
			c.Next()
			x.Path.Parts = append(x.Path.Parts, c.Next().Value)
		}
		x.Path.Place = c.since(start)
	}
	if (x.Quoted != nil || x.Path != nil) && c.is(".") && isWord(c.second(), "*") {
		c.Next()
		c.Next()
		x.Place = c.since(start)
		return x
	}
	c.LoadCheckpoint(began)
	return nil
}
