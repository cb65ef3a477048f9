package grammar

// A File is one parsed file.
type File struct {
	Place
	Decls    []Decl    // every declaration, in order
	Comments []Comment // every comment, in order
	text     string
	// texts has, for each of the texts that the declarations are parts of, the first of them.
	texts  []int
	sound  int                    // up to this offset there is no error; see ParseAgain
	unread func() map[string]bool // the words of what was not read; see MayDeclare
}

// Source returns the text of a node of the file.
func (f *File) Source(n Node) string {
	at := n.Span()
	return f.text[at.Start.Offset:at.End.Offset]
}

// A Comment is one comment, from its # to the end of its line.
type Comment struct {
	Place
	Text string // # included, line break not
	Own  bool   // its line has only white space before it
}

// Decl is a declaration: *Package, *Import, *Config, *Param, *Calendar, *Pool, *CondDecl,
// *Hook, *Group, *Task or *Test. (docs/spec.md § Declarations)
type Decl interface {
	Node
	// Description returns the comment lines directly above the declaration, each without
	// its # and one space after that.
	Description() []string

	describe(lines []string)
}

// A Doc is the description of a declaration. Every declaration embeds one.
type Doc struct {
	Lines []string
}

// Description returns the lines.
func (d *Doc) Description() []string   { return d.Lines }
func (d *Doc) describe(lines []string) { d.Lines = lines }

// A Package is `package NAME`.
type Package struct {
	Place
	Doc
	Name *Name `parser:"'package' @@"`
}

func (*Package) missing() string { return "a name" }

// An Import is `import [ALIAS] "path"`.
type Import struct {
	Place
	Doc
	Alias *Name `parser:"'import' @@?"` // nil if not written
	Path  *Text `parser:"@@"`
}

func (*Import) missing() string { return "a string" }

// A Config is `config { KEY VALUE … }`.
type Config struct {
	Place
	Doc
	Settings []*Setting
}

// A Param is `param NAME = ARG` or `secret NAME = ARG`.
type Param struct {
	Place
	Doc
	Secret bool   `parser:"( 'param' | @'secret' )"`
	Name   *Label `parser:"@@ '='"`
	Value  Arg    `parser:"@@"` // nil after a syntax error
}

func (p *Param) missing() string {
	if p.Name == nil {
		return "a name"
	}
	return "="
}

// A CondDecl declares a named condition or a phrase: exactly one of Name and Phrase is
// set.
type CondDecl struct {
	Place
	Doc
	Phrase  *Text        // words and {holes}; see PhraseParts
	Name    *Name        // of a named condition
	Params  []*CondParam // of a named condition
	Cond    Cond         // a *Func if Checked is set, a *BadCond after a syntax error
	Checked *Checked     // nil if not written
}

// A CondParam is one parameter of a named condition.
type CondParam struct {
	Place
	Name *Name
	Type *GoType
}

// A Checked is `checked every D [valid for D] [execution E]`: a task of its own asks
// for the condition.
type Checked struct {
	Place
	Every     *Duration
	Valid     *Duration // nil if not written
	Execution *Name     // nil if not written
}

// A Hook is `hook startup|shutdown|cycle|task FUNC`.
type Hook struct {
	Place
	Doc
	Event *Name `parser:"'hook' @@"`
	Func  *Func `parser:"@@"`
}

func (*Hook) missing() string { return hookEvents.list() }

// A Group is `group [NAME] [when COND] { attributes, tasks, groups }`.
type Group struct {
	Place
	Doc
	Name    *Label // nil if not written
	When    Cond   // nil if not written
	Attrs   []*Setting
	Members []Decl // *Task and *Group, in order
}

// A Task is `task [NAME] [when COND] [until COND] { one action; attributes }`.
type Task struct {
	Place
	Doc
	Name   *Label // nil if not written
	When   Cond   // nil if not written
	Until  Cond   // nil if not written
	Action Action // nil after a syntax error
	Attrs  []*Setting
}
