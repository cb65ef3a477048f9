package format

import (
	"strings"

	"github.com/rocketc/rocketc/grammar"
)

// breakLines decides which tokens begin a line.
//
// A comment always ends its line. Besides, a line may end where the file has a line break and
// a reader expects one: between brackets after the opening one, after a comma and before the
// closing one; before & | >> and after =; before when and until. A break behind an operator
// moves before it. Any other break in a statement is left out.
//
// A block is on several lines if the file has a line break anywhere in it, or if the head
// before it is on several lines.
func (f *file) breakLines() {
	f.formatCode()
	for i := range f.tokens {
		f.breakBefore(i)
	}
	for i := range f.tokens {
		if t := &f.tokens[i]; t.is("(") || t.is("[") {
			closing := &f.tokens[t.pair]
			closing.begins = closing.begins ||
				f.tokens[i+1].begins && t.pair > i+1 && !closing.has(tight)
		}
	}
	several := f.severalLines()
	for _, h := range f.heads {
		several[h.brace] = f.breakHead(h, several) || several[h.brace]
	}
	f.breakBlocks(several)
}

// breakBefore decides whether a token within a statement begins a line.
func (f *file) breakBefore(i int) {
	t := &f.tokens[i]
	if i == 0 || !t.newLine {
		return
	}
	before := &f.tokens[i-1]
	switch {
	case len(t.comments) > 0:
		t.begins = true
	case t.has(starts|blocks|tight) || t.kind == grammar.EndToken:
	case t.is(")") || t.is("]"):
		t.begins = t.pair != i-1
	case before.is("(") || before.is("["), before.is("="), t.separated, t.operator(),
		t.has(clauses), before.text == "cron" || before.text == "crontime":
		t.begins = true
	case before.operator():
		before.begins = true
	}
}

// operator reports whether the token joins conditions or values. A line may begin with it.
func (t *token) operator() bool { return t.is("&") || t.is("|") || t.is(">>") }

// severalLines returns, for the index of each brace that opens a block, whether the file has a
// line break in the block.
func (f *file) severalLines() map[int]bool {
	breaks := make([]int, len(f.tokens)) // up to each token
	n := 0
	for i := range f.tokens {
		t := &f.tokens[i]
		if t.newLine || strings.Contains(t.text, "\n") || t.code != nil && t.code.several() {
			n++
		}
		breaks[i] = n
	}
	several := make(map[int]bool)
	for i := range f.tokens {
		if t := &f.tokens[i]; t.has(blocks) && t.is("{") && t.pair > i+1 {
			several[i] = breaks[t.pair] > breaks[i]
		}
	}
	return several
}

// breakHead sets the breaks of a head, and reports whether it is on several lines: then the
// brace behind it begins a line, and each of its clauses if one does.
func (f *file) breakHead(h head, several map[int]bool) bool {
	clause := false
	for _, i := range h.clauses {
		clause = clause || f.tokens[i].begins
	}
	for _, i := range h.clauses {
		f.tokens[i].begins = clause
	}
	for i := h.first + 1; i <= h.brace; i++ {
		if f.tokens[i].begins || i < h.brace && several[i] {
			f.tokens[h.brace].begins = true
			return f.tokens[h.brace].pair > h.brace+1
		}
	}
	return false
}

// breakBlocks begins a line with each declaration, and with each statement and the end of a
// block that is on several lines.
func (f *file) breakBlocks(several map[int]bool) {
	inner := []bool{true} // of the blocks around a token, and the file
	for i := range f.tokens {
		t := &f.tokens[i]
		switch {
		case t.has(starts):
			t.begins = t.begins || inner[len(inner)-1]
		case t.kind == grammar.EndToken:
			t.begins = true
		case t.has(blocks) && t.is("}"):
			t.begins = t.begins || several[t.pair]
			inner = inner[:len(inner)-1]
		}
		if t.has(blocks) && t.is("{") {
			inner = append(inner, several[i])
		}
	}
}
