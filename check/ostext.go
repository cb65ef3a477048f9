package check

import (
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/pattern"
)

// Texts that reach the operating system: words of a command, its environment, directory,
// shell and user, and paths. The system takes a text without NUL, and as it stands: only a
// shell expands ~ and variables.

// osTexts judges the texts of an argument, and of the session parameters that it names.
func (c *checker) osTexts(a grammar.Arg, instead string) {
	c.osTextsOf(a, instead, map[*param]bool{})
}

func (c *checker) osTextsOf(a grammar.Arg, instead string, seen map[*param]bool) {
	grammar.Walk(a, func(n grammar.Node) bool {
		switch n := n.(type) {
		case *grammar.Text:
			c.osText(n, instead)
		case *grammar.Word:
			if p := c.params[n.Text]; p != nil && p.decl != nil && !seen[p] {
				seen[p] = true
				c.osTextsOf(p.decl.Value, instead, seen)
			}
		case *grammar.EnvArg, *grammar.CLIArg, *grammar.Func:
			return false
		}
		return true
	})
}

// osText judges one text. instead says what expands it; if it is empty, nothing has to.
func (c *checker) osText(t *grammar.Text, instead string) {
	c.noNUL(t)
	if found := expandable(t); found != "" && instead != "" {
		d := c.warnOnce(diag.NotExpanded, t.Span(), "%s is not expanded here", found)
		d.Help = instead
	}
}

// noNUL reports a text with a NUL, which no system takes.
func (c *checker) noNUL(t *grammar.Text) {
	if !strings.Contains(t.Value(), "\x00") {
		return
	}
	d := diag.Diagnostic{Code: diag.BadValue, Span: t.Span(),
		Msg:  "a NUL byte, which stands in this text, cannot be given to a process",
		Help: "leave it out; printf of a shell, and files, can have it"}
	if !c.reported(d) {
		c.diags.Add(d)
	}
}

// variable is what a shell expands in a text: ~ at its start, and variables in a path or a
// list of paths. A name of a variable is in capitals, or between braces.
var variable = pattern.Lazy(
	`^~[a-z]*(?:/|$)|^[\w./:@,=+-]*?(\$(?:[A-Z_][A-Z0-9_]*|\{\w+\}))`)

// expandable returns what a shell would expand in a text; empty if there is no such thing.
// One who means a dollar sign or a tilde can write it as an escape, \x24 or \x7e.
func expandable(t *grammar.Text) string {
	if len(t.Raw) < 2 {
		return ""
	}
	found := variable().FindStringSubmatch(t.Raw[1 : len(t.Raw)-1])
	switch {
	case found == nil:
		return ""
	case found[1] != "":
		return found[1]
	}
	return found[0]
}

// expanders are programs that expand variables themselves, or hand their words to a shell.
var expanders = strings.Fields(`sh bash dash ash zsh ksh fish su runuser ssh env envsubst watch
	parallel xargs script docker podman kubectl nsenter chroot awk gawk mawk perl ruby php sed
	grep jq make expect`)

// osWords judges the words of a command that is run directly.
func (c *checker) osWords(words []*grammar.Text) {
	instead := `a shell expands it: command "…" in one string`
	for i, t := range words {
		program := t.Value()[strings.LastIndexByte(t.Value(), '/')+1:]
		if i == 0 && slices.Contains(expanders, program) {
			instead = ""
		}
		c.osText(t, instead)
	}
}

// What stands in for a text that nothing expands.
const (
	insteadOfDir = `write the whole path, or let a shell find it: command "cd ~/… && …"`
	insteadOfEnv = `env "HOME" gives the value of a variable; ` +
		`a shell joins it with other text: command "PATH=$PATH:/x …"`
	insteadOfParam = `env "HOME" gives the value of a variable; ` +
		"a shell line expands what it is written with"
	insteadOfPath = "write the whole path, or a session parameter with one"
)

// variableName reports a name that no environment variable has.
func (c *checker) variableName(name string, at grammar.Node) {
	switch {
	case name == "":
		c.diags.Errorf(diag.BadValue, at.Span(), "the name of an environment variable is not empty")
	case strings.Contains(name, "="):
		d := c.diags.Errorf(diag.BadValue, at.Span(),
			"the name of an environment variable has no =")
		key, value, _ := strings.Cut(name, "=")
		if value != "" {
			d.Help = "did you mean " + quote(key) + " " + quote(value) + "?"
		}
	case strings.Contains(name, "\x00"):
		c.diags.Errorf(diag.BadValue, at.Span(),
			"the name of an environment variable has no NUL byte")
	}
}
