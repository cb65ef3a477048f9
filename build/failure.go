package build

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// Origin says whose mistake a finding of the Go compiler is.
type Origin uint8

// The origins.
const (
	// Module is a finding without a place in a source file: about the user's
	// go.mod, a missing package, the linker.
	Module Origin = iota
	// Inline is a mistake in Go that is written in the schedule.
	Inline
	// User is a mistake in a Go file of the user.
	User
	// Own is a mistake in a file that rocketc generated or brought along.
	Own
)

// A Finding is one thing that the go command reported.
type Finding struct {
	Origin Origin
	// Span is in the schedule if Origin is Inline, as the schedule's line map has it.
	// Else it has no more than a file, and a line and a column if they are known: the
	// path of a Go file if Origin is User, and a path below the temporary directory of
	// the build if it is Own.
	Span diag.Span
	// Msg may have several lines.
	Msg string
}

// String returns the finding as the Go compiler would.
func (f Finding) String() string {
	if f.Span.File == "" {
		return f.Msg
	}
	return f.Span.String() + ": " + f.Msg
}

// A Failure is a build that the go command refused.
type Failure struct {
	// Findings has at least one element.
	Findings []Finding
}

// Error returns the findings, one a line.
func (f *Failure) Error() string {
	lines := make([]string, len(f.Findings))
	for i, finding := range f.Findings {
		lines[i] = finding.String()
	}
	return strings.Join(lines, "\n")
}

// failure reads what a failed go command wrote.
func (l *layout) failure(out []byte, err error) error {
	f := &Failure{}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimRight(line, "\r\n")
		last := len(f.Findings) - 1
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "\t") && last >= 0:
			f.Findings[last].Msg += "\n" + line
		default:
			f.Findings = append(f.Findings, l.finding(line))
		}
	}
	if len(f.Findings) == 0 {
		f.Findings = []Finding{{Msg: fmt.Sprintf("go build: %v", err)}}
	}
	return f
}

// finding reads one line of what the go command wrote.
func (l *layout) finding(line string) Finding {
	file, at, msg, ok := place(line)
	if !ok {
		return Finding{Msg: line}
	}
	if span, ok := l.lines.Find(file, at.Line, at.Col); ok {
		return Finding{Inline, span, msg}
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(l.dir, file)
	}
	switch {
	case within(file, l.over):
		return Finding{Msg: msg} // the imported package was not found
	case within(file, l.work):
		file = strings.TrimPrefix(file, l.work+string(filepath.Separator))
		return Finding{Own, diag.Span{File: file, Start: at}, msg}
	}
	return Finding{User, diag.Span{File: file, Start: at}, msg}
}

// place cuts a line of the Go tools into the place with which it begins, which is
// file:line:column or file:line, and the message.
func place(line string) (file string, at diag.Pos, msg string, ok bool) {
	head, msg, _ := strings.Cut(line, ": ")
	file, last, ok := cutNumber(head)
	if !ok {
		return "", at, "", false
	}
	if before, n, ok := cutNumber(file); ok {
		return before, diag.Pos{Line: n, Col: last}, msg, true
	}
	return file, diag.Pos{Line: last}, msg, true
}

// cutNumber cuts a number behind a colon from the end of a text.
func cutNumber(text string) (before string, n int, ok bool) {
	colon := strings.LastIndexByte(text, ':')
	if colon <= 0 {
		return text, 0, false
	}
	n, err := strconv.Atoi(text[colon+1:])
	return text[:colon], n, err == nil && n > 0
}

// within reports whether the file is below dir. No file is, if dir is empty.
func within(file, dir string) bool {
	return dir != "" && strings.HasPrefix(file, dir+string(filepath.Separator))
}
