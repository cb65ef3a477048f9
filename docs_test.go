package rocketc_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/eval"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runlog/linked"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/web"
)

// TestDocs checks every block of the documents. A block `rkt` is a whole schedule, a
// block `rkt go` a schedule in the module of examples/desk. Each line of a block `cond`
// is a condition, each line of a block `wrong` a condition that is refused. No schedule of the
// documents forgets its runs.
func TestDocs(t *testing.T) {
	found := map[string]int{}
	for _, doc := range treeFiles(t, ".md") {
		for _, b := range blocks(doc, readText(t, doc)) {
			found[doc]++
			t.Run(b.place, b.check)
		}
	}
	for _, doc := range []string{"README.md", "docs/spec.md", "docs/design.md",
		"docs/from-crontab.md", "docs/recipes.md"} {
		if found[doc] == 0 {
			t.Errorf("%s has no blocks", doc)
		}
	}
}

// TestTables: no blank line stands before a row of a table: what follows it is no table then,
// neither on the page nor in the help.
func TestTables(t *testing.T) {
	begins := regexp.MustCompile(`\n\n(\|.*)\n(.*)`)
	for _, doc := range treeFiles(t, ".md") {
		for _, rows := range begins.FindAllStringSubmatch(readText(t, doc), -1) {
			if !strings.HasPrefix(rows[2], "| ---") && !strings.HasPrefix(rows[2], "|---") {
				t.Errorf("%s: a table begins with a row that is no heading: %s", doc, rows[1])
			}
		}
	}
}

// TestFromCrontab: each task in the table of docs/from-crontab.md is right, and each line of a
// crontab in it is known as one.
func TestFromCrontab(t *testing.T) {
	_, table, _ := strings.Cut(readText(t, "docs/from-crontab.md"), "\n## Line by line\n")
	tried := 0
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.ReplaceAll(line, `\|`, "\v"), "|")
		if len(cells) != 4 || !strings.Contains(cells[1], "`") {
			continue
		}
		for _, text := range codeSpans(cells[1]) {
			if _, known := elsewhere.Pasted(strings.ReplaceAll(text, "\v", "|")); !known {
				t.Errorf("%s is no line of a crontab", text)
			}
		}
		for _, text := range codeSpans(cells[2]) {
			if !strings.HasPrefix(text, "task ") {
				continue
			}
			tried++
			text = strings.ReplaceAll(text, "} task", "}\ntask")
			_, list := rocketc.Check([]rocketc.Source{{Name: "table.rkt", Text: []byte(text)}},
				check.Options{})
			if err := list.Err(); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
	if tried < 15 {
		t.Errorf("only %d tasks were tried", tried)
	}
}

// TestFromRocketry tries the conditions in the table of docs/from-rocketry.md: those of this
// language, and the string conditions of Rocketry.
func TestFromRocketry(t *testing.T) {
	_, text, _ := strings.Cut(readText(t, "docs/from-rocketry.md"), "\n## Conditions\n")
	table, _, _ := strings.Cut(text, "\n## ")
	tried := 0
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.ReplaceAll(line, `\|`, "\v"), "|")
		if len(cells) != 4 || strings.HasPrefix(cells[1], " ---") {
			continue
		}
		conditions := codeSpans(cells[2])
		for _, text := range codeSpans(cells[1]) {
			if quoted, err := strconv.Unquote(text); err == nil {
				conditions = append(conditions, quoted)
			}
		}
		for _, text := range conditions {
			if strings.Contains(text, "…") || strings.HasPrefix(text, "cond ") {
				continue
			}
			tried++
			if _, err := (&eval.Question{Cond: text}).Prepare(nil); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d conditions were tried", tried)
	}
}

// TestFromRocketryNames: the page names fields and methods that the runtime has.
func TestFromRocketryNames(t *testing.T) {
	types := map[string]reflect.Type{
		"session":  reflect.TypeFor[*rocket.Session](),
		"task":     reflect.TypeFor[*rocket.Task](),
		"TaskSpec": reflect.TypeFor[rocket.TaskSpec](),
		"Command":  reflect.TypeFor[rocket.Command](),
		"Config":   reflect.TypeFor[rocket.Config](),
		"Schedule": reflect.TypeFor[rocket.Schedule](),
	}
	found := 0
	name := regexp.MustCompile("(?:`|&)(\\w+)(?:\\(\"\\w+\"\\))?\\.([A-Z]\\w*)")
	for _, match := range name.FindAllStringSubmatch(readText(t, "docs/from-rocketry.md"), -1) {
		typ, known := types[match[1]]
		if !known {
			continue
		}
		found++
		_, has := typ.MethodByName(match[2])
		if typ.Kind() == reflect.Struct && !has {
			_, has = typ.FieldByName(match[2])
		}
		if !has {
			t.Errorf("%s: %s has no %s", match[0], typ, match[2])
		}
	}
	if found < 20 {
		t.Errorf("only %d names were found", found)
	}
}

// TestLinks: each link from a document to a file, a picture or a directory leads to one, and to
// a heading of it, also if it is written in HTML. Links to other sites are left out.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`(?:\]\(|(?:src|srcset|href)=")([^)#:\s"]*)(?:#([^)"]*))?[)"]`)
	found := 0
	for _, doc := range treeFiles(t, ".md") {
		for _, m := range link.FindAllStringSubmatch(withoutCode(readText(t, doc)), -1) {
			found++
			target := doc
			if m[1] != "" {
				target = path.Join(path.Dir(doc), m[1])
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %v", doc, err)
			} else if m[2] != "" && !slices.Contains(anchors(readText(t, target)), m[2]) {
				t.Errorf("%s: %s has no heading #%s", doc, target, m[2])
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d links were found", found)
	}
}

// TestMeasured: the numbers of README.md are those of docs/performance.md.
func TestMeasured(t *testing.T) {
	mib, ms := measured(t, "0: RSS, MiB"), measured(t, "0: CPU at rest, ms/s")
	page := readText(t, "README.md")
	for _, want := range []string{
		fmt.Sprintf("[%.1f ms of CPU a second](docs/performance.md#at-rest)", ms[0]),
		fmt.Sprintf("| [%.0f MiB](docs/performance.md#at-rest) |", mib[0]),
		fmt.Sprintf("| [%.0f and %.0f MiB](docs/performance.md#at-rest) |", mib[1], mib[2]),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("README.md does not say %s", want)
		}
	}
}

// measured returns a row of a table in docs/performance.md: of rocketc, gocron and robfig.
func measured(t *testing.T, what string) (row [3]float64) {
	t.Helper()
	cells := regexp.MustCompile(`(?m)^\| ` + what + ` \| ([\d.]+) .*?\| ([\d.]+) .*?\| ([\d.]+) `).
		FindStringSubmatch(readText(t, "docs/performance.md"))
	if cells == nil {
		t.Fatalf("docs/performance.md has no row %s", what)
	}
	for i := range row {
		var err error
		if row[i], err = strconv.ParseFloat(cells[i+1], 64); err != nil {
			t.Fatal(err)
		}
	}
	return row
}

// TestFrontPage: README.md is a page and a half of 50 lines as it is shown, if its text and the
// cells of its table are as short as they are now.
func TestFrontPage(t *testing.T) {
	const lines, cell = 60, 33
	page := readText(t, "README.md")
	if n := strings.Count(page, "\n"); n > lines {
		t.Errorf("README.md has %d lines, at most %d are allowed: move text to docs", n, lines)
	}
	target := regexp.MustCompile(`\]\([^)]*\)`)
	for row := range strings.Lines(page) {
		if !strings.HasPrefix(row, "| ") {
			continue
		}
		for text := range strings.SplitSeq(target.ReplaceAllString(row, ""), "|") {
			if n := utf8.RuneCountInString(strings.Trim(text, " [`\n")); n > cell {
				t.Errorf("the cell %q has %d characters, at most %d are allowed", text, n, cell)
			}
		}
	}
}

// withoutCode returns a page without its blocks of code.
func withoutCode(page string) string {
	var b strings.Builder
	for i, part := range strings.Split(page, "\n```") {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}

// TestMap: docs/README.md leads to each page of docs.
func TestMap(t *testing.T) {
	text := readText(t, "docs/README.md")
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) < 10 {
		t.Fatalf("got %d pages, error %v", len(pages), err)
	}
	for _, page := range pages {
		name := filepath.Base(page)
		if name != "README.md" && !strings.Contains(text, "]("+name+")") {
			t.Errorf("docs/README.md does not lead to %s", name)
		}
	}
}

// TestExamplesTold: each example has a page with a picture, and docs/README.md leads to it.
func TestExamplesTold(t *testing.T) {
	entries, err := os.ReadDir("examples")
	if err != nil || len(entries) < 8 {
		t.Fatalf("the examples are %q, error %v", entries, err)
	}
	pages, picture := readText(t, "docs/README.md"), regexp.MustCompile(`!\[[^]]+\]\(\S+\.svg\)`)
	for _, entry := range entries {
		dir := "examples/" + entry.Name()
		if !entry.IsDir() {
			continue
		}
		if !picture.MatchString(readText(t, dir+"/README.md")) {
			t.Errorf("%s/README.md has no picture", dir)
		}
		if !strings.Contains(pages, "(../"+dir+")") {
			t.Errorf("docs/README.md does not lead to %s", dir)
		}
	}
}

// anchors returns the names by which links lead to the headings of a document.
func anchors(text string) (names []string) {
	other := regexp.MustCompile(`[^\w -]`)
	for line := range strings.Lines(text) {
		if title := strings.TrimLeft(line, "#"); title != line {
			name := other.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), "")
			names = append(names, strings.ReplaceAll(name, " ", "-"))
		}
	}
	return names
}

// codeSpans returns what stands between backticks.
func codeSpans(text string) (spans []string) {
	for i, span := range strings.Split(text, "`") {
		if i%2 == 1 {
			spans = append(spans, span)
		}
	}
	return spans
}

// TestCitations: each section of docs/spec.md that a comment cites exists.
func TestCitations(t *testing.T) {
	var headings []string
	for line := range strings.Lines(readText(t, "docs/spec.md")) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && line[0] == '#' {
			headings = append(headings, regexp.QuoteMeta(strings.TrimSpace(title)))
		}
	}
	known := regexp.MustCompile(`^ § (` + strings.Join(headings, "|") + `)\b`)
	lineBreak := regexp.MustCompile(`\s*\n\s*(//|#)\s*`)
	cited := 0
	for _, name := range slices.Concat(treeFiles(t, ".go"), treeFiles(t, ".rkt")) {
		text := lineBreak.ReplaceAllString(readText(t, name), " ")
		parts := strings.Split(text, "docs/spec.md")
		for _, after := range parts[1:] {
			mark := strings.IndexRune(after, '§')
			if mark < 0 || mark > 4 {
				continue // the whole document
			}
			cited++
			if !known.MatchString(after) {
				t.Errorf("%s cites docs/spec.md%.40s, and there is no such section", name, after)
			}
		}
	}
	if cited < 10 {
		t.Errorf("only %d sections are cited", cited)
	}
}

type block struct{ place, kind, text string }

func blocks(doc, text string) (found []block) {
	var open *block
	for i, line := range strings.SplitAfter(text, "\n") {
		fence, isFence := strings.CutPrefix(strings.TrimRight(line, "\n"), "```")
		switch {
		case isFence && open == nil:
			open = &block{place: fmt.Sprintf("%s:%d", doc, i+1), kind: fence}
		case isFence:
			if slices.Contains([]string{"rkt", "rkt go", "cond", "wrong"}, open.kind) {
				found = append(found, *open)
			}
			open = nil
		case open != nil:
			open.text += line
		}
	}
	return found
}

// playTests plays the tests of a schedule, but for those that say `really`: they need a program,
// which the scripts of cmd/rocketc build.
func playTests(t *testing.T, p *plan.Plan) {
	for _, test := range p.Tests {
		if test.CallsGo() {
			continue
		}
		for _, f := range test.Run(t.Context(), &p.Schedule).Failures {
			t.Errorf("%s: %s\n%s", f.Span, f.Text, strings.Join(f.Story, "\n"))
		}
	}
}

func (b block) check(t *testing.T) {
	if b.kind == "rkt" || b.kind == "rkt go" {
		options := check.Options{RunLogs: linked.Kinds, Notify: notify.New, Console: web.New}
		if b.kind == "rkt go" {
			options.Dir = "examples/desk"
		}
		p, list := rocketc.Check([]rocketc.Source{{Name: b.place, Text: []byte(b.text)}}, options)
		for _, d := range list {
			if d.Severity == diag.Error || d.Code == diag.Forgets {
				t.Error(d)
			}
		}
		if p != nil {
			playTests(t, p)
		}
		return
	}
	for _, line := range strings.Split(strings.TrimSpace(b.text), "\n") {
		if err := conditionError(line); (err != nil) != (b.kind == "wrong") {
			t.Errorf("%s: error %v", line, err)
		}
	}
}

// conditionError returns what is wrong with a condition, in a schedule that has two
// tasks and two parameters.
func conditionError(text string) error {
	q := eval.Question{Cond: text, Tasks: []string{"mytask", "other"},
		Params: map[string]any{"x": "", "env": ""}}
	_, err := q.Prepare(nil)
	return err
}
