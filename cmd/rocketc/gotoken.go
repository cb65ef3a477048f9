package main

import (
	"go/scanner"
	"go/token"
	"slices"
)

// A goToken is a token of Go, and where it stands in its line.
type goToken struct {
	text       string
	start, end int
}

// goTokens returns the tokens of a line, which may be any text.
func goTokens(line string) (tokens []goToken) {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(line))
	s.Init(file, []byte(line), func(token.Position, string) {}, 0)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return tokens
		}
		if text == "" {
			text = tok.String()
		}
		if start := file.Offset(pos); tok != token.SEMICOLON || text == ";" {
			tokens = append(tokens, goToken{text, start, min(start+len(text), len(line))})
		}
	}
}

// sameToken finds the token of a schedule's line that stands at a column of the
// line of Go that was made of it, counted in bytes from 1: the two have the same
// tokens, but gofmt has moved them, and more may stand around them in the
// schedule. ok is false where they have not.
func sameToken(line, generated string, col int) (start, end int, ok bool) {
	from, to := goTokens(generated), goTokens(line)
	at := slices.IndexFunc(from, func(t goToken) bool { return t.start == col-1 })
	if at < 0 {
		return 0, 0, false
	}
	for first := 0; first+len(from) <= len(to); first++ {
		if slices.EqualFunc(from, to[first:first+len(from)], func(a, b goToken) bool { return a.text == b.text }) {
			t := to[first+at]
			return t.start, t.end, true
		}
	}
	return 0, 0, false
}
