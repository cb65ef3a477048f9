package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A param is a declared session parameter.
type param struct {
	decl  *grammar.Param
	used  bool
	reads []*grammar.Word // the parameters that its value names
}

// A cond is a declared condition: a name, or a phrase.
type cond struct {
	decl    *grammar.CondDecl
	used    bool
	lowered rocket.Condition // of one without parameters; nil: not yet
	circle  bool             // it was found in a circle
	checked bool             // it was lowered on its own
	broken  bool             // and found wrong
	size    int              // how many parts it has, with its names expanded
}

// hasParams reports whether the condition is another one with other arguments.
func (d *cond) hasParams() bool {
	return len(d.decl.Params) > 0 || d.decl.Phrase != nil && slices.ContainsFunc(d.decl.PhraseParts(), func(p grammar.PhrasePart) bool { return p.Hole })
}

// A task is a declared task.
type task struct {
	decl  *grammar.Task
	group *group // nil: none
	name  string
	call  *goCall // of a function task whose function is known, else nil
	// formals are the variables that the params of a code task declare, nil
	// until they are looked at, and params what is given for them.
	formals   []formal
	params    []*grammar.Entry
	rkt       *rocket.TaskSpec
	displaced bool // by another of its name
}

// nameSpan is where diagnostics about the whole task stand.
func (t *task) nameSpan() diag.Span {
	if t.decl.Name != nil {
		return t.decl.Name.Span()
	}
	if t.decl.Action != nil {
		return t.decl.Action.Span()
	}
	return t.decl.Span()
}

// declare enters what a file declares.
func (c *checker) declare(f *grammar.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *grammar.Package:
			c.declarePackage(d)
		case *grammar.Import:
			c.declareImport(d)
		case *grammar.Config:
			c.declareConfig(d)
		case *grammar.Param:
			c.declareParam(d)
		case *grammar.CondDecl:
			c.declareCond(d)
		case *grammar.Hook:
			c.hooks = append(c.hooks, d)
		case *grammar.Group:
			c.declareGroup(d, nil)
		case *grammar.Task:
			c.tasks = append(c.tasks, &task{decl: d})
		default:
			panic(unforeseen("declaration", d))
		}
	}
}

// doubled reports a second declaration of what may be declared once.
func (c *checker) doubled(code diag.Code, what string, second, first grammar.Node) {
	d := c.diags.Errorf(code, second.Span(), "%s is already declared", what)
	d.Related = []diag.Related{{Span: first.Span(), Msg: "declared here first"}}
}

// declarePackage enters a package clause; all of a schedule say the same.
func (c *checker) declarePackage(d *grammar.Package) {
	if c.pack == nil {
		c.pack = d
		return
	}
	if d.Name.Text != c.pack.Name.Text {
		e := c.diags.Errorf(diag.DoubledPackage, d.Name.Span(), "the package is %s here and %s elsewhere", d.Name.Text, c.pack.Name.Text)
		e.Related = []diag.Related{{Span: c.pack.Name.Span(), Msg: "it is " + c.pack.Name.Text + " here"}}
	}
}

func (c *checker) declareConfig(d *grammar.Config) {
	if c.config == nil {
		c.config = d
		return
	}
	c.doubled(diag.DoubledConfig, "config", d, c.config)
}

func (c *checker) declareParam(d *grammar.Param) {
	name := d.Name.Text()
	if first, ok := c.params[name]; ok {
		c.doubled(diag.DoubledParam, "param "+quote(name), d.Name, first.decl.Name)
		return
	}
	p := &param{decl: d}
	c.params[name] = p
	c.paramOrder = append(c.paramOrder, p)
	grammar.Walk(d.Value, func(n grammar.Node) bool {
		if w, ok := n.(*grammar.Word); ok {
			p.reads = append(p.reads, w)
		}
		return true
	})
}

func (c *checker) declareCond(d *grammar.CondDecl) {
	key := condKey(d)
	if first, ok := c.conds[key]; ok {
		c.doubled(diag.DoubledCond, "cond "+strconv.Quote(condName(d)), condNameNode(d), condNameNode(first.decl))
		return
	}
	c.conds[key] = &cond{decl: d}
	if d.Phrase != nil {
		c.phrases = append(c.phrases, c.conds[key])
	}
}

// nameTasks gives every task its name. It needs the Go functions to be known.
func (c *checker) nameTasks() {
	defer func() {
		c.tasks = slices.DeleteFunc(c.tasks, func(t *task) bool { return t.displaced })
	}()
	for _, t := range c.tasks {
		t.name = c.taskName(t)
		if t.call != nil {
			c.byFunc[t.call.key()] = append(c.byFunc[t.call.key()], t)
		}
		if t.name == "" {
			continue
		}
		if t.group != nil {
			t.name = t.group.prefix + t.name
		}
		if first, ok := c.byName[t.name]; ok {
			c.doubledTask(t, first)
			continue
		}
		c.byName[t.name] = t
	}
}

// doubledTask does with a task whose name another has what on_exists, or
// task_pre_exist, says.
func (c *checker) doubledTask(t, first *task) {
	switch c.preExist(t) {
	case "rename":
		for n := 1; c.byName[t.name] != nil; n++ {
			t.name = fmt.Sprintf("%s %d", first.name, n)
		}
		c.byName[t.name] = t
	case "ignore":
		t.displaced = true
	case "replace":
		first.displaced = true
		c.byName[t.name] = t
	default:
		d := c.diags.Errorf(diag.DoubledTask, t.nameSpan(), "task %q is already declared", t.name)
		d.Related = []diag.Related{{Span: first.nameSpan(), Msg: "declared here first"}}
		if t.decl.Name == nil {
			d.Help = "a task without a name is called by what it does; give this one a name"
		}
	}
}

// preExist returns the word that says what is to happen to a task whose name
// another has.
func (c *checker) preExist(t *task) (word string) {
	settings := [][]*grammar.Setting{t.decl.Attrs}
	for g := t.group; g != nil; g = g.outer {
		settings = append(settings, g.decl.Attrs)
	}
	if c.config != nil {
		settings = append(settings, c.config.Settings)
	}
	for _, s := range slices.Concat(settings...) {
		if w, ok := s.Value.(*grammar.Word); ok && (s.Key.Text == "on_exists" || s.Key.Text == "task_pre_exist") {
			return w.Text
		}
	}
	return ""
}

// taskName returns the name that a task has without its groups: its own, else
// one made of its action. It is empty where there is none.
func (c *checker) taskName(t *task) string {
	if t.decl.Name != nil {
		return t.decl.Name.Text()
	}
	switch a := t.decl.Action.(type) {
	case *grammar.Func:
		if t.call != nil {
			return t.call.key()
		}
		return a.Name.String()
	case *grammar.Command:
		return commandName(a)
	case *grammar.Code:
		c.unnamed(t, "code")
	case *grammar.Do:
		c.unnamed(t, "do")
	}
	return ""
}

func (c *checker) unnamed(t *task, action string) {
	d := c.diags.Errorf(diag.UnnamedTask, wordSpan(t.decl.Span(), "task"), "a task with %s has to have a name", action)
	d.Help = "write it behind task, such as `task hello`; only function and command tasks name themselves"
}

// commandName returns the command line, the words of a list joined by spaces.
func commandName(a *grammar.Command) string {
	if a.Line != nil {
		return a.Line.Value()
	}
	var words []string
	for _, item := range a.List.Items {
		if t, ok := item.(*grammar.Text); ok {
			words = append(words, t.Value())
		}
	}
	return strings.Join(words, " ")
}
