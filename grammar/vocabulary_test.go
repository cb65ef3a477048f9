package grammar_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/grammar"
)

// allWords returns all words of the vocabulary.
func allWords() (all []string) {
	for _, list := range reflect.ValueOf(grammar.Words()).Fields() {
		all = append(all, list.Interface().([]string)...)
	}
	return all
}

// TestVocabulary: the vocabulary has each word that the readers look for in the source of this
// package, and no list has a word twice.
func TestVocabulary(t *testing.T) {
	all := allWords()
	for field, list := range reflect.ValueOf(grammar.Words()).Fields() {
		sorted := slices.Sorted(slices.Values(list.Interface().([]string)))
		if n := len(slices.Compact(slices.Clone(sorted))); n != len(sorted) || n == 0 {
			t.Errorf("%s: %d words, of which %d differ", field.Name, len(sorted), n)
		}
	}
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	foreign := strings.Fields("not") // the error for it says what is meant
	literal := regexp.MustCompile("(?:eat|is|want)\\(\"([a-z_]+)\"|" +
		"(?:words|wordSet)[({][`\"]([^`)}]+)[`\"]")
	read := 0
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(text), -1) {
			for _, word := range regexp.MustCompile(`[A-Za-z_]+`).FindAllString(m[1]+" "+m[2], -1) {
				read++
				if !slices.Contains(all, word) && !slices.Contains(foreign, word) {
					t.Errorf("%s reads %q, which the vocabulary does not have", path, word)
				}
			}
		}
	}
	if read < 200 {
		t.Errorf("the source has %d words", read)
	}
}
