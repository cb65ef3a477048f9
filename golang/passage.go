package golang

import (
	"go/token"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// A Passage is a function in a generated file that is made of a part of the schedule.
type Passage struct {
	// Snippet is the body; nil if the function is made of something else. Then the lines
	// of the function have no numbers of the schedule.
	Snippet *Snippet
	// Line is the number of the first line of Text in the file, if Snippet is nil.
	Line int
	// Span is the place of the snippet in the schedule, or of what else the function
	// is made of.
	Span diag.Span
	// Text is what gofmt makes of the function, with //line comments or without.
	Text string
	// After is how many tokens follow the body, those aside that gofmt may add.
	After int
}

// Begins returns, for each line of Text, the place that the first byte of the line
// has to have, so that what the line begins with has its place in the schedule. The
// column counts bytes. The place is zero if any will do.
func (p *Passage) Begins() []diag.Pos {
	text := Tokens(p.Text)
	places := make([]diag.Pos, 1+strings.Count(p.Text, "\n"))
	from, to := p.significant(text)
	for i := range from {
		made, written := text[to[i]], p.Snippet.Tokens[from[i]]
		if !begins(text, to[i]) || closes(text, to[i]) {
			continue
		}
		place := diag.Pos{
			Line: p.Span.Start.Line + written.Line - 1,
			Col:  column(p.Snippet.Text, written.Offset) - column(p.Text, made.Offset) + 1,
		}
		if written.Line == 1 {
			place.Col += p.Span.Start.Col - 1
		}
		place.Col = max(place.Col, 1) // the text may be indented more
		places[made.Line-1] = place
	}
	return places
}

// column returns the column of a byte in a text, in bytes from 1.
func column(text string, offset int) int {
	return offset - strings.LastIndexByte(text[:offset], '\n')
}

// significant pairs the tokens of the snippet with those of the text, by their
// indexes, without those that gofmt may add or take away. They are the same up to
// names, unless gofmt has broken the text.
func (p *Passage) significant(text []Token) (from, to []int) {
	from, to = significant(p.Snippet.Tokens), significant(text)
	head := len(to) - p.After - len(from)
	if head < 0 {
		return nil, nil
	}
	to = to[head:][:len(from)]
	for i := range from {
		if p.Snippet.Tokens[from[i]].Kind != text[to[i]].Kind {
			return from[:i], to[:i]
		}
	}
	return from, to
}

// significant returns the indexes of the tokens that gofmt neither adds nor takes
// away.
func significant(all []Token) (kept []int) {
	for i, t := range all {
		if !optional(t.Kind) {
			kept = append(kept, i)
		}
	}
	return kept
}

func optional(kind token.Token) bool {
	switch kind {
	case token.SEMICOLON, token.COMMA, token.LPAREN, token.RPAREN, token.COMMENT:
		return true
	}
	return false
}

// begins reports whether the line of a token begins with it, optional tokens aside.
func begins(all []Token, i int) bool {
	first := i
	for first > 0 && !all[first].First && optional(all[first-1].Kind) {
		first--
	}
	return all[first].First && all[first].Line == all[i].Line
}

// closes reports whether a token is a brace that is alone on its line, optional
// tokens aside. Nothing can be said of such a line.
func closes(all []Token, i int) bool {
	if all[i].Kind != token.RBRACE {
		return false
	}
	next := i + 1
	for next < len(all) && optional(all[next].Kind) {
		next++
	}
	return next == len(all) || begins(all, next)
}

// pairs returns, for each token of the snippet, the index of the token of the text
// that stands for it; -1 if there is no such token. Parentheses, commas and
// semicolons count as the same if gofmt left all alone that stand in a row.
func (p *Passage) pairs(text []Token) []int {
	code := p.Snippet.Tokens
	pairs := slices.Repeat([]int{-1}, len(code))
	from, to := p.significant(text)
	if len(from) == 0 {
		return pairs
	}
	for i := range from {
		pairs[from[i]] = to[i]
	}
	before := to[0] - 1
	for before >= 0 && optional(text[before].Kind) {
		before--
	}
	from, to = append([]int{-1}, from...), append([]int{before}, to...)
	for i := range from {
		a, b := gap(code, from[i]), gap(text, to[i])
		same := func(i, j int) bool { return code[i].Kind == text[j].Kind }
		if slices.EqualFunc(a, b, same) {
			for k := range a {
				pairs[a[k]] = b[k]
			}
		}
	}
	return pairs
}

// gap returns the indexes of the optional tokens behind a token, up to the next
// that is not optional. Comments are left out.
func gap(all []Token, i int) (found []int) {
	for i++; i < len(all) && optional(all[i].Kind); i++ {
		if all[i].Kind != token.COMMENT {
			found = append(found, i)
		}
	}
	return found
}
