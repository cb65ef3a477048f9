package check_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/web"
)

// TestFixesMend applies the changes that findings suggest to the examples of all rules, and to
// the sources with mistakes of the tests: the findings go. Go packages are not loaded for it.
func TestFixesMend(t *testing.T) {
	sources := map[string]string{}
	for _, r := range diag.Rules() {
		sources["the example of "+string(r.Code)] = r.Example
	}
	for _, pattern := range []string{"testdata/*.rkt", "../grammar/testdata/*.rkt"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			sources[path] = string(text)
		}
	}
	fixes := 0
	for name, src := range sources {
		fixes += mend(t, name, src)
	}
	if fixes < 100 {
		t.Errorf("only %d fixes", fixes)
	}
}

// mend applies the changes that are suggested for a file, and returns how many there are.
func mend(t *testing.T, name, src string) (fixes int) {
	before := found(src)
	text, done := "", 0
	var mended diag.List
	for _, d := range inOrderOfFixes(before) {
		fix, _ := d.Mend()
		if fix.Span.Start.Offset < done {
			continue // two findings about the same words
		}
		text += src[done:fix.Span.Start.Offset] + fix.Text
		done = fix.Span.End.Offset
		mended.Add(d)
	}
	after := found(text + src[done:])
	for _, d := range mended {
		if was, is := alike(before, d), alike(after, d); is > was-alike(mended, d) {
			t.Errorf("%s: %v was found %d times, and is %d times after %d fixes", name, d, was, is,
				alike(mended, d))
		}
	}
	return len(mended)
}

// inOrderOfFixes returns the findings with a fix in the file, in the order of the fixes.
func inOrderOfFixes(list diag.List) (fixed diag.List) {
	for _, d := range list {
		if fix, ok := d.Mend(); ok && fix.Span.File == "s.rkt" {
			fixed.Add(d)
		}
	}
	slices.SortStableFunc(fixed, func(a, b diag.Diagnostic) int {
		x, _ := a.Mend()
		y, _ := b.Mend()
		return cmp.Compare(x.Span.Start.Offset, y.Span.Start.Offset)
	})
	return fixed
}

// found returns what is wrong with a file.
func found(src string) diag.List {
	_, list := parse("s.rkt", []byte(src), check.Options{Notify: notify.New, Console: web.New})
	return list
}

// alike counts the findings in a list with the code and the message of d.
func alike(list diag.List, d diag.Diagnostic) (n int) {
	for _, x := range list {
		if x.Code == d.Code && x.Msg == d.Msg {
			n++
		}
	}
	return n
}
