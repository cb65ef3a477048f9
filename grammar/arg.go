package grammar

// Arg is a value: of an argument, a parameter or an attribute. It is *Number,
// *Text, *Bool, *Duration, *List, *Map, *Word, *ReturnOf, *EnvArg, *CLIArg,
// *Func, *Handle, *Fallback. (§ Arguments)
type Arg interface {
	Node
	arg()
}

// A Number is a number without a unit, with its sign. In a named condition it
// may be one bare word, a parameter of type int.
type Number struct {
	Place
	Text string
}

// A Bool is true or false.
type Bool struct {
	Place
	Value bool
}

// A Duration is one or more numbers with units, as written: `1 day, 12 hours`,
// `2h30m`, `01:30:00`; as the value of output also a size, `10 MB`. Outside
// conditions it holds no comma. In a named condition it may be one bare word, a
// parameter of type duration. Package period reads its text.
type Duration struct {
	Place
	Text string
}

// A List is `[a, b]`.
type List struct {
	Place
	Items []Arg
}

// A Map is `{ key: value }`, the entries parted by commas or line breaks. The
// env attribute's has no colons: `{ KEY ARG }`.
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

// A Handle is a part of the running program: session, task [T], config, logger.
type Handle struct {
	Place
	Word string
	Task *TaskRef // of task only; nil: this task
}

// A Fallback is `a >> b >> c`: the first that has a value.
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

func (*Number) arg()   {}
func (*Text) arg()     {}
func (*Bool) arg()     {}
func (*Duration) arg() {}
func (*List) arg()     {}
func (*Map) arg()      {}
func (*Word) arg()     {}
func (*ReturnOf) arg() {}
func (*EnvArg) arg()   {}
func (*CLIArg) arg()   {}
func (*Func) arg()     {}
func (*Handle) arg()   {}
func (*Fallback) arg() {}
