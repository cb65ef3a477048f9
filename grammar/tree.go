package grammar

// A File is one parsed file.
type File struct {
	Place
	Decls    []Decl    // every declaration, in order
	Comments []Comment // every comment, in order
}

// A Comment is one comment, from its # to the end of its line.
type Comment struct {
	Place
	Text string // # included, line break not
	Own  bool   // nothing but white space before it on its line
}

// Decl is a declaration: *Package, *Import, *Config, *Param, *CondDecl, *Hook,
// *Group or *Task.
type Decl interface {
	Node
	// Description returns the comment lines directly above the declaration,
	// each without its # and one space after it.
	Description() []string

	describe(lines []string)
}

// A Doc is a declaration's description; every declaration embeds it.
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

// An Import is `import [ALIAS] "path"`.
type Import struct {
	Place
	Doc
	Alias *Name `parser:"'import' @@?"` // nil where not written
	Path  *Text `parser:"@@"`
}

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

// A CondDecl is a named condition or a phrase: exactly one of Name and Phrase
// is set.
type CondDecl struct {
	Place
	Doc
	// Phrase is words and {holes}; see PhraseParts.
	Phrase *Text `parser:"'cond' ( @@"`
	Name   *Name `parser:"| @@"`
	// Params are the typed parameters, of a named condition only.
	Params []*CondParam `parser:"( '(' ( @@ ( ',' @@ )* )? ')' )? ) '='"`
	// Cond is a *Func where Checked is set; *BadCond after a syntax error.
	Cond    Cond     `parser:"@@"`
	Checked *Checked `parser:"@@?"` // nil for a plain condition
}

// A CondParam is one typed parameter of a named condition.
type CondParam struct {
	Place
	Name *Name   `parser:"@@"`
	Type *GoType `parser:"@@"`
}

// Checked is `checked every D [valid for D] [execution E]`: the condition is
// asked by a task of its own.
type Checked struct {
	Place
	Every     *Duration `parser:"'checked' 'every' @@"`
	Valid     *Duration `parser:"( 'valid' 'for' @@ )?"` // nil where not written
	Execution *Name     `parser:"( 'execution' @@ )?"`   // nil where not written
}

// A Hook is `hook startup|shutdown|cycle|task FUNC`.
type Hook struct {
	Place
	Doc
	Event *Name `parser:"'hook' @@"`
	Func  *Func `parser:"@@"`
}

// A Group is `group NAME [when COND] { attributes, tasks, groups }`.
type Group struct {
	Place
	Doc
	Name    *Label `parser:"'group' @@"`
	When    Cond   `parser:"( 'when' @@ )?"` // nil where not written
	Attrs   []*Setting
	Members []Decl // *Task and *Group, in order
}

// A Task is `task [NAME] [when COND] [until COND] { one action; attributes }`.
type Task struct {
	Place
	Doc
	Name   *Label `parser:"'task' ( (?! 'when' | 'until') @@ )?"` // nil where not written
	When   Cond   `parser:"( 'when' @@ )?"`                       // nil where not written
	Until  Cond   `parser:"( 'until' @@ )?"`                      // nil where not written
	Action Action // nil after a syntax error
	Attrs  []*Setting
}
