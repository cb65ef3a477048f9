package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"go.lsp.dev/protocol"
)

// A mark is what a comment in a file of an archive expects:
//
//	task report when after fetsh { … }   #@ error "fetsh" "did you mean"
//
// The first text is one of the line, in the comment's line or, if the comment has a line of its
// own, in the line above; if it has a part in «», that alone is meant. The others are what the
// word asks for (see markers). Several marks are separated by ;.
type mark struct {
	archive *archive
	file    string // the path
	line    int    // from 0
	word    string
	texts   []string
	done    bool // of error and warning: it was found
}

// An archive is a schedule on the disk, all of whose files an editor has opened.
type archive struct {
	*editor
	dir   string
	files map[string]string // contents by path, of what was opened
	want  map[string]string // the files of the archive that are no files of the schedule
	marks []*mark
}

// markers are the words of marks. What is expected of findings is compared afterwards.
var markers = map[string]func(m *mark, t *testing.T){
	"error":   func(*mark, *testing.T) {},
	"warning": func(*mark, *testing.T) {},
}

// TestArchives runs each archive in both encodings.
func TestArchives(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives (%v)", err)
	}
	for _, path := range paths {
		for in, name := range map[encoding]string{inUTF8: "utf-8", inUTF16: "utf-16"} {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar")+"/"+name,
				func(t *testing.T) { openArchive(t, path, in).check(t) })
		}
	}
}

// openArchive lays an archive on the disk and opens its .rkt files. A file whose name begins
// with want/ is what a mark refers to. In a file with crlf in its name lines end with \r\n, and
// one with bom begins with a byte order mark.
func openArchive(t *testing.T, path string, in encoding) *archive {
	t.Helper()
	data, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{dir: t.TempDir(), files: map[string]string{}, want: map[string]string{}}
	for _, f := range data.Files {
		text := string(f.Data)
		if name, ok := strings.CutPrefix(f.Name, "want/"); ok {
			a.want[name] = text
			continue
		}
		if strings.Contains(f.Name, "crlf") {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		if strings.Contains(f.Name, "bom") {
			text = "\ufeff" + text
		}
		file := filepath.Join(a.dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(file) == ".rkt" {
			a.files[file] = text
		}
	}
	a.editor = start(t, in, a.dir)
	for file, text := range a.files {
		a.open(file, text)
		a.marks = append(a.marks, a.marksIn(t, file, text)...)
	}
	return a
}

// marksIn reads the marks of a file.
func (a *archive) marksIn(t *testing.T, file, text string) (marks []*mark) {
	t.Helper()
	for n, line := range strings.Split(text, "\n") {
		before, rest, ok := strings.Cut(strings.TrimRight(line, "\r"), "#@ ")
		if !ok {
			continue
		}
		if strings.TrimSpace(before) == "" {
			n--
		}
		for rest != "" {
			m := &mark{archive: a, file: file, line: n}
			m.word, rest, _ = strings.Cut(strings.TrimSpace(rest), " ")
			for rest = strings.TrimSpace(rest); rest != "" && rest[0] != ';'; {
				quoted, err := strconv.QuotedPrefix(rest)
				if err != nil {
					t.Fatalf("%s:%d: %v: %s", file, n+1, err, rest)
				}
				text, _ := strconv.Unquote(quoted)
				m.texts = append(m.texts, text)
				rest = strings.TrimSpace(rest[len(quoted):])
			}
			rest = strings.TrimPrefix(rest, ";")
			marks = append(marks, m)
		}
	}
	return marks
}

// check holds all marks.
func (a *archive) check(t *testing.T) {
	for file := range a.files {
		for _, d := range a.findings(file) {
			if !a.take(file, d) {
				t.Errorf("unexpected finding in %s: %v: %v", a.short(file), d.Range, d.Message)
			}
		}
	}
	for _, m := range a.marks {
		act, known := markers[m.word]
		switch {
		case !known:
			t.Errorf("%s: there is no mark %q", m, m.word)
		case (m.word == "error" || m.word == "warning") && !m.done:
			t.Errorf("%s: no %s at %q matches %q", m, m.word, m.texts[0], m.texts[1:])
		default:
			act(m, t)
		}
	}
}

// take finds the mark that expects a finding.
func (a *archive) take(file string, d protocol.Diagnostic) bool {
	for _, m := range a.marks {
		word := map[protocol.DiagnosticSeverity]string{protocol.DiagnosticSeverityError: "error",
			protocol.DiagnosticSeverityWarning: "warning"}[d.Severity]
		if m.done || m.file != file || m.word != word {
			continue
		}
		text := string(d.Message.(protocol.String))
		if start, end := m.span(); d.Range == a.texts[uriOf(file)].text.span(start, end, a.in) &&
			regexp.MustCompile(m.texts[1]).MatchString(text) {
			m.done = true
			return true
		}
	}
	return false
}

// span returns where the first text of a mark stands.
func (m *mark) span() (start, end int) {
	doc := m.archive.texts[uriOf(m.file)].text
	line := doc.line(m.line)
	if i := strings.Index(line, "#@ "); i >= 0 {
		line = line[:i]
	}
	before, part, rest := "", m.texts[0], ""
	if head, tail, ok := strings.Cut(part, "«"); ok {
		before = head
		part, rest, _ = strings.Cut(tail, "»")
	}
	i := strings.Index(line, before+part+rest)
	if i < 0 {
		m.archive.t.Fatalf("%s: the line has no %q", m, m.texts[0])
	}
	start = doc.lines[m.line] + i + len(before)
	return start, start + len(part)
}

// position returns the position that many bytes after the start of the first text.
func (m *mark) position(after int) protocol.TextDocumentPositionParams {
	start, _ := m.span()
	return at(m.file, m.archive.texts[uriOf(m.file)].text.position(start+after, m.archive.in))
}

// short returns a path without the directory of the archive.
func (a *archive) short(path string) string {
	name, err := filepath.Rel(a.dir, path)
	if err != nil {
		return path
	}
	return filepath.ToSlash(name)
}

func (m *mark) String() string {
	return fmt.Sprintf("%s:%d", m.archive.short(m.file), m.line+1)
}
