package lsp

import (
	"cmp"
	"go/types"
	"maps"
	"slices"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/spelling"
)

// A candidate is something that may stand at a place.
type candidate struct {
	label   string
	detail  string
	doc     string
	snippet string // empty: the label
	kind    protocol.CompletionItemKind
	order   byte // those with a lower one come first
}

// candidates returns what may stand at a place of a file. of is the schedule as it was when it
// was last analysed, or nil.
func candidates(p place, file string, of *schedule, o check.Options) (all []candidate) {
	c := &completer{place: p, file: file, schedule: of, options: o}
	c.words()
	if !isText(p.path) {
		c.names()
	}
	return c.all
}

// A completer collects candidates.
type completer struct {
	place
	file     string
	schedule *schedule
	options  check.Options
	all      []candidate
}

func (c *completer) add(x candidate) { c.all = append(c.all, x) }

// The order of candidates.
const (
	orderName    = 'b'
	orderWord    = 'c'
	orderSnippet = 'd'
)

// words adds the words of the language that may stand here.
func (c *completer) words() {
	words := c.expected
	if words == nil && !c.wrong {
		words = c.expectedByCheck()
	}
	pages := pagesAt(c.path)
	for _, word := range words {
		c.word(word, pages)
	}
}

// word adds a word of the language, with what usually follows it.
func (c *completer) word(word string, pages []string) {
	c.add(candidate{label: word, doc: specOf(word, pages), snippet: c.snippet(word),
		kind: protocol.CompletionItemKindKeyword, order: orderWord})
}

// snippet returns the form of what a word begins.
func (c *completer) snippet(word string) string {
	if c.within(func(n grammar.Node) bool { _, ok := n.(grammar.Cond); return ok }) {
		return conditionSnippets[word]
	}
	block := func(n grammar.Node) bool {
		switch n.(type) {
		case *grammar.Config, *grammar.Task, *grammar.Group, *grammar.Calendar, *grammar.Test:
			return true
		}
		return false
	}
	if c.within(block) && word != "task" && word != "group" {
		return settingSnippets[word]
	}
	return declarationSnippets[word]
}

func (c *completer) within(is func(grammar.Node) bool) bool {
	return slices.ContainsFunc(c.path, is)
}

// expectedByCheck returns the words that the checks would take here.
func (c *completer) expectedByCheck() []string {
	if len(c.path) < 2 {
		return nil
	}
	file, ok := c.path[0].(*grammar.File)
	if !ok {
		return nil
	}
	o := c.options
	o.Broken, o.Dir, o.TypeCheck = true, "", false
	at := c.path[len(c.path)-1].Span()
	_, found := check.Check([]*grammar.File{file}, o)
	for _, d := range found {
		if d.Span == at && d.Expected != nil {
			return d.Expected
		}
	}
	return nil
}

// names adds what is declared that may stand here, and the words that begin a condition or a
// value.
func (c *completer) names() {
	for i := len(c.path) - 1; i >= 0; i-- {
		var parent grammar.Node
		if i > 0 {
			parent = c.path[i-1]
		}
		if c.namesFor(c.path[i], parent) {
			return
		}
	}
}

// namesFor adds what may stand in the place of a node; false: its parent tells.
func (c *completer) namesFor(n, parent grammar.Node) bool {
	switch n := n.(type) {
	case *grammar.NameCond, *grammar.Phrase, *grammar.Call:
		c.conditions()
	case *grammar.TaskRef:
		c.tasks(n.Path)
	case *grammar.GroupRef:
		c.groups(n.Path)
	case *grammar.Func:
		c.functions(n)
	case *grammar.BusinessDay, *grammar.Point:
		c.declared(check.CalendarName, protocol.CompletionItemKindEnum)
	case *grammar.ParamCond, *grammar.TestWith:
		c.params()
	case *grammar.DoStep:
		if n.Param != nil {
			c.params()
		}
	case *grammar.Word:
		c.value(parent)
	case *grammar.Setting:
		if n.Key.Text == "pool" {
			c.declared(check.PoolName, protocol.CompletionItemKindStruct)
		}
	default:
		return false
	}
	return true
}

// conditions adds everything that begins a condition.
func (c *completer) conditions() {
	for _, word := range grammar.ConditionWords() {
		c.word(word, conditionPages)
	}
	for _, d := range check.Sensors() {
		c.condition(d)
	}
	for _, d := range c.of(check.CondName) {
		c.condition(d.Decl.(*grammar.CondDecl))
	}
}

// condition adds a declared condition.
func (c *completer) condition(d *grammar.CondDecl) {
	x := candidate{label: signature(d), doc: strings.Join(d.Description(), "\n"),
		kind: protocol.CompletionItemKindFunction, order: orderName}
	if d.Name == nil {
		x.label = d.Phrase.Value()
		n := 0
		for _, part := range d.PhraseParts() {
			if n++; part.Hole {
				x.snippet += "${" + string(rune('0'+min(n, 9))) + ":" + part.Text + "} "
			} else {
				x.snippet += part.Text + " "
			}
		}
		x.snippet = strings.TrimSpace(x.snippet)
		c.add(x)
		return
	}
	var names []string
	for _, p := range d.Params {
		names = append(names, p.Name.Text)
	}
	x.snippet = callSnippet(d.Name.Text, names)
	c.add(x)
}

// callSnippet writes a call with places for its arguments.
func callSnippet(name string, params []string) string {
	if len(params) == 0 {
		return name
	}
	places := make([]string, len(params))
	for i, p := range params {
		places[i] = "${" + string(rune('1'+min(i, 8))) + ":" + p + "}"
	}
	return name + "(" + strings.Join(places, ", ") + ")"
}

// of returns what is declared of a kind.
func (c *completer) of(kind check.Kind) (list []*check.Named) {
	if c.schedule == nil {
		return nil
	}
	for _, d := range c.schedule.names().Declared {
		if d.Kind == kind {
			list = append(list, d)
		}
	}
	return list
}

// declared adds all names of a kind.
func (c *completer) declared(kind check.Kind, as protocol.CompletionItemKind) {
	for _, d := range c.of(kind) {
		c.add(candidate{label: d.Name, doc: strings.Join(d.Decl.Description(), "\n"), kind: as,
			order: orderName})
	}
}

func (c *completer) params() {
	for _, d := range c.of(check.ParamName) {
		c.add(candidate{label: spelling.Key(d.Name), kind: protocol.CompletionItemKindVariable,
			doc: strings.Join(d.Decl.Description(), "\n"), order: orderName})
	}
}

// tasks adds the tasks as they may be written here: those of the groups around without the
// prefix. Of a dotted name that is begun, only what can follow.
func (c *completer) tasks(written *grammar.Path) {
	before := writtenBefore(written)
	for _, d := range c.of(check.TaskName) {
		name := c.relative(d.Name)
		rest, ok := strings.CutPrefix(name, before)
		if !ok {
			if rest, ok = strings.CutPrefix(d.Name, before); !ok {
				continue
			}
		}
		text := spelling.Name(rest)
		if before != "" && text != rest {
			continue // it needs quotes, which cannot begin here
		}
		c.add(candidate{label: text, detail: d.Name, kind: protocol.CompletionItemKindClass,
			doc: strings.Join(d.Decl.Description(), "\n"), order: orderName})
	}
	if before == "" {
		c.groups(nil)
	}
}

// writtenBefore returns the part of a dotted name before its last word.
func writtenBefore(p *grammar.Path) string {
	if p == nil || len(p.Parts) < 2 {
		return ""
	}
	return strings.Join(p.Parts[:len(p.Parts)-1], ".") + "."
}

// relative returns the name of a task without the names of the groups around this place.
func (c *completer) relative(name string) string {
	prefix := ""
	for _, n := range c.path {
		if g, ok := n.(*grammar.Group); ok && g.Name != nil {
			prefix += g.Name.Text() + "."
		}
	}
	return strings.TrimPrefix(name, prefix)
}

// groups adds the groups.
func (c *completer) groups(written *grammar.Path) {
	before := writtenBefore(written)
	for _, d := range c.of(check.GroupName) {
		if rest, ok := strings.CutPrefix(c.relative(d.Name), before); ok {
			c.add(candidate{label: spelling.Name(rest), order: orderSnippet,
				kind: protocol.CompletionItemKindModule})
		}
	}
}

// value adds what may stand as a value.
func (c *completer) value(parent grammar.Node) {
	switch parent := parent.(type) {
	case *grammar.Setting:
		if flags[parent.Key.Text] {
			for _, word := range []string{"true", "false"} {
				c.add(candidate{label: word, kind: protocol.CompletionItemKindKeyword,
					order: orderWord})
			}
		}
		if parent.Key.Text != "title" && parent.Key.Text != "message" {
			return
		}
	case *grammar.Phrase:
		c.conditions()
		return
	}
	c.params()
	for _, word := range slices.Sorted(maps.Keys(valueSnippets)) {
		c.add(candidate{label: word, snippet: valueSnippets[word], order: orderWord,
			kind: protocol.CompletionItemKindKeyword, doc: specOf(word, []string{"Arguments"})})
	}
}

// functions adds the Go functions of the package that is named, or else those of the
// schedule's own package and the names of the packages.
func (c *completer) functions(f *grammar.Func) {
	if c.schedule == nil {
		return
	}
	packages := c.schedule.names().Packages[c.file]
	first, dotted := f.Name.Parts[0], len(f.Name.Parts) > 1
	if first != placeholder {
		c.packageFunctions(packages[first], true)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		x := candidate{label: name, order: orderName, kind: protocol.CompletionItemKindModule}
		if x.detail = packages[name].Path; !dotted {
			x.snippet = name + "."
		}
		if name != "" {
			c.add(x)
		}
	}
	if !dotted {
		c.packageFunctions(packages[""], false)
	}
}

func (c *completer) packageFunctions(pkg *golang.Package, exported bool) {
	if pkg == nil {
		return
	}
	scope := pkg.Types.Scope()
	for _, name := range scope.Names() {
		fn, ok := scope.Lookup(name).(*types.Func)
		if !ok || exported && !fn.Exported() || name == "main" || name == "init" {
			continue
		}
		c.add(candidate{label: name, detail: funcText(fn), order: orderName,
			kind: protocol.CompletionItemKindFunction, doc: docOf(pkg.Position(fn), fn.Name()),
			snippet: callSnippet(name, c.missing(fn))})
	}
}

// missing returns the parameters of a function that nothing fills by its type or its name.
func (c *completer) missing(fn *types.Func) (names []string) {
	params := fn.Signature().Params()
	for i := range params.Len() {
		p := params.At(i)
		filled := check.FilledByType(p.Type()) || slices.ContainsFunc(c.of(check.ParamName),
			func(d *check.Named) bool { return d.Name == p.Name() })
		if !filled {
			names = append(names, cmp.Or(p.Name(), "value"))
		}
	}
	return names
}
