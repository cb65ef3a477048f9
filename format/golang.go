package format

import (
	"go/format"
	"go/scanner"
	gotoken "go/token"
	"strings"

	"github.com/rocketc/rocketc/grammar"
)

// A goCode is the Go between the braces of code.
type goCode struct {
	text string // its lines if own is false, indented and with a line break behind each
	own  bool   // the layout is that of the file: text stands between the braces as it is
}

// goSpace is what is white space in Go.
const goSpace = " \t\r\n"

// several reports whether the code is on several lines.
func (c *goCode) several() bool { return strings.Contains(c.text, "\n") }

// formatCode gives the Go of the file its layout.
func (f *file) formatCode() {
	depth := 0 // of the blocks around a token
	for i := range f.tokens {
		switch t := &f.tokens[i]; {
		case t.has(blocks) && t.is("{"):
			depth++
		case t.has(blocks) && t.is("}"):
			depth--
		case t.kind == grammar.GoCodeToken:
			t.code = layoutGo(t.text, depth+1)
			f.tokens[i+1].begins = t.code.several() && !t.code.own
		}
	}
}

// layoutGo returns the layout of Go source at a depth. The layout has to be its own layout,
// and to have the words and comments of the source; else the source keeps that of the file.
func layoutGo(source string, depth int) *goCode {
	source = strings.ReplaceAll(source, "\r\n", "\n")
	if strings.Trim(source, goSpace) == "" {
		return &goCode{}
	}
	indent, last := strings.Repeat(indentation, depth), source
	for range 3 {
		text, err := gofmt(last, indent)
		if err != nil {
			break
		}
		last = between(text)
		if again, err := gofmt(last, indent); err == nil && again == text &&
			goWords(text) == goWords(source) {
			return &goCode{text: text}
		}
	}
	return &goCode{text: source, own: true}
}

// between returns what stands between the braces in a layout.
func between(text string) string {
	if strings.Contains(text, "\n") {
		return "\n" + text
	}
	return text
}

// gofmt returns what stands between the braces in the layout of gofmt: on one line if it is,
// else on lines of its own, indented by spaces.
func gofmt(source, indent string) (string, error) {
	out, err := format.Source([]byte(strings.Trim(source, goSpace) + "\n"))
	if err != nil {
		return "", err
	}
	text := strings.Trim(string(out), goSpace)
	if !strings.Contains(source, "\n") && !strings.Contains(text, "\n") {
		return text, nil
	}
	var b strings.Builder
	raw := rawLines(text)
	for i, line := range strings.Split(text, "\n") {
		if code := strings.TrimLeft(line, "\t"); raw[i] {
			b.WriteString(line)
		} else if code != "" {
			b.WriteString(indent + strings.Repeat(indentation, len(line)-len(code)) + code)
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}

// rawLines returns the numbers, from 0, of the lines that begin in a raw string.
func rawLines(source string) map[int]bool {
	raw := make(map[int]bool)
	for _, t := range scan(source) {
		if t.tok == gotoken.STRING {
			for i := range strings.Count(t.text, "\n") {
				raw[t.line+i] = true
			}
		}
	}
	return raw
}

// goWords returns what Go reads in a source: words, signs, literals and comments. Line breaks
// and signs that only separate are left out.
func goWords(source string) string {
	var b strings.Builder
	for _, t := range scan(source) {
		switch t.tok {
		case gotoken.SEMICOLON, gotoken.COMMA:
			continue
		case gotoken.COMMENT:
			t.text = strings.Join(strings.Fields(t.text), " ")
		case gotoken.INT, gotoken.FLOAT, gotoken.IMAG:
			t.text = strings.ToLower(t.text)
		}
		b.WriteString(t.tok.String() + " " + t.text + "\x00")
	}
	return b.String()
}

// A goToken is a token of Go.
type goToken struct {
	tok  gotoken.Token
	text string
	line int // on which the token begins, from 1
}

// scan splits Go into its tokens, comments included.
func scan(source string) (tokens []goToken) {
	var s scanner.Scanner
	files := gotoken.NewFileSet()
	file := files.AddFile("", -1, len(source))
	s.Init(file, []byte(source), nil, scanner.ScanComments)
	for {
		pos, tok, text := s.Scan()
		if tok == gotoken.EOF {
			return tokens
		}
		tokens = append(tokens, goToken{tok, text, file.Line(pos)})
	}
}
