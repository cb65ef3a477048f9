package rocketc_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/diagtest"
)

// TestEditors: the files with which editors highlight schedules are made of the words of the
// compiler. With -update the test writes them.
func TestEditors(t *testing.T) {
	for made, from := range map[string]string{
		"editors/vscode/syntaxes/rkt.tmLanguage.json": "rkt.tmLanguage.json",
		"editors/vim/syntax/rkt.vim":                  "rkt.vim",
		"editors/emacs/rocketc-mode.el":               "rocketc-mode.el",
	} {
		page, err := template.New(from).Funcs(template.FuncMap{
			"words": alternatives, "bounded": bounded, "quoted": quotedWords, "without": without,
			"list": func(words []string) string { return strings.Join(words, " ") },
		}).ParseFiles("editors/templates/" + from)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := page.Execute(&text, grammar.Words()); err != nil {
			t.Fatal(err)
		}
		diagtest.Golden(t, made, []byte(text.String()), *update)
	}
}

// TestVim: Vim gives schedules their file type, and not those of Racket, highlights words by
// their place, and indents lines as the layout does.
func TestVim(t *testing.T) {
	vim, err := exec.LookPath("vim")
	if err != nil {
		t.Skip("there is no vim")
	}
	if out, err := exec.Command(vim, "--version").Output(); err != nil ||
		!strings.Contains(string(out), "+eval") || !strings.Contains(string(out), "+syntax") {
		t.Skipf("this vim has no scripts, or no syntax (%v)", err)
	}
	dir, root := t.TempDir(), absolute(t, ".")
	script := strings.ReplaceAll(readText(t, "testdata/editors/try.vim"), "ROOT", root)
	writeFile(t, filepath.Join(dir, "try.vim"), []byte(script))
	writeFile(t, filepath.Join(dir, "racket.rkt"), []byte("#lang racket\n(define x 1)\n"))
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	try := exec.CommandContext(ctx, vim, "-es", "-u", "NONE", "-i", "NONE", "-N", "-S", "try.vim")
	try.Dir = dir
	if out, err := try.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	diagtest.Golden(t, "testdata/editors/vim.txt", []byte(readText(t, filepath.Join(dir, "out"))),
		*update)
	if got, want := readText(t, filepath.Join(dir, "indented")),
		readText(t, "examples/desk/desk.rkt"); got != want {
		t.Errorf("Vim indents examples/desk/desk.rkt as\n%s", got)
	}
}

// TestEditorsTried: of each editor docs/editors.md names the test, the command of npm or the
// directory with which it was tried, and there is such a thing; or it says that it was not tried,
// and how to set it up. Each directory of editors is of an editor in the table.
func TestEditorsTried(t *testing.T) {
	page := readText(t, "docs/editors.md")
	_, table, _ := strings.Cut(page, "\n## What has been tried\n")
	table, _, _ = strings.Cut(table, "\nA test of an editor")
	editors := ""
	for row := range strings.Lines(table) {
		cells := strings.Split(row, "|")
		if len(cells) != 5 || strings.TrimSpace(cells[1]) == "" || strings.Contains(row, "---") {
			continue
		}
		editors += strings.ToLower(strings.ReplaceAll(cells[1], " ", "")) + " "
		tried := codeSpans(cells[3])
		for _, how := range tried {
			if !exists(t, how) {
				t.Errorf("%s was tried with %s, which there is not", cells[1], how)
			}
		}
		for editor := range strings.SplitSeq(cells[1], ", ") {
			if len(tried) == 0 && !(strings.TrimSpace(cells[2]) == "not at all" &&
				strings.Contains(page, "\n## "+strings.TrimSpace(editor)+"\n")) {
				t.Errorf("%s was tried with nothing, or the page does not set it up", editor)
			}
		}
	}
	dirs, err := os.ReadDir("editors")
	if err != nil {
		t.Fatal(err)
	}
	known := append(strings.Fields(editors), "templates")
	for _, dir := range dirs {
		if !slices.Contains(known, dir.Name()) {
			t.Errorf("docs/editors.md does not say how editors/%s was tried", dir.Name())
		}
	}
}

// exists reports whether there is a test, a script of npm or a directory.
func exists(t *testing.T, how string) bool {
	t.Helper()
	words := strings.Fields(how)
	if len(words) == 5 && strings.HasPrefix(how, "go test ") && words[3] == "-run" {
		files, err := filepath.Glob(filepath.Join(words[2], "*_test.go"))
		return err == nil && slices.ContainsFunc(files, func(name string) bool {
			return strings.Contains(readText(t, name), "\nfunc "+words[4]+"(t *testing.T)")
		})
	}
	if words[0] == "npm" {
		script := `"` + words[len(words)-1] + `": "`
		return strings.Contains(readText(t, "editors/vscode/package.json"), script)
	}
	info, err := os.Stat(how)
	return err == nil && info.IsDir()
}

func absolute(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// alternatives joins words to a part of a regular expression that finds the longest.
func alternatives(words []string) string {
	words = slices.Clone(words)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	return strings.Join(words, "|")
}

// bounded is alternatives for words between which and others no letter, digit or dot stands, as
// JSON has it.
func bounded(words []string) string {
	return `(?<![\\p{L}\\p{N}_.])(?:` + alternatives(words) + `)(?![\\p{L}\\p{N}_])`
}

// without returns the words of a list that others do not have.
func without(list []string, others ...[]string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(word string) bool {
		return slices.Contains(slices.Concat(others...), word)
	})
}

// quotedWords returns words as Lisp has them in a list.
func quotedWords(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = strconv.Quote(word)
	}
	return strings.Join(quoted, " ")
}
