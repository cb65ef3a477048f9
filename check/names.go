package check

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
)

// A Kind is a kind of thing that has a name.
type Kind int

// The kinds.
const (
	TaskName      Kind = iota
	GroupName          // of a group of tasks
	CondName           // of a named condition, or of a phrase
	ParamName          // of a session parameter
	CondParamName      // of a parameter of a named condition
	CalendarName       // of a calendar of business days
	PoolName           // of a pool of places
	FuncName           // of a Go function
)

// A Named is what a name stands for.
type Named struct {
	Kind Kind
	// Name is the whole name: of a task with those of its groups.
	Name string
	// Own is the name as it is declared, without the groups.
	Own string
	// At is where the name is declared. It is no place for a task that is named by what it
	// does, for a Go function, and for what the schedule does not declare itself.
	At diag.Span
	// Decl is the declaration; nil of a Go function and of a parameter of a condition.
	Decl grammar.Decl
	// Groups are the groups around a task or group, from the outermost on.
	Groups []*Named
	// Func is the Go function, and Position where it is declared.
	Func     *types.Func
	Position token.Position
}

// A NameUse is a place where a name is written.
type NameUse struct {
	// At is the name, with its quotes; of a task without the word task.
	At diag.Span
	// Text is the name without quotes.
	Text string
	// Of is what it stands for.
	Of *Named
	// Quoted says that it stands in quotes.
	Quoted bool
	// Declares says that this is the declaration.
	Declares bool
}

// Names knows what the names in a schedule stand for, as the checks see it.
type Names struct {
	Declared []*Named  // in the order of the files
	Uses     []NameUse // by file, then in the order of the text
	// Packages are the Go packages that each file may name functions of, by the name that it
	// has for them; "" is the schedule's own.
	Packages map[string]map[string]*golang.Package

	byDecl map[any]*Named
	groups map[string]*Named // by the prefixes of their tasks
	funcs  map[*types.Func]*Named
}

// Look checks the files as [Check] does, and also tells what their names stand for. names
// may be called once, at any time, but not concurrently; it takes a while.
func Look(files []*grammar.File, o Options) (p *plan.Plan, found diag.List, names func() *Names) {
	c := check(files, o)
	return c.plan, c.diags, c.names
}

// names finds out what the names stand for. What the checker finds meanwhile, it has found
// before, so that does not count.
func (c *checker) names() *Names {
	n := &indexer{Names: &Names{byDecl: map[any]*Named{}, funcs: map[*types.Func]*Named{},
		groups: map[string]*Named{}, Packages: map[string]map[string]*golang.Package{}}, checker: c}
	c.hints = maxHints
	n.declared()
	for _, f := range c.files {
		for _, d := range f.Decls {
			n.in = n.scopeOf(d)
			grammar.Walk(d, n.visit)
		}
		n.packages(f)
	}
	slices.SortStableFunc(n.Uses, func(a, b NameUse) int {
		return cmp.Or(strings.Compare(a.At.File, b.At.File),
			cmp.Compare(a.At.Start.Offset, b.At.Start.Offset))
	})
	return n.Names
}

// An indexer collects the names of a schedule.
type indexer struct {
	*Names
	checker *checker
	in      *scope // of the declared condition that is visited, or nil
}

// enter adds what is declared, under the node of the tree that others lead to it by.
func (n *indexer) enter(key any, d *Named, name grammar.Node, quoted bool) {
	n.byDecl[key] = d
	if d.Decl != nil {
		n.Declared = append(n.Declared, d)
	}
	if name == nil {
		return
	}
	d.At = name.Span()
	n.Uses = append(n.Uses, NameUse{At: d.At, Text: d.Own, Of: d, Quoted: quoted, Declares: true})
}

// declared enters all declarations.
func (n *indexer) declared() {
	c := n.checker
	for _, f := range c.files {
		for _, g := range c.groups[f.Span().File] {
			n.group(g)
		}
	}
	for _, t := range c.tasks {
		n.task(t)
	}
	for _, p := range c.paramOrder {
		name := p.decl.Name.Text()
		n.enter(p.decl, &Named{Kind: ParamName, Name: name, Own: name, Decl: p.decl}, p.decl.Name,
			p.decl.Name.Quoted != nil)
	}
	for _, x := range c.calendars {
		n.enter(x.decl, &Named{Kind: CalendarName, Name: x.Name, Own: x.Name, Decl: x.decl},
			x.decl.Name, false)
	}
	for _, p := range c.pools {
		name := p.decl.Name.Text
		n.enter(p.decl, &Named{Kind: PoolName, Name: name, Own: name, Decl: p.decl}, p.decl.Name,
			false)
	}
	for _, d := range c.conds {
		n.cond(d.decl)
	}
	slices.SortStableFunc(n.Declared, func(a, b *Named) int {
		at, other := a.Decl.Span(), b.Decl.Span()
		return cmp.Or(strings.Compare(at.File, other.File),
			cmp.Compare(at.Start.Offset, other.Start.Offset))
	})
}

func (n *indexer) group(g *group) {
	d := &Named{Kind: GroupName, Name: strings.TrimSuffix(g.prefix, "."), Decl: g.decl,
		Groups: n.around(g.outer)}
	if g.decl.Name == nil {
		n.byDecl[g.decl] = d
		return
	}
	d.Own = g.decl.Name.Text()
	n.groups[d.Name+"."] = d
	n.enter(g.decl, d, g.decl.Name, g.decl.Name.Quoted != nil)
}

// around returns the groups that have names, from the outermost to g.
func (n *indexer) around(g *group) (groups []*Named) {
	for ; g != nil; g = g.outer {
		if g.decl.Name != nil {
			groups = append(groups, n.byDecl[g.decl])
		}
	}
	slices.Reverse(groups)
	return groups
}

func (n *indexer) task(t *task) {
	d := &Named{Kind: TaskName, Name: t.name, Own: t.name, Decl: t.decl, Groups: n.around(t.group)}
	if t.group != nil {
		d.Own = strings.TrimPrefix(t.name, t.group.prefix)
	}
	if t.decl.Name == nil {
		n.enter(t.decl, d, nil, false)
		return
	}
	d.Own = t.decl.Name.Text()
	n.enter(t.decl, d, t.decl.Name, t.decl.Name.Quoted != nil)
}

func (n *indexer) cond(decl *grammar.CondDecl) {
	name := condName(decl)
	d := &Named{Kind: CondName, Name: name, Own: name, Decl: decl}
	if decl.Span().File == preludeName {
		n.byDecl[decl] = d
		return
	}
	n.enter(decl, d, condNameNode(decl), decl.Phrase != nil)
	for _, p := range decl.Params {
		own := &Named{Kind: CondParamName, Name: p.Name.Text, Own: p.Name.Text}
		n.enter(p, own, p.Name, false)
	}
}

// scopeOf returns the scope of the text of a declared condition; nil for anything else.
func (n *indexer) scopeOf(d grammar.Decl) *scope {
	decl, ok := d.(*grammar.CondDecl)
	if !ok {
		return nil
	}
	args := map[string]any{}
	for _, p := range decl.Params {
		args[p.Name.Text] = p
	}
	for _, part := range decl.PhraseParts() {
		if part.Hole {
			args[part.Text] = hole{}
		}
	}
	return &scope{args: args}
}

// use adds a place where a name is written; of is nil if it stands for nothing.
func (n *indexer) use(at grammar.Node, text string, of *Named) {
	if of != nil {
		n.Uses = append(n.Uses, NameUse{At: at.Span(), Text: text, Of: of})
	}
}

// label is use for a name that may stand in quotes.
func (n *indexer) label(l *grammar.Label, of *Named) {
	if l != nil && of != nil {
		n.Uses = append(n.Uses,
			NameUse{At: l.Span(), Text: l.Text(), Of: of, Quoted: l.Quoted != nil})
	}
}

// visit enters the names that a node of the tree has.
func (n *indexer) visit(node grammar.Node) bool {
	switch node := node.(type) {
	case *grammar.TaskRef:
		n.taskRef(node)
	case *grammar.GroupRef:
		n.groupRef(node)
	case *grammar.NameCond:
		n.use(node, node.Name, n.condOf(node.Name))
	case *grammar.Call:
		n.call(node)
	case *grammar.Phrase:
		n.phrase(node)
	case *grammar.ParamCond:
		n.label(node.Name, n.param(node.Name.Text()))
	case *grammar.DoStep:
		if node.Param != nil {
			n.label(node.Param, n.param(node.Param.Text()))
		}
	case *grammar.TestWith:
		n.label(node.Name, n.param(node.Name.Text()))
	case *grammar.Word:
		n.use(node, node.Text, n.value(node.Text))
	case *grammar.Duration:
		n.quantity(node, node.Text, node.Param)
	case *grammar.Number:
		n.quantity(node, node.Text, nil)
	case *grammar.Point:
		n.point(node)
	case *grammar.BusinessDay:
		n.calendar(node.Calendar)
	case *grammar.Func:
		n.function(node)
	case *grammar.Setting:
		return n.setting(node)
	}
	return true
}

func (n *indexer) taskRef(ref *grammar.TaskRef) {
	found := len(n.checker.diags)
	name, ok := n.checker.task(ref)
	n.checker.diags = n.checker.diags[:found]
	t := n.checker.byName[name]
	if !ok || t == nil || n.byDecl[t.decl] == nil {
		return
	}
	n.Uses = append(n.Uses, NameUse{At: nameOf(ref).Span(), Text: ref.Text(), Of: n.byDecl[t.decl],
		Quoted: ref.Quoted != nil})
}

func (n *indexer) groupRef(ref *grammar.GroupRef) {
	found := len(n.checker.diags)
	prefix, ok := n.checker.taskGroup(ref)
	n.checker.diags = n.checker.diags[:found]
	if !ok || prefix == "" {
		return
	}
	of := n.groups[prefix]
	if of == nil {
		return
	}
	var at grammar.Node = ref.Path
	if ref.Quoted != nil {
		at = ref.Quoted
	}
	n.Uses = append(n.Uses, NameUse{At: at.Span(), Text: ref.Text(), Of: of,
		Quoted: ref.Quoted != nil})
}

// condOf returns the condition of that name, or nil. A condition of the prelude has no place.
func (n *indexer) condOf(name string) *Named {
	found := n.checker.lookup(name)
	if found == nil {
		return nil
	}
	if _, known := n.byDecl[found.decl]; !known {
		n.cond(found.decl)
	}
	return n.byDecl[found.decl]
}

// call enters the condition, and the parameters of it that are named.
func (n *indexer) call(node *grammar.Call) {
	d := n.condOf(node.Name.Text)
	n.use(node.Name, node.Name.Text, d)
	if d == nil {
		return
	}
	for _, item := range node.Args.Items {
		for _, p := range d.Decl.(*grammar.CondDecl).Params {
			if item.Name != nil && item.Name.Text == p.Name.Text {
				n.use(item.Name, item.Name.Text, n.byDecl[p])
			}
		}
	}
}

func (n *indexer) phrase(node *grammar.Phrase) {
	if d, _ := n.checker.findPhrase(n.in, node); d != nil {
		n.use(node, condName(d.decl), n.byDecl[d.decl])
	}
}

// param returns the session parameter of that name, or nil.
func (n *indexer) param(name string) *Named {
	if p := n.checker.params[name]; p != nil && p.decl != nil {
		return n.byDecl[p.decl]
	}
	return nil
}

// value returns what a word stands for in the place of a value: a parameter of the condition
// that is declared, else a session parameter.
func (n *indexer) value(word string) *Named {
	if p, ok := n.in.arg(word); ok {
		return n.byDecl[p]
	}
	return n.param(word)
}

// quantity enters the parameter that has a number or a duration.
func (n *indexer) quantity(at grammar.Node, text string, param *grammar.Name) {
	if param != nil {
		n.use(param, param.Text, n.value(param.Text))
	} else if p, ok := n.in.arg(text); ok {
		n.use(at, text, n.byDecl[p])
	}
}

func (n *indexer) point(p *grammar.Point) {
	n.calendar(p.Calendar)
	if p.Param != nil {
		n.use(p.Param, p.Param.Text, n.value(p.Param.Text))
	}
}

func (n *indexer) calendar(name *grammar.Name) {
	if name == nil {
		return
	}
	if x := n.checker.calendarNamed(name.Text); x != nil {
		n.use(name, name.Text, n.byDecl[x.decl])
	}
}

// setting enters the pool of a setting. A bare word after a key is one of the language's,
// not the name of a parameter, but for what notify says.
func (n *indexer) setting(s *grammar.Setting) bool {
	if s.Key.Text == "pool" && s.Kind != nil {
		if p := n.checker.pools[s.Kind.Text]; p != nil {
			n.use(s.Kind, s.Kind.Text, n.byDecl[p.decl])
		}
	}
	_, isWord := s.Value.(*grammar.Word)
	return !isWord || s.Key.Text == "title" || s.Key.Text == "message" ||
		s.Key.Text == "log" || s.Key.Text == "console"
}

// function enters the Go function that is named.
func (n *indexer) function(f *grammar.Func) {
	c := n.checker
	found := len(c.diags)
	call := c.callOf(f)
	fn := c.resolve(call)
	c.diags = c.diags[:found]
	if fn == nil {
		return
	}
	d := n.funcs[fn]
	if d == nil {
		d = &Named{Kind: FuncName, Name: call.key(), Own: fn.Name(), Func: fn,
			Position: call.pkg.Position(fn)}
		n.funcs[fn] = d
	}
	n.use(f.Name, f.Name.String(), d)
}

// packages enters the packages that a file may name functions of.
func (n *indexer) packages(f *grammar.File) {
	file := f.Span().File
	of := map[string]*golang.Package{}
	for _, i := range n.checker.importsOf(file).list {
		if i.pkg != nil && i.pkg.Types != nil {
			of[i.name()] = i.pkg
		}
	}
	if own := n.checker.packages[golang.Own]; own != nil && own.Types != nil {
		of[""] = own
	}
	n.Packages[file] = of
}

// Within returns the uses in a stretch of a file.
func (n *Names) Within(at diag.Span) []NameUse {
	from := n.from(at.File, at.Start.Offset)
	return from[:len(from)-len(n.from(at.File, at.End.Offset))]
}

// from returns the uses from an offset of a file on, and those of later files.
func (n *Names) from(file string, offset int) []NameUse {
	i, _ := slices.BinarySearchFunc(n.Uses, offset, func(u NameUse, offset int) int {
		return cmp.Or(strings.Compare(u.At.File, file), cmp.Compare(u.At.Start.Offset, offset))
	})
	return n.Uses[i:]
}

// At returns the name that is written around a place of a file, or nil.
func (n *Names) At(file string, offset int) *NameUse {
	i := len(n.Uses) - len(n.from(file, offset+1))
	if i == 0 {
		return nil
	}
	u := &n.Uses[i-1]
	if u.At.File != file || offset > u.At.End.Offset {
		return nil
	}
	return u
}

// Parts are the names of the groups that a use is written with, and of what it stands for.
// There are none if they cannot be told apart.
func (u NameUse) Parts() []*Named {
	parts := append(slices.Clone(u.Of.Groups), u.Of)
	for i := range parts {
		text := ""
		for _, p := range parts[i:] {
			text += "." + p.Own
		}
		if text[1:] == u.Text {
			return parts[i:]
		}
	}
	return nil
}
