package grammar

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func readSpec(t *testing.T) string {
	t.Helper()
	spec, err := os.ReadFile("../docs/spec.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(spec)
}

// quoted returns what stands between backquotes, sorted.
func quoted(text string) []string {
	found := map[string]bool{}
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(text, -1) {
		found[m[1]] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// TestSpecLineBreaks: the specification names the tokens over which statements go on.
func TestSpecLineBreaks(t *testing.T) {
	_, rule, ok := strings.Cut(readSpec(t), "**Ends of statements**")
	rule, _, _ = strings.Cut(rule, "\n\n")
	_, rule, okAfter := strings.Cut(rule, "after")
	after, before, okBefore := strings.Cut(rule, "a line that begins with")
	if !ok || !okAfter || !okBefore {
		t.Fatal("docs/spec.md does not say which line breaks end a statement")
	}
	want := slices.Sorted(slices.Values(unfinished))
	if got := quoted(after); !slices.Equal(got, want) {
		t.Errorf("docs/spec.md: a statement goes on after %q, want %q", got, want)
	}
	want = slices.Sorted(slices.Values(slices.Concat(continuing, clauses)))
	if got := quoted(before); !slices.Equal(got, want) {
		t.Errorf("docs/spec.md: a statement goes on before %q, want %q", got, want)
	}
}

// TestLineBreaks: the scanner and the parser go by these tokens and by no others.
func TestLineBreaks(t *testing.T) {
	signs := words(`& | ~ , = >> : ; . - + * / % ^ < > <= >= == != ? @ $ ( ) [ ] { }
		when until checked x`)
	for _, sign := range signs {
		want := !unfinished.has(sign) && !words("( [ { ;").has(sign)
		if breaks("x "+sign+"\ny") != want {
			t.Errorf("a line break after %s ends a statement: %v, want %v", sign, !want, want)
		}
		want = !continuing.has(sign) && !clauses.has(sign)
		if breaks("x\n"+sign+" y") != want {
			t.Errorf("a line break before %s ends a statement: %v, want %v", sign, !want, want)
		}
	}
}

// breaks reports whether the first line break of src ends a statement.
func breaks(src string) bool {
	return slices.ContainsFunc(Pieces("x.rkt", src), func(t Piece) bool {
		return t.Kind == "Newline"
	})
}

// TestSpecWords: the specification has an example of a condition that begins with
// each word of the language.
func TestSpecWords(t *testing.T) {
	var examples strings.Builder
	for i, block := range strings.Split(readSpec(t), "```") {
		kind, body, _ := strings.Cut(block, "\n")
		if i%2 == 1 && (kind == "cond" || strings.HasPrefix(kind, "rkt")) {
			examples.WriteString(body)
		}
	}
	for _, word := range condWords {
		begins := regexp.MustCompile(`(?m)(^|[&|~(=] *|when |until )` + word + `\b`)
		if !begins.MatchString(examples.String()) {
			t.Errorf("docs/spec.md has no example of a condition that begins with %s", word)
		}
	}
}
