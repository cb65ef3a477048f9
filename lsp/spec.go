package lsp

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/grammar"
)

// A section is a part of the reference of the language.
type section struct {
	title string
	level int
	// parts are its paragraphs and the rows of its tables, as Markdown.
	parts []string
}

// sections returns those of docs/spec.md.
var sections = sync.OnceValue(func() (all []section) {
	fenced := false
	var part []string
	end := func() {
		if len(part) > 0 && len(all) > 0 {
			last := &all[len(all)-1]
			last.parts = append(last.parts, strings.Join(part, "\n"))
		}
		part = nil
	}
	for line := range strings.Lines(rocketc.Spec()) {
		line = strings.TrimRight(line, "\n")
		hashes := len(line) - len(strings.TrimLeft(line, "#"))
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
			end()
		case fenced:
		case hashes > 0:
			end()
			all = append(all, section{title: strings.TrimSpace(line[hashes:]), level: hashes})
		case strings.HasPrefix(line, "| "):
			end()
			part = []string{row(line)}
			end()
		case line == "" || strings.HasPrefix(line, "- "):
			end()
			fallthrough
		default:
			part = append(part, line)
		}
	}
	end()
	return all
})

// row writes a row of a table as a line: its first cell, a dash, and the others.
func row(line string) string {
	cells := strings.Split(strings.Trim(line, "| "), " | ")
	return strings.Join(cells, " – ")
}

// local has the links of the reference that lead to places of the repository.
var local = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)

// specOf returns what the reference says of a word: the first part that names it in one of the
// sections, which are tried in their order. It is empty if none does.
func specOf(word string, titles []string) string {
	for _, title := range titles {
		for _, s := range sections() {
			if s.title != title {
				continue
			}
			if part := s.about(word); part != "" {
				return local.ReplaceAllString(part, "$1") + "\n\n*The language, " + title + "*"
			}
		}
	}
	return ""
}

// about returns the part of a section that is about a word: the one that begins with it, else
// the first that has it as code.
func (s section) about(word string) (first string) {
	for _, part := range s.parts {
		if strings.HasPrefix(part, "`"+word+"`") || strings.HasPrefix(part, "`"+word+" ") {
			return part
		}
		if first == "" && hasInCode(part, word) {
			first = part
		}
	}
	return first
}

// hasInCode reports whether a text has a word in what it has as code.
func hasInCode(text, word string) bool {
	for i, code := range strings.Split(text, "`") {
		if i%2 == 1 && slices.Contains(strings.FieldsFunc(code, notWord), word) {
			return true
		}
	}
	return false
}

func notWord(r rune) bool { return !isWordRune(r) }

// The sections of the reference about kinds of words.
var (
	declarationPages = []string{"Tasks", "Groups", "Parameters", "Named conditions", "Hooks",
		"Configuration", "Business days", "Overlap and pools", "Tests", "Files"}
	conditionPages = []string{"Calendar", "Intervals", "Dates", "Business days", "Cron",
		"Other tasks", "The scheduler and parameters", "Go functions", "Sensors", "Conditions",
		"Times and durations from parameters", "Not known"}
	attributePages = []string{"Attributes", "Overlap and pools", "Catching up", "Spread",
		"Former names", "Progress", "Alerts"}
	configPages = []string{"Configuration", "Run logs", "The page", "Attributes"}
	actionPages = []string{"Actions", "Metatasks", "Alerts", "Tasks in Go"}
)

// pagesAt returns the sections in which a word among these nodes is looked up.
func pagesAt(path []grammar.Node) []string {
	pages := declarationPages
	for _, n := range path {
		switch n.(type) {
		case grammar.Cond:
			pages = conditionPages
		case *grammar.Config:
			pages = append(configPages, declarationPages...)
		case *grammar.Setting:
			if pages[0] != configPages[0] {
				pages = append(attributePages, declarationPages...)
			}
		case *grammar.Test:
			pages = append([]string{"Tests"}, pages...)
		case grammar.Action:
			pages = actionPages
		case grammar.Arg:
			pages = append([]string{"Arguments"}, pages...)
		}
	}
	return append(pages, conditionPages...)
}
