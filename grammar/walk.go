package grammar

import "reflect"

// Walk calls visit for n and, where visit returns true, for every node in it,
// in the order of the text. A nil node is no node.
func Walk(n Node, visit func(Node) bool) {
	if isNil(n) || !visit(n) {
		return
	}
	for _, child := range children(n) {
		Walk(child, visit)
	}
}

func isNil(n Node) bool {
	if n == nil {
		return true
	}
	v := reflect.ValueOf(n)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// children returns the nodes directly in n, in the order of the text; some may
// be nil.
func children(n Node) []Node {
	switch n := n.(type) {
	case Decl:
		return declChildren(n)
	case Cond:
		return condChildren(n)
	case Arg:
		return argChildren(n)
	case Action:
		return actionChildren(n)
	}
	return partChildren(n)
}

// nodes makes a list of nodes of one type into one of nodes.
func nodes[N Node](list []N) []Node {
	all := make([]Node, len(list))
	for i, n := range list {
		all[i] = n
	}
	return all
}

func declChildren(d Decl) []Node {
	switch d := d.(type) {
	case *Package:
		return []Node{d.Name}
	case *Import:
		return []Node{d.Alias, d.Path}
	case *Config:
		return nodes(d.Settings)
	case *Param:
		return []Node{d.Name, d.Value}
	case *CondDecl:
		all := append([]Node{d.Phrase, d.Name}, nodes(d.Params)...)
		return append(all, d.Cond, d.Checked)
	case *Hook:
		return []Node{d.Event, d.Func}
	case *Group:
		return append([]Node{d.Name, d.When}, merge(nodes(d.Attrs), nodes(d.Members))...)
	case *Task:
		body := merge(nodes(d.Attrs), []Node{d.Action})
		return append([]Node{d.Name, d.When, d.Until}, body...)
	}
	return nil
}

// merge merges two lists that are each in the order of the text.
func merge(a, b []Node) []Node {
	var all []Node
	for len(a) > 0 && len(b) > 0 {
		if isNil(b[0]) || b[0].Span().Start.Offset < a[0].Span().Start.Offset {
			a, b = b, a
		}
		all, a = append(all, a[0]), a[1:]
	}
	return append(append(all, a...), b...)
}

func actionChildren(a Action) []Node {
	switch a := a.(type) {
	case *Command:
		return []Node{a.Line, a.List}
	case *Code:
		return []Node{a.Type, a.Body}
	case *Do:
		return nodes(a.Steps)
	}
	return nil
}

func condChildren(c Cond) []Node {
	switch c := c.(type) {
	case *Or:
		return nodes(c.Operands)
	case *And:
		return nodes(c.Operands)
	case *Not:
		return []Node{c.Operand}
	case *Paren:
		return []Node{c.Inner}
	case *Periodic:
		return []Node{c.Word, c.Window}
	case *TimeOf:
		return []Node{c.Unit, c.Window}
	case *Every:
		return []Node{c.Duration, c.Based}
	case *Cron:
		return append([]Node{c.Fields, c.Quoted}, nodes(c.Named)...)
	case *After:
		return append(nodes(c.Tasks), c.Outcome)
	case *Status:
		return []Node{c.Task, c.Action, c.Within, c.Count}
	case *Running:
		return []Node{c.Task, c.For, c.Count}
	case *Retry:
		return []Node{c.Times, c.Every, c.Backoff}
	case *SchedulerRun:
		return []Node{c.Over}
	case *SchedulerStarted:
		return []Node{c.Ago}
	case *SchedulerCycles:
		return []Node{c.Number}
	case *EnvCond:
		return []Node{c.Value}
	case *ParamCond:
		return []Node{c.Name, c.Is}
	case *Call:
		return []Node{c.Name, c.Args}
	case *Func:
		return []Node{c.Name, c.Args, c.In}
	case *Phrase:
		return nodes(c.Parts)
	}
	return nil
}

func argChildren(a Arg) []Node {
	switch a := a.(type) {
	case *List:
		return nodes(a.Items)
	case *Map:
		return nodes(a.Entries)
	case *ReturnOf:
		return []Node{a.Task}
	case *EnvArg:
		return []Node{a.Var}
	case *CLIArg:
		return []Node{a.Flag}
	case *Handle:
		return []Node{a.Task}
	case *Fallback:
		return nodes(a.Args)
	}
	return nil
}

// partChildren is for the nodes that are no declaration, condition, argument,
// action or step.
func partChildren(n Node) []Node {
	switch n := n.(type) {
	case *File:
		return nodes(n.Decls)
	case *Label:
		return []Node{n.Quoted}
	case *TaskRef:
		return []Node{n.Path, n.Quoted}
	case *CondParam:
		return []Node{n.Name, n.Type}
	case *Checked:
		return []Node{n.Every, n.Valid, n.Execution}
	case *Setting:
		return []Node{n.Key, n.Kind, n.Value, n.Cond}
	case *DoStep:
		return []Node{n.Verb, n.Task, n.Args}
	case *Window:
		return []Node{n.Word, n.From, n.To}
	case *CronField:
		return []Node{n.Name, n.Value, n.Number}
	case *Within:
		return []Node{n.Window, n.Past}
	case *Compare:
		return []Node{n.Number}
	case *RunningFor:
		return []Node{n.From, n.To}
	case *Entry:
		return []Node{n.Key, n.Value}
	case *Args:
		return nodes(n.Items)
	case *ArgItem:
		return []Node{n.Name, n.Value}
	}
	return nil
}
