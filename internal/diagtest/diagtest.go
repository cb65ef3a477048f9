// Package diagtest tests diagnostics in the source that causes them: the findings that a
// line of a schedule should yield are written at its end, as in
//
//	timout 5 minutes   # ERROR "no attribute" "RKT012"
//
// Each quoted regular expression must match one finding on that line, and each
// finding must be matched by one. A finding is matched as severity[code]:
// message, then label, help and related messages, joined by " | ". WARNING
// stands for warnings, and a number after the word moves the line: ERROR-1 is
// about the line above.
package diagtest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
)

// Diagnose returns the findings in one file.
type Diagnose func(file string, src []byte) diag.List

// Files checks each file that matches the pattern, as a subtest.
func Files(t *testing.T, pattern string, diagnose Diagnose) {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files match %s (%v)", pattern, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".rkt"), func(t *testing.T) {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			Check(t, path, src, diagnose)
		})
	}
}

// Check compares the findings in src with those that its comments announce.
func Check(t testing.TB, file string, src []byte, diagnose Diagnose) {
	t.Helper()
	want, err := expectations(string(src))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	for _, d := range diagnose(file, src) {
		if !take(&want, d) {
			t.Errorf("unexpected finding: %v (%s)", d, Text(d))
		}
	}
	for _, e := range want {
		t.Errorf("%s:%d: no %s matches %s", file, e.line, e.severity, e.re)
	}
}

// Text returns what expectations are matched against.
func Text(d diag.Diagnostic) string {
	parts := []string{fmt.Sprintf("%s[%s]: %s", d.Severity, d.Code, d.Msg)}
	for _, p := range []string{d.Label, d.Help} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	for _, r := range d.Related {
		parts = append(parts, r.Msg)
	}
	return strings.Join(parts, " | ")
}

// Examples runs the example of every rule whose code lies from first to last:
// each must yield its code, and, but for the codes in mixed, no other. Rules
// without an example are left to tests of their own.
func Examples(t *testing.T, first, last diag.Code, diagnose Diagnose, mixed ...diag.Code) {
	t.Helper()
	may := make(map[diag.Code]bool)
	for _, c := range mixed {
		may[c] = true
	}
	ran := 0
	for _, rule := range diag.Rules() {
		if rule.Code < first || rule.Code > last || rule.Example == "" {
			continue
		}
		ran++
		t.Run(string(rule.Code), func(t *testing.T) {
			example(t, rule, diagnose, may[rule.Code])
		})
	}
	if ran == 0 {
		t.Errorf("no rule has a code from %s to %s", first, last)
	}
}

func example(t *testing.T, rule diag.Rule, diagnose Diagnose, mixed bool) {
	found := false
	for _, d := range diagnose("example.rkt", []byte(rule.Example)) {
		if d.Code == rule.Code {
			found = true
		} else if !mixed {
			t.Errorf("the example of %s also yields %v", rule.Code, d)
		}
	}
	if !found {
		t.Errorf("the example of %s does not yield it:\n%.500s", rule.Code, rule.Example)
	}
}

// Golden compares got with the file at path, or with update writes it.
func Golden(t testing.TB, path string, got []byte, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got) {
		t.Errorf("%s differs, at line %d; run the test with -update and look at the difference",
			path, differs(string(want), string(got)))
	}
}

// differs returns the number of the first line in which a and b differ.
func differs(a, b string) int {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return i + 1
		}
	}
	return min(len(x), len(y)) + 1
}

// An expectation is one announced finding.
type expectation struct {
	line     int
	severity diag.Severity
	re       *regexp.Regexp
}

var announcement = regexp.MustCompile(`# (ERROR|WARNING)([+-]\d+)? (["` + "`" + `].*)$`)

func expectations(src string) (all []expectation, err error) {
	for i, line := range strings.Split(strings.ReplaceAll(src, "\r\n", "\n"), "\n") {
		m := announcement.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		e := expectation{line: i + 1}
		if m[1] == "WARNING" {
			e.severity = diag.Warning
		}
		if m[2] != "" {
			offset, err := strconv.Atoi(m[2])
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			e.line += offset
		}
		for rest := m[3]; rest != ""; {
			quoted, err := strconv.QuotedPrefix(rest)
			if err != nil {
				return nil, fmt.Errorf("line %d: bad quotes in %s", i+1, rest)
			}
			rest = strings.TrimSpace(rest[len(quoted):])
			text, _ := strconv.Unquote(quoted)
			if e.re, err = regexp.Compile(text); err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			all = append(all, e)
		}
	}
	return all, nil
}

// take removes the first expectation that d fulfils.
func take(want *[]expectation, d diag.Diagnostic) bool {
	for i, e := range *want {
		if e.line == d.Span.Start.Line && e.severity == d.Severity && e.re.MatchString(Text(d)) {
			*want = append((*want)[:i:i], (*want)[i+1:]...)
			return true
		}
	}
	return false
}

// WriteTree writes files below a new directory: their texts by their paths, with slashes.
func WriteTree(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
