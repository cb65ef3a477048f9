package format

import (
	"sort"

	"github.com/rocketc/rocketc/grammar"
)

// A role is what a token is in its statement: a set of the bits below.
type role uint16

const (
	starts  role = 1 << iota // begins a declaration, a statement or an entry
	keys                     // has its value in a column, if there is one
	clauses                  // the word when or until in the head of a task or group
	calls                    // a bracket directly behind a name
	lists                    // a bracket whose items may have a comma behind the last
	blocks                   // a brace around statements or entries
	labels                   // the colon behind a key or the name of an argument
	tight                    // has white space before it only if it has in the file
)

// has reports whether any of the bits is set.
func (t *token) has(r role) bool { return t.role&r != 0 }

// A head is the head of a task, a group or another declaration with a block.
type head struct {
	first   int   // its first token
	clauses []int // its words when and until
	brace   int   // that opens the block
}

// assign gives the tokens their roles.
func (f *file) assign(tree *grammar.File) {
	grammar.Walk(tree, func(n grammar.Node) bool {
		switch n := n.(type) {
		case *grammar.Quoted:
			return false // its nodes stand in a string
		case *grammar.Package, *grammar.Import, *grammar.Param, *grammar.Hook, *grammar.Pool:
			f.mark(n, starts)
		case *grammar.Config:
			f.head(n, nil)
		case *grammar.Calendar:
			f.head(n, n.Name)
		case *grammar.Test:
			f.head(n, n.Name)
		case *grammar.Group:
			f.group(n)
		case *grammar.Task:
			f.task(n)
		case *grammar.Setting:
			f.key(n, n.Key)
		case *grammar.CondDecl:
			f.condDecl(n)
		case *grammar.Cron:
			f.cron(n)
		case *grammar.CronField:
			f.label(n.Name)
		case *grammar.Args:
			f.sequence(f.first(n), calls|lists)
		case *grammar.ArgItem:
			f.label(n.Name)
		case *grammar.List:
			f.sequence(f.first(n), lists)
		case *grammar.DoStep:
			f.sequence(f.first(n)+1, lists)
		case *grammar.Map:
			f.block(f.first(n))
		case *grammar.Entry:
			f.entry(n)
		case *grammar.Number, *grammar.Duration, *grammar.GoType:
			f.tighten(n)
		case grammar.TestStep:
			f.step(n)
		case *grammar.ExpectedRun:
			f.key(n, n.At)
		}
		return true
	})
}

// first returns the index of the first token of a node.
func (f *file) first(n grammar.Node) int { return f.at(n.Span().Start.Offset) }

// after returns the index of the first token behind a node.
func (f *file) after(n grammar.Node) int { return f.at(n.Span().End.Offset) }

// at returns the index of the first token that does not begin before an offset.
func (f *file) at(offset int) int {
	return sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].start >= offset })
}

// mark gives the first token of a node a role, and returns its index.
func (f *file) mark(n grammar.Node, r role) int {
	i := f.first(n)
	f.tokens[i].role |= r
	return i
}

// key marks a statement whose value stands in a column behind a part of it.
func (f *file) key(statement, part grammar.Node) {
	f.mark(statement, starts)
	f.tokens[f.after(part)-1].role |= keys
}

// head marks a declaration with a block behind its head, whose last node is last; nil: it is
// one word.
func (f *file) head(n, last grammar.Node) *head {
	h := head{first: f.mark(n, starts)}
	if h.brace = h.first + 1; last != nil {
		h.brace = f.after(last)
	}
	f.block(h.brace)
	f.heads = append(f.heads, h)
	return &f.heads[len(f.heads)-1]
}

// clause marks the word before a condition in a head.
func (h *head) clause(f *file, c grammar.Cond) {
	word := f.first(c) - 1
	f.tokens[word].role |= clauses
	h.clauses = append(h.clauses, word)
}

func (f *file) group(g *grammar.Group) {
	var last grammar.Node
	switch {
	case g.When != nil:
		last = g.When
	case g.Name != nil:
		last = g.Name
	}
	h := f.head(g, last)
	if g.When != nil {
		h.clause(f, g.When)
	}
}

func (f *file) task(t *grammar.Task) {
	var last grammar.Node
	switch {
	case t.Until != nil:
		last = t.Until
	case t.When != nil:
		last = t.When
	case t.Name != nil:
		last = t.Name
	}
	h := f.head(t, last)
	if t.When != nil {
		h.clause(f, t.When)
	}
	if t.Until != nil {
		h.clause(f, t.Until)
	}
	if _, isCode := t.Action.(*grammar.Code); isCode {
		f.mark(t.Action, starts)
	} else {
		f.mark(t.Action, starts|keys)
	}
}

func (f *file) condDecl(d *grammar.CondDecl) {
	f.mark(d, starts)
	if d.Name != nil {
		f.sequence(f.after(d.Name), calls|lists)
	}
}

// entry marks an entry of a map. Its column is behind the colon, if it has one.
func (f *file) entry(e *grammar.Entry) {
	f.mark(e, starts)
	if i := f.after(e.Key); f.tokens[i].is(":") {
		f.tokens[i].role |= labels | keys
	} else {
		f.tokens[i-1].role |= keys
	}
}

// cron marks the bracket behind the word cron, if there is one.
func (f *file) cron(c *grammar.Cron) {
	r := calls
	if c.Quoted == nil {
		r |= lists
	}
	f.sequence(f.first(c)+1, r)
}

// step marks a statement of a test.
func (f *file) step(s grammar.TestStep) {
	switch s := s.(type) {
	case *grammar.OutcomeStep:
		f.key(s, s.Task)
	case *grammar.ExpectRuns:
		f.block(f.mark(s, starts) + 2)
	case *grammar.RunStep, *grammar.ExpectCond:
		f.mark(s, starts)
	default:
		f.mark(s, starts|keys)
	}
}

// label marks the colon behind a name, if there is one.
func (f *file) label(name *grammar.Name) {
	if name == nil {
		return
	}
	f.tokens[f.after(name)].role |= labels
}

// sequence gives the bracket at index i, if there is one, a role, and its pair as well.
func (f *file) sequence(i int, r role) {
	if t := &f.tokens[i]; t.is("(") || t.is("[") {
		t.role |= r
		f.tokens[t.pair].role |= r & lists
	}
}

// block marks the braces around statements or entries.
func (f *file) block(i int) {
	f.tokens[i].role |= blocks
	f.tokens[f.tokens[i].pair].role |= blocks
}

// tighten marks the tokens of a node whose text has white space only if the file has.
func (f *file) tighten(n grammar.Node) {
	if d, ok := n.(*grammar.Duration); ok && d.Param != nil {
		return
	}
	for i := f.first(n) + 1; i < f.after(n); i++ {
		f.tokens[i].role |= tight
	}
}
