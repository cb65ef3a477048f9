package foreign

import (
	"regexp"
	"strings"
)

// A token is a word of a shell line, or an operator.
type token struct {
	text       string // without quotes
	start, end int    // bytes of the line
	operator   bool
	quoted     bool // a part of it is
}

// operators are those that join commands, the longer ones first.
var operators = []string{"&&", "||", ";;", ";", "|", "&", "(", ")", "\n"}

// tokens splits a line roughly as a shell does: enough to find what it runs. A comment is no
// token.
func tokens(line string) (list []token) {
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == ' ' || c == '\t':
			i++
			continue
		case c == '#':
			return list
		}
		if op := operatorAt(line[i:]); op != "" {
			list = append(list, token{text: op, start: i, end: i + len(op), operator: true})
			i += len(op)
			continue
		}
		t := word(line, i)
		list = append(list, t)
		i = t.end
	}
	return list
}

func operatorAt(text string) string {
	for _, op := range operators {
		if strings.HasPrefix(text, op) {
			return op
		}
	}
	return ""
}

// word reads the word that begins at an index. A redirection such as 2>&1 is one word, and so is
// a substitution, which stays as it is written: $(date +%F).
func word(line string, start int) token {
	t := token{start: start, end: start}
	var b strings.Builder
	for t.end < len(line) {
		switch c := line[t.end]; {
		case c == '\\' && t.end+1 < len(line):
			b.WriteByte(line[t.end+1])
			t.end, t.quoted = t.end+2, true
			continue
		case c == '\'' || c == '"':
			text, end := quotation(line, t.end)
			b.WriteString(text)
			t.end, t.quoted = end, true
			continue
		}
		if end := substitution(line, t.end); end > t.end {
			b.WriteString(line[t.end:end])
			t.end = end
			continue
		}
		if endsWord(line, start, t.end) {
			break
		}
		b.WriteByte(line[t.end])
		t.end++
	}
	t.text = b.String()
	return t
}

// endsWord reports whether the word that begins at start ends before an index. The & of 2>&1
// and of &>file ends none.
func endsWord(line string, start, i int) bool {
	c := line[i]
	joined := c == '&' && (i > start && (line[i-1] == '>' || line[i-1] == '<') ||
		i+1 < len(line) && line[i+1] == '>')
	return c == ' ' || c == '\t' || !joined && operatorAt(line[i:]) != ""
}

// quotation returns what the quotes that begin at an index mean, and the index after them. In
// double quotes a backslash keeps the next character from meaning something.
func quotation(line string, i int) (text string, end int) {
	quote := line[i]
	var b strings.Builder
	for i++; i < len(line) && line[i] != quote; {
		end := i
		if quote == '"' {
			end = substitution(line, i)
		}
		if end > i {
			b.WriteString(line[i:end])
			i = end
			continue
		}
		if quote == '"' && line[i] == '\\' && i+1 < len(line) {
			i++
		}
		b.WriteByte(line[i])
		i++
	}
	return b.String(), min(i+1, len(line))
}

// substitution returns the index after the substitution that begins at an index: of a command,
// an expression or a variable in braces. It is the same index if none begins there.
func substitution(line string, i int) int {
	rest := line[i:]
	switch {
	case rest[0] == '`':
		for i++; i < len(line) && line[i] != '`'; i++ {
			if line[i] == '\\' {
				i++
			}
		}
		return min(i+1, len(line))
	case strings.HasPrefix(rest, "${"):
		return closing(line, i+1, '{', '}')
	case strings.HasPrefix(rest, "$("), strings.HasPrefix(rest, "<("),
		strings.HasPrefix(rest, ">("):
		return closing(line, i+1, '(', ')')
	}
	return i
}

// closing returns the index after the bracket that closes the one at an index; quotes may have
// others.
func closing(line string, i int, open, shut byte) int {
	depth := 0
	for i < len(line) {
		switch c := line[i]; c {
		case '\\':
			i++
		case '\'', '"':
			_, i = quotation(line, i)
			continue
		case open:
			depth++
		case shut:
			depth--
		}
		if i++; depth == 0 {
			break
		}
	}
	return min(i, len(line))
}

var assignment = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*=`)

func isAssignment(word string) bool { return assignment.MatchString(word) }

// A CommandLine is a line of the shell, with what of it is said better in the language.
type CommandLine struct {
	// Line is what is left to the shell.
	Line string
	// Comment is what stood behind a # at its end.
	Comment string
	// Dir is where it is run, by a `cd` at its begin.
	Dir string
	// Timeout is how long it may take, by the program timeout, as that has it: 1h.
	Timeout string
	// Lock is the file with which flock keeps it from running twice, and Locked the line with
	// flock.
	Lock, Locked string
	// Env are the variables that it sets for itself.
	Env []Variable
}

// ReadCommand takes apart a line of the shell.
func ReadCommand(line string) CommandLine {
	c := CommandLine{Line: strings.TrimSpace(line)}
	c.cutComment()
	for c.cutDir() || c.cutEnv() || c.cutTimeout() || c.cutLock() {
		continue
	}
	return c
}

// cutComment takes off a comment at the end.
func (c *CommandLine) cutComment() {
	list := tokens(c.Line)
	end := 0
	if len(list) > 0 {
		end = list[len(list)-1].end
	}
	rest := strings.TrimSpace(c.Line[end:])
	if end > 0 && strings.HasPrefix(rest, "#") && !strings.Contains(c.Line, "\n") {
		c.Comment = strings.TrimSpace(strings.TrimLeft(rest, "#"))
		c.Line = strings.TrimSpace(c.Line[:end])
	}
}

// plain reports whether a word means itself to a shell.
func (t token) plain() bool {
	return !t.operator && !strings.ContainsAny(t.text, "$`*?[]{}~!\\<>") && t.text != ""
}

// cutDir takes off `cd DIR &&`. What follows must not be another way for when that fails.
func (c *CommandLine) cutDir() bool {
	list := tokens(c.Line)
	if c.Dir != "" || len(list) < 4 || list[0].text != "cd" || list[2].text != "&&" ||
		!list[1].plain() || !strings.HasPrefix(list[1].text, "/") {
		return false
	}
	for _, t := range list[3:] {
		if t.operator && (t.text == "||" || t.text == ";" || t.text == "&") {
			return false
		}
	}
	c.Dir, c.Line = list[1].text, c.Line[list[3].start:]
	return true
}

// isSimple reports whether a line runs one program, with no operator outside of quotes.
func isSimple(list []token) bool {
	for _, t := range list {
		if t.operator {
			return false
		}
	}
	return true
}

// cutEnv takes off assignments before one command.
func (c *CommandLine) cutEnv() bool {
	list := tokens(c.Line)
	if !isSimple(list) {
		return false
	}
	n := 0
	for n < len(list) && isAssignment(list[n].text) && list[n].plain() {
		n++
	}
	if n == 0 || n == len(list) || strings.Contains(c.Line[list[n].start:], "$") {
		return false
	}
	for _, t := range list[:n] {
		name, value, _ := strings.Cut(t.text, "=")
		c.Env = append(c.Env, Variable{name, value})
	}
	c.Line = c.Line[list[n].start:]
	return true
}

var coreutilsTime = regexp.MustCompile(`^\d+(\.\d+)?[smhd]?$`)

// cutTimeout takes off `timeout 1h` before one command.
func (c *CommandLine) cutTimeout() bool {
	list := tokens(c.Line)
	if c.Timeout != "" || len(list) < 3 || !isProgram(list[0], "timeout") || !isSimple(list) ||
		!coreutilsTime.MatchString(list[1].text) {
		return false
	}
	c.Timeout, c.Line = list[1].text, c.Line[list[2].start:]
	if last := c.Timeout[len(c.Timeout)-1]; last >= '0' && last <= '9' {
		c.Timeout += "s"
	}
	return true
}

func isProgram(t token, name string) bool {
	return t.text == name || t.text == "/usr/bin/"+name || t.text == "/bin/"+name
}

// cutLock takes off `flock -n FILE` before one command.
func (c *CommandLine) cutLock() bool {
	list := tokens(c.Line)
	if c.Lock != "" || len(list) < 3 || !isProgram(list[0], "flock") || !isSimple(list) {
		return false
	}
	fails := false
	i := 1
	for ; i < len(list) && strings.HasPrefix(list[i].text, "-"); i++ {
		switch list[i].text {
		case "-n", "-xn", "-nx", "--nonblock", "--nb":
			fails = true
		case "-x", "-e", "--exclusive":
		default:
			return false
		}
	}
	if !fails || i+1 >= len(list) || !list[i].plain() {
		return false
	}
	c.Lock, c.Locked, c.Line = list[i].text, c.Line, c.Line[list[i+1].start:]
	if rest := tokens(c.Line); rest[0].text == "-c" && len(rest) == 2 {
		c.Line = rest[1].text
	}
	return true
}

// simple reports whether a line runs one program, and nothing of it would keep a here-document
// behind it from being its input.
func simple(line string) bool {
	list := tokens(line)
	return isSimple(list) && !strings.Contains(line, "<<") && !strings.Contains(line, "\n")
}

// WithInput returns a line that is given a text as its standard input.
func WithInput(line, input string) string {
	end := "END"
	for strings.Contains("\n"+input+"\n", "\n"+end+"\n") {
		end += "D"
	}
	if !simple(line) {
		line = "{\n" + line + "\n}"
	}
	return line + " <<'" + end + "'\n" + input + "\n" + end
}

// ShellWord returns a text as a word of the shell that means the text itself.
func ShellWord(text string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,@%+"
	if text != "" && strings.Trim(text, plain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
