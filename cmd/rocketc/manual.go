package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// manual returns the manual page of a command, or of rocketc if it is empty, in the language
// mdoc of man. It is made of what --help shows.
func (inv *invocation) manual(command string) (string, error) {
	parser, err := newParser(inv, &commandLine{})
	if err != nil {
		return "", err
	}
	root := parser.Model.Node
	m := &manualPage{}
	if command == "" {
		m.whole(root)
		return m.out.String(), nil
	}
	for _, node := range root.Children {
		if node.Name == command {
			m.of(node)
			return m.out.String(), nil
		}
	}
	return "", inv.noTopic(command, commandsOf(root))
}

func commandsOf(root *kong.Node) (names []string) {
	for _, node := range root.Children {
		names = append(names, node.Name)
	}
	return names
}

// A manualPage is a page that is being written.
type manualPage struct{ out strings.Builder }

// request writes a line of the language, such as "Sh NAME".
func (m *manualPage) request(line string) { m.out.WriteString("." + line + "\n") }

// manualEscapes are the characters that mean something to man.
var manualEscapes = strings.NewReplacer(`\`, `\e`, `"`, `\(dq`, "…", `\&...`, "`", `\(ga`,
	"'", `\(aq`, "^", `\(ha`, "~", `\(ti`)

// manualWord returns a word as the argument of a request.
func manualWord(word string) string {
	text := manualEscapes.Replace(word)
	if strings.ContainsAny(text, " \t") || text == "" {
		return `"` + text + `"`
	}
	return text
}

// text writes lines as they are filled into paragraphs; those that are indented, as they are.
func (m *manualPage) text(text string) {
	inCode, gap := false, false
	for line := range strings.Lines(strings.TrimSpace(text) + "\n") {
		line = strings.TrimRight(line, " \n")
		isCode := strings.HasPrefix(line, "    ")
		switch {
		case line == "":
			gap = true
			continue
		case isCode && !inCode:
			m.request("Bd -literal -offset indent")
		case !isCode && inCode:
			m.request("Ed")
			m.request("Pp")
		case gap && isCode:
			m.out.WriteString("\n")
		case gap:
			m.request("Pp")
		}
		inCode, gap = isCode, false
		m.line(strings.TrimPrefix(line, "    "))
	}
	if inCode {
		m.request("Ed")
	}
}

// line writes a line of text. Each sentence begins a line of its own, and none is long.
func (m *manualPage) line(line string) {
	line = manualEscapes.Replace(line)
	if strings.HasPrefix(line, " ") { // of code
		m.out.WriteString(line + "\n")
		return
	}
	columns := 0
	for word := range strings.FieldsSeq(line) {
		if columns > 0 && columns+len(word) < 78 {
			m.out.WriteString(" ")
		} else if columns > 0 {
			m.out.WriteString("\n")
			columns = 0
		}
		if columns == 0 && strings.HasPrefix(word, ".") {
			word = `\&` + word
		}
		if word == "--" {
			word = `\-\-`
		}
		m.out.WriteString(word)
		if columns += len(word) + 1; strings.HasSuffix(word, ".") {
			columns = 80 // the sentence ends
		}
	}
	m.out.WriteString("\n")
}

// head writes what a page begins with.
func (m *manualPage) head(name, about string) {
	m.request("Dd " + manualDate().Format("January 2, 2006"))
	m.request("Dt " + strings.ToUpper(name) + " 1")
	m.request("Os rocketc " + strings.Trim(version(), "()"))
	m.request("Sh NAME")
	m.request("Nm " + name)
	about = strings.TrimSuffix(about, ".")
	m.request("Nd " + strings.ToLower(about[:1]) + about[1:])
	m.request("Sh SYNOPSIS")
}

// manualDate returns the date of the pages: that of SOURCE_DATE_EPOCH, as builds that can be
// repeated set it, else of the commit, else today.
func manualDate() time.Time {
	if n, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(n, 0).UTC()
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if at, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
				return at
			}
		}
	}
	return time.Now()
}

// whole writes the page of rocketc.
func (m *manualPage) whole(root *kong.Node) {
	m.head("rocketc", "compiles schedules into programs")
	m.request("Nm")
	m.request("Ar command")
	m.request("Op Ar flags")
	m.request("Ar ...")
	m.request("Sh DESCRIPTION")
	m.text(description)
	m.request("Sh COMMANDS")
	m.request("Bl -tag -width completion")
	for _, node := range root.Children {
		m.request("It Cm " + node.Name)
		m.line(node.Help)
		m.out.WriteString("See\n")
		m.request("Xr rocketc-" + node.Name + " 1 .")
	}
	m.request("El")
	m.flags(root)
	m.request("Sh ENVIRONMENT")
	m.entries([][2]string{
		{"ROCKETC_CACHE", "Where the programs of rocketc run are kept; the default is rocketc in " +
			"the cache directory of the user."},
		{"PAGER", "What shows the topics of rocketc help on a terminal."},
		{"NO_COLOR", "If it is not empty, nothing is coloured."},
	}, "Ev")
	m.exitStatus()
	m.request("Sh SEE ALSO")
	m.request("Lk https://github.com/rocketc/rocketc")
}

// entries writes a list of names and what they are for.
func (m *manualPage) entries(list [][2]string, kind string) {
	m.request("Bl -tag -width Ds")
	for _, e := range list {
		m.request("It " + kind + " " + e[0])
		m.line(e[1])
	}
	m.request("El")
}

// of writes the page of a command.
func (m *manualPage) of(node *kong.Node) {
	m.head("rocketc-"+node.Name, node.Help)
	m.request("Nm " + manualWord("rocketc "+node.Name))
	m.request("Op Ar flags")
	for _, p := range node.Positional {
		m.out.WriteString(argumentOf(p))
	}
	m.request("Sh DESCRIPTION")
	m.line(node.Help)
	if node.Detail != "" {
		m.request("Pp")
		m.text(node.Detail)
	}
	if len(node.Positional) > 0 {
		m.request("Pp")
		m.out.WriteString("The arguments are:\n")
		m.request("Bl -tag -width Ds")
		for _, p := range node.Positional {
			m.request("It Ar " + p.Name)
			m.line(p.Help)
		}
		m.request("El")
	}
	m.flags(node)
	m.exitStatus()
	m.request("Sh SEE ALSO")
	m.request("Xr rocketc 1")
}

// argumentOf returns the request that stands for an argument in a synopsis.
func argumentOf(p *kong.Positional) string {
	text := "Ar " + p.Name
	if p.IsCumulative() {
		text += " ..."
	}
	if !p.Required {
		text = "Op " + text
	}
	return "." + text + "\n"
}

// flags writes what a command takes.
func (m *manualPage) flags(node *kong.Node) {
	m.request("Sh OPTIONS")
	m.request("Bl -tag -width Ds")
	for _, group := range node.AllFlags(true) {
		for _, f := range group {
			words := []string{}
			if f.Short != 0 {
				words = append(words, "Fl", string(f.Short), ",")
			}
			m.out.WriteString(".It " + strings.Join(append(words, "Fl", "-"+f.Name), " "))
			if !f.IsBool() {
				m.out.WriteString(" Ar " + manualWord(f.FormatPlaceHolder()))
			}
			m.out.WriteString("\n")
			m.line(f.Help)
		}
	}
	m.request("El")
}

// exitStatus writes what the exit status says.
func (m *manualPage) exitStatus() {
	m.request("Sh EXIT STATUS")
	m.request("Bl -tag -width Ds")
	for status, text := range []string{"All is well; warnings do not change that.",
		"The schedule is wrong, or what was asked for failed.", "The command line is wrong."} {
		m.out.WriteString(fmt.Sprintf(".It %d\n%s\n", status, text))
	}
	m.request("El")
}
