package ical

import (
	"fmt"
	"strings"
)

// A property is one line of a calendar: NAME;PARAM=x;PARAM="y":VALUE.
type property struct {
	line   int // in the file, from 1
	col    int // of the value in its unfolded line, from 1
	name   string
	params []string // as written
	value  string
}

// lines splits a file into its properties. A line that begins with a space or a tab
// continues the line before it. The error is an *[Error].
func lines(text string) (list []property, err error) {
	var whole []byte
	first, n := 0, 0
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\uFEFF"), "\n") {
		n++
		line = strings.TrimSuffix(line, "\r")
		if n > 1 && line != "" && (line[0] == ' ' || line[0] == '\t') {
			whole = append(whole, line[1:]...)
			continue
		}
		if list, err = appendLine(list, string(whole), first); err != nil {
			return nil, err
		}
		whole, first = append(whole[:0], line...), n
	}
	return appendLine(list, string(whole), first)
}

// appendLine appends the property in an unfolded line, which begins at line n.
func appendLine(list []property, line string, n int) ([]property, error) {
	if line == "" {
		return list, nil
	}
	p, ok := parseLine(line)
	if !ok {
		return nil, &Error{Line: n, Col: 1,
			Msg:  fmt.Sprintf("%.40q is not a line of a calendar", line),
			Help: "a file in the iCalendar format is needed, as calendar programs export it (.ics)"}
	}
	p.line = n
	return append(list, p), nil
}

// parseLine splits a line at the first colon, and at the semicolons before it;
// those between quotes do not count. The name becomes upper-case.
func parseLine(line string) (p property, ok bool) {
	quoted, start := false, 0
	var parts []string
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == ';' || r == ':':
			parts = append(parts, line[start:i])
			start = i + 1
			if r == ':' {
				p.name, p.params, p.value = strings.ToUpper(parts[0]), parts[1:], line[start:]
				p.col = start + 1
				return p, isName(p.name)
			}
		}
	}
	return p, false
}

func isName(text string) bool {
	for _, r := range text {
		if r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return text != ""
}

// param returns the value of a parameter in upper case, or "".
func (p property) param(name string) string {
	for _, param := range p.params {
		key, value, _ := strings.Cut(param, "=")
		if strings.EqualFold(key, name) {
			return strings.ToUpper(strings.Trim(value, `"`))
		}
	}
	return ""
}

// escapes has what is written for characters of a text. A line break becomes a space.
var escapes = strings.NewReplacer(`\\`, `\`, `\,`, ",", `\;`, ";", `\n`, " ", `\N`, " ")

// text returns the value as text, with its escapes read.
func (p property) text() string {
	value := escapes.Replace(p.value)
	return strings.TrimSpace(strings.ToValidUTF8(value, "\uFFFD"))
}

// wrong returns an error at the value of the property.
func (p property) wrong(format string, args ...any) *Error {
	return &Error{Line: p.line, Col: p.col, Msg: fmt.Sprintf(format, args...)}
}

// unsupported returns an error at the value of the property, which is right but not read.
func (p property) unsupported(format string, args ...any) *Error {
	err := p.wrong(format+" is not supported", args...)
	err.Help = "write its days out as events of their own, or take the event out"
	return err
}
