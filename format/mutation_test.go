package format_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/rocketc/rocketc/grammar"
)

// share is how many of the mutations are left out for each that is tried. All are tried by
//
//	go test ./format -run TestMutations -share 1 -v
var share = flag.Int("share", 150, "try each n-th mutation only")

// TestMutations: a comment between any two tokens, line breaks and empty lines that come and
// go, and semicolons, in every schedule of the repository.
func TestMutations(t *testing.T) {
	m := &mutations{T: t}
	all := schedules(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		m.name = name
		check(t, all[name])
		for _, part := range declarations(all[name]) {
			m.mutate(part)
		}
	}
	t.Logf("%d mutations tried, of which %d parse", m.tried, m.parsed)
	if m.parsed*3 < m.tried {
		t.Errorf("only %d of %d mutations parse", m.parsed, m.tried)
	}
}

type mutations struct {
	*testing.T
	name          string
	tried, parsed int
	passed        int // mutations that were counted
}

// mutate tries the mutations of a text at each border of two tokens, and comments on both
// sides of each token.
func (m *mutations) mutate(src string) {
	all := gaps(src)
	for i, gap := range all[1:] {
		if m.passed++; m.passed%*share == 0 {
			before := all[i]
			m.try(src[:before.from] + " # x\n" + src[before.to:gap.from] + " # y\n" + src[gap.to:])
		}
	}
	for _, gap := range all {
		before, white, after := src[:gap.from], src[gap.from:gap.to], src[gap.to:]
		for _, text := range []string{
			" # a comment\n", "\n# a comment\n", "\n\n# one\n\n\n# two\n\n", white + "# x\n\n",
			"\n", "\r\n\r\n", "\n\n\n", " ", "", "\t \f", " ; ", "\n;\n", "; # x\n",
			" # y\n; # z\n", ", ", "\n, # x\n",
		} {
			if m.passed++; m.passed%*share == 0 && text != white {
				m.try(before + text + after)
			}
		}
	}
}

func (m *mutations) try(src string) {
	m.tried++
	if check(m.T, src) {
		m.parsed++
	}
	if m.Failed() {
		m.Fatalf("in %s", m.name)
	}
}

// A gap is the white space between two tokens, without comments.
type gap struct{ from, to int }

func gaps(src string) (all []gap) {
	end := 0
	for _, tok := range grammar.Tokens("x.rkt", []byte(src)) {
		for _, c := range tok.Comments {
			all = append(all, gap{end, c.Span().Start.Offset})
			end = c.Span().End.Offset
		}
		all = append(all, gap{end, tok.At.Span().Start.Offset})
		end = tok.At.Span().End.Offset
	}
	return all
}

// declarations splits a file into its declarations with the comments above them, because the
// mutations of a short text are tried faster.
func declarations(src string) (parts []string) {
	tree, found := grammar.Parse("x.rkt", []byte(src))
	if found.HasErrors() {
		return nil
	}
	start := 0
	for _, d := range tree.Decls {
		end := d.Span().End.Offset
		if i := strings.IndexByte(src[end:], '\n'); i >= 0 {
			end += i + 1
		}
		if end > start {
			parts = append(parts, src[start:end])
			start = end
		}
	}
	return append(parts, src[start:])
}

// schedules returns the schedules of the repository by name: files, files of archives, blocks
// of pages, and the inputs of fuzz targets.
func schedules(t testing.TB) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := filepath.WalkDir("..", func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		switch {
		case filepath.Ext(name) == ".rkt":
			all[name] = string(text)
		case filepath.Ext(name) == ".txtar":
			for _, f := range txtar.Parse(text).Files {
				if filepath.Ext(f.Name) == ".rkt" {
					all[name+"/"+f.Name] = string(f.Data)
				}
			}
		case filepath.Ext(name) == ".md":
			for i, block := range strings.Split(string(text), "```rkt")[1:] {
				_, block, _ = strings.Cut(block, "\n")
				block, _, _ = strings.Cut(block, "```")
				all[fmt.Sprint(name, "/", i)] = block
			}
		case strings.Contains(filepath.ToSlash(name), "/testdata/fuzz/"):
			for i, line := range strings.Split(string(text), "\n") {
				quoted := strings.TrimSuffix(strings.TrimPrefix(line, "string("), ")")
				if input, err := strconv.Unquote(quoted); err == nil {
					all[fmt.Sprint(name, "/", i)] = input
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Fatalf("found %d schedules", len(all))
	}
	return all
}
