// Package diag reports mistakes in source files: it has positions, diagnostics
// with codes, and sorted lists of them, and writes them with the source line and
// a caret, as JSON, or as SARIF.
//
// A phase of the compiler adds what it finds to a [List] and goes on, so that
// one run reports everything. The list is sorted by place, cut to a limit, and
// rendered once at the end by [Render] or [WriteJSON]. Every finding carries a
// [Code]; the table behind [Rules] holds one rule and one example for each.
package diag

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Pos is a place in a file. The zero value is no place.
type Pos struct {
	Offset int // bytes from the start of the file, from 0
	Line   int // from 1; \n, \r\n and a lone \r each end a line
	Col    int // runes from the start of the line, from 1; a tab is one
}

// Span is the half-open stretch of a file from Start up to End.
type Span struct {
	File  string
	Start Pos
	End   Pos
}

// IsZero reports whether s is no place at all.
func (s Span) IsZero() bool { return s == Span{} }

// Part returns the span of text[start:end] in a text that stands at s. Offsets
// outside the text count as its ends.
func (s Span) Part(text string, start, end int) Span {
	start = min(max(start, 0), len(text))
	end = min(max(end, start), len(text))
	part := Span{File: s.File, Start: s.Start.after(text[:start])}
	part.End = part.Start.after(text[start:end])
	return part
}

// after returns the place behind a text that starts at p.
func (p Pos) after(text string) Pos {
	for i := range len(text) {
		switch b := text[i]; {
		case b == '\n' && i > 0 && text[i-1] == '\r':
		case b == '\n' || b == '\r':
			p.Line++
			p.Col = 1
		case utf8.RuneStart(b):
			p.Col++
		}
	}
	p.Offset += len(text)
	return p
}

// String returns file:line:col, without the parts that are not known.
func (s Span) String() string {
	at := ""
	if s.Start.Line > 0 {
		at = strconv.Itoa(s.Start.Line)
		if s.Start.Col > 0 {
			at += ":" + strconv.Itoa(s.Start.Col)
		}
	}
	if s.File == "" || at == "" {
		return s.File + at
	}
	return s.File + ":" + at
}

// Severity says whether a finding stops the compilation.
type Severity int

// The severities. Error is the zero value.
const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// MarshalText returns what String does.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Diagnostic is one finding.
type Diagnostic struct {
	Code     Code
	Severity Severity
	Span     Span
	Msg      string // one line, no full stop
	Label    string // short text beside the carets; may be empty
	Help     string // what to write instead; may be empty or hold several lines
	// Suggestion is the word or name that was most likely meant in the place of the
	// one at Span; may be empty. Msg or Help says it, too.
	Suggestion string
	// Fix is the change that mends the finding, if that is more than Suggestion in the place
	// of what stands at Span; see Mend.
	Fix Fix
	// Expected are the words of the language that may stand at Span; may be empty. It is what
	// an editor offers there.
	Expected []string
	Related  []Related
}

// Related is a second place that explains a finding.
type Related struct {
	Span Span
	Msg  string
}

// Error returns the finding on one line: place, severity, code and message.
func (d Diagnostic) Error() string {
	head := fmt.Sprintf("%s[%s]: %s", d.Severity, d.Code, d.Msg)
	if at := d.Span.String(); at != "" {
		return at + ": " + head
	}
	return head
}

// List is what one run found. The zero value is ready to use.
type List []Diagnostic

// Add appends findings.
func (l *List) Add(ds ...Diagnostic) { *l = append(*l, ds...) }

// Errorf appends an error and returns it, so that a label, a help text or
// related places can be set on it. The pointer is good until the next append.
func (l *List) Errorf(code Code, at Span, format string, args ...any) *Diagnostic {
	return l.add(code, Error, at, format, args)
}

// Warnf appends a warning and returns it, as Errorf does.
func (l *List) Warnf(code Code, at Span, format string, args ...any) *Diagnostic {
	return l.add(code, Warning, at, format, args)
}

func (l *List) add(code Code, s Severity, at Span, format string, args []any) *Diagnostic {
	*l = append(*l, Diagnostic{Code: code, Severity: s, Span: at,
		Msg: fmt.Sprintf(format, args...)})
	return &(*l)[len(*l)-1]
}

// Sort orders the list by file, offset and code, and otherwise leaves the order
// of arrival.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(
			strings.Compare(a.Span.File, b.Span.File),
			cmp.Compare(a.Span.Start.Offset, b.Span.Start.Offset),
			strings.Compare(string(a.Code), string(b.Code)),
		)
	})
}

// HasErrors reports whether the list holds an error, warnings aside.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err returns nil if the list holds no error, else an error that unwraps to
// the list's errors, in order; its text has one line for each.
func (l List) Err() error {
	var errs []error
	for _, d := range l {
		if d.Severity == Error {
			errs = append(errs, d)
		}
	}
	return errors.Join(errs...)
}

// MaxShown is the number of findings that one run shows.
const MaxShown = 20

// Limit returns the first n findings, in the list's order, and how many were left
// out. If there are more than n, warnings are left out first.
func (l List) Limit(n int) (shown List, more int) {
	if len(l) <= n {
		return l, 0
	}
	for _, s := range []Severity{Error, Warning} {
		for _, d := range l {
			if d.Severity == s && len(shown) < n {
				shown = append(shown, d)
			}
		}
	}
	shown.Sort()
	return shown, len(l) - n
}
