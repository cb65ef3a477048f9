package rocketry

import (
	"strings"
	"unicode"
)

// A token is one of Python: a name, a string, a number, a sign, or the end of a line.
type token struct {
	kind      byte   // 'n' name, 's' string, '0' number, '+' sign, '\n' end of a line
	text      string // of a string what it means
	line, col int
	special   bool // the string is of bytes, or has parts to be filled in
}

// A lexer reads the tokens of a source. Inside of brackets lines do not end.
type lexer struct {
	text      string
	at        int
	line, bol int // the line, and where it begins
	depth     int
	list      []token
	comments  map[int]string // by line
}

// tokens returns the tokens of a source, and the comments that stand alone on a line.
func tokens(text string) ([]token, map[int]string) {
	l := &lexer{text: text, line: 1, comments: map[int]string{}}
	for l.at < len(l.text) {
		l.next()
	}
	return l.list, l.comments
}

func (l *lexer) add(kind byte, text string, start int) *token {
	l.list = append(l.list, token{kind: kind, text: text, line: l.line, col: start - l.bol + 1})
	return &l.list[len(l.list)-1]
}

func (l *lexer) next() {
	start := l.at
	switch c := l.text[l.at]; {
	case c == '\n':
		if l.depth == 0 {
			l.add('\n', "", start)
		}
		l.at++
		l.line, l.bol = l.line+1, l.at
	case c == '\\' && l.at+1 < len(l.text) && l.text[l.at+1] == '\n':
		l.at += 2
		l.line, l.bol = l.line+1, l.at
	case c == ' ' || c == '\t' || c == '\r' || c == '\f':
		l.at++
	case c == '#':
		end := strings.IndexByte(l.text[l.at:], '\n')
		if end < 0 {
			end = len(l.text) - l.at
		}
		if strings.TrimSpace(l.text[l.bol:start]) == "" {
			l.comments[l.line] = strings.TrimSpace(strings.TrimLeft(l.text[start:start+end], "#"))
		}
		l.at += end
	case c == '"' || c == '\'':
		l.string(start, "")
	case isNameByte(c):
		l.name(start)
	default:
		l.at++
		switch c {
		case '(', '[', '{':
			l.depth++
		case ')', ']', '}':
			l.depth = max(l.depth-1, 0)
		}
		l.add('+', string(c), start)
	}
}

func isNameByte(c byte) bool {
	return c == '_' || c >= 0x80 || unicode.IsLetter(rune(c)) || c >= '0' && c <= '9'
}

// name reads a name, a number, or the prefix of a string.
func (l *lexer) name(start int) {
	for l.at < len(l.text) && (isNameByte(l.text[l.at]) ||
		l.text[start] >= '0' && l.text[start] <= '9' && l.text[l.at] == '.') {
		l.at++
	}
	word := l.text[start:l.at]
	prefix := len(word) <= 2 && strings.Trim(strings.ToLower(word), "rbfu") == ""
	if prefix && l.at < len(l.text) && (l.text[l.at] == '"' || l.text[l.at] == '\'') {
		l.string(start, strings.ToLower(word))
		return
	}
	kind := byte('n')
	if word[0] >= '0' && word[0] <= '9' {
		kind = '0'
	}
	l.add(kind, word, start)
}

// string reads a string, which may be over several lines.
func (l *lexer) string(start int, prefix string) {
	quote := l.text[l.at : l.at+1]
	if strings.HasPrefix(l.text[l.at:], strings.Repeat(quote, 3)) {
		quote = strings.Repeat(quote, 3)
	}
	l.at += len(quote)
	t := l.add('s', "", start)
	t.special = strings.ContainsAny(prefix, "fb")
	var b strings.Builder
	for l.at < len(l.text) && !strings.HasPrefix(l.text[l.at:], quote) {
		c := l.text[l.at]
		if c == '\n' {
			if len(quote) == 1 {
				break // it is not closed
			}
			l.line, l.bol = l.line+1, l.at+1
		}
		if c == '\\' && !strings.Contains(prefix, "r") && l.at+1 < len(l.text) {
			l.at++
			c = l.text[l.at]
			switch c {
			case 'n':
				c = '\n'
			case 't':
				c = '\t'
			}
		}
		b.WriteByte(c)
		l.at++
	}
	if strings.HasPrefix(l.text[l.at:], quote) {
		l.at += len(quote)
	}
	l.list[len(l.list)-1].text = b.String()
}

// A cursor goes through tokens.
type cursor struct {
	list []token
	at   int
}

func (c *cursor) peek() token {
	if c.at < len(c.list) {
		return c.list[c.at]
	}
	return token{kind: '\n'}
}

func (c *cursor) is(text string) bool {
	t := c.peek()
	return t.kind != 's' && t.kind != '\n' && t.text == text
}

func (c *cursor) eat(text string) bool {
	if c.is(text) {
		c.at++
		return true
	}
	return false
}

// call returns the tokens of the arguments of a call, whose parenthesis is next, and goes on
// behind it. Each argument has the name that it is given by, or none.
func (c *cursor) call() (args []argument) {
	if !c.eat("(") {
		return nil
	}
	depth, start := 0, c.at
	end := func() {
		if part := c.list[start:c.at]; len(part) > 0 {
			args = append(args, newArgument(part))
		}
	}
	for ; c.at < len(c.list); c.at++ {
		t := c.list[c.at]
		if t.kind != '+' {
			continue
		}
		switch t.text {
		case "(", "[", "{":
			depth++
		case ")", "]", "}":
			if depth == 0 {
				end()
				c.at++
				return args
			}
			depth--
		case ",":
			if depth == 0 {
				end()
				start = c.at + 1
			}
		}
	}
	end()
	return args
}

// An argument is one of a call.
type argument struct {
	name  string // empty: it is given by its position
	value []token
}

func newArgument(part []token) argument {
	if len(part) > 2 && part[0].kind == 'n' && part[1].text == "=" && part[1].kind == '+' &&
		part[2].text != "=" {
		return argument{part[0].text, part[2:]}
	}
	return argument{"", part}
}

// literal returns the string that an argument is, if it is one.
func (a argument) literal() (string, bool) {
	var b strings.Builder
	for _, t := range a.value {
		if t.kind != 's' || t.special {
			return "", false
		}
		b.WriteString(t.text)
	}
	return b.String(), len(a.value) > 0
}

// text returns an argument about as the source has it.
func (a argument) text() string {
	var b strings.Builder
	for i, t := range a.value {
		word := t.text
		if t.kind == 's' {
			word = `"` + t.text + `"`
		}
		if i > 0 && t.kind != '+' && a.value[i-1].kind != '+' {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}
