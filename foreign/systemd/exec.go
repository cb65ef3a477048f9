package systemd

import (
	"strings"

	"github.com/rocketc/rocketc/foreign"
)

// A word is one of a command line of systemd.
type word struct {
	text string
	// loose says that the word is $NAME alone, whose value is split into words.
	loose bool
}

// splitWords splits a command line as systemd does: quotes group only where a word begins with
// them, and backslashes are escapes.
func splitWords(line string) (list []word) {
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' {
			i++
			continue
		}
		var b strings.Builder
		quote := byte(0)
		quoted := false
		for ; i < len(line); i++ {
			c := line[i]
			switch {
			case c == '\\' && i+1 < len(line):
				i++
				b.WriteString(unescape(line[i]))
				continue
			case quote != 0 && c == quote:
				quote = 0
				continue
			case quote == 0 && (c == '"' || c == '\''):
				quote, quoted = c, true
				continue
			}
			if quote == 0 && (c == ' ' || c == '\t') {
				break
			}
			b.WriteByte(c)
		}
		text := b.String()
		list = append(list, word{text, !quoted && isVariable(text)})
	}
	return list
}

func unescape(c byte) string {
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 's':
		return " "
	case '\\', '"', '\'', ' ':
		return string(c)
	}
	return `\` + string(c)
}

// isVariable reports whether a word is $NAME.
func isVariable(text string) bool {
	return len(text) > 1 && text[0] == '$' && foreign.Name(text[1:]) == text[1:]
}

// shellWord returns a word for the shell, so that it is the same there.
func (w word) shellWord() string {
	text := strings.ReplaceAll(w.text, "$$", "\x00")
	switch {
	case w.loose:
		return w.text
	case strings.Contains(text, "${"):
		text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`").Replace(text)
		return `"` + strings.ReplaceAll(text, "\x00", `\$`) + `"`
	}
	return foreign.ShellWord(strings.ReplaceAll(text, "\x00", "$"))
}

// An execLine is a command line of ExecStart= and the like.
type execLine struct {
	line     string // for the shell
	name     string // the program
	mayFail  bool   // its failure counts as success
	fullUser bool   // it runs as root, whatever the user of the unit is
}

// readExec reads a command line, after its prefixes.
func readExec(text string) (e execLine) {
	for text != "" && strings.IndexByte("@-:+!", text[0]) >= 0 {
		e.mayFail = e.mayFail || text[0] == '-'
		e.fullUser = e.fullUser || text[0] == '+' || text[0] == '!'
		text = strings.TrimLeft(text[1:], " \t")
	}
	var parts []string
	for _, w := range splitWords(text) {
		part := w.shellWord()
		if w.text == ";" && !strings.Contains(part, "'") {
			part = ";"
		}
		parts = append(parts, part)
	}
	e.line = strings.Join(parts, " ")
	if inner, is := shellCommand(splitWords(text)); is {
		e.line = inner
	}
	e.name = foreign.CommandName(e.line)
	return e
}

// shellCommand returns the line of `/bin/sh -c LINE`, in which systemd would replace nothing.
func shellCommand(words []word) (string, bool) {
	if len(words) != 3 || words[0].text != "/bin/sh" && words[0].text != "sh" ||
		words[1].text != "-c" || strings.ContainsAny(words[2].text, "$\x00") {
		return "", false
	}
	return words[2].text, true
}
