package build

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
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
	// File is the name of the schedule's file if Origin is Inline, the path of the
	// Go file if it is User, and a path below the temporary directory of the build
	// if it is Own.
	File string
	// Line and Col count from 1; 0 is unknown.
	Line, Col int
	// Code holds, if Origin is Inline, the lines of the generated file that Line
	// stands for. Col is a column of one of them, in bytes.
	Code []string
	// Msg may have several lines.
	Msg string
}

// String returns the finding as the Go compiler would.
func (f Finding) String() string {
	at := f.File
	for _, n := range []int{f.Line, f.Col} {
		if n > 0 {
			at += ":" + strconv.Itoa(n)
		}
	}
	if at == "" {
		return f.Msg
	}
	return at + ": " + f.Msg
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

// place matches a line of the Go tools that begins with a place.
var place = regexp.MustCompile(`^(.+?):(\d+)(?::(\d+))?: (.*)$`)

// finding reads one line of what the go command wrote.
func (l *layout) finding(line string) Finding {
	m := place.FindStringSubmatch(line)
	if m == nil {
		return Finding{Msg: line}
	}
	f := Finding{File: m[1], Msg: m[4]}
	f.Line, _ = strconv.Atoi(m[2])
	f.Col, _ = strconv.Atoi(m[3])
	if name := filepath.Base(f.File); slices.Contains(l.inline, name) {
		f.Origin, f.File, f.Code = Inline, name, l.generated(name, f.Line)
		return f
	}
	if !filepath.IsAbs(f.File) {
		f.File = filepath.Join(l.dir, f.File)
	}
	f.Origin = User
	switch {
	case within(f.File, l.over):
		return Finding{Msg: f.Msg} // the imported package was not found
	case within(f.File, l.work):
		f.Origin, f.File = Own, strings.TrimPrefix(f.File, l.work+string(filepath.Separator))
	}
	return f
}

// lineComment matches a //line comment of the generated file.
var lineComment = regexp.MustCompile(`^//line (.+?):(\d+)(?::\d+)?$`)

// generated returns the lines of the generated file that stand for a line of the
// schedule.
func (l *layout) generated(name string, line int) (lines []string) {
	file, number := "", 0
	for text := range strings.Lines(string(l.main)) {
		text = strings.TrimRight(text, "\r\n")
		if m := lineComment.FindStringSubmatch(text); m != nil {
			file = filepath.Base(m[1])
			number, _ = strconv.Atoi(m[2])
			continue
		}
		if file == name && number == line {
			lines = append(lines, text)
		}
		number++
	}
	return lines
}

// within reports whether the file is below dir. No file is, if dir is empty.
func within(file, dir string) bool {
	return dir != "" && strings.HasPrefix(file, dir+string(filepath.Separator))
}
