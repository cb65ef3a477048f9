package golang

import (
	"go/scanner"
	"go/token"
	"strings"
)

// A Token is a token of Go source.
type Token struct {
	Kind token.Token
	Text string
	// Offset is that of the token's first byte.
	Offset int
	// Line counts from 1.
	Line int
	// First says that only white space stands before the token on its line.
	First bool
}

// Tokens returns the tokens of Go source, which may have mistakes: comments too,
// but not the semicolons that the Go specification adds.
func Tokens(source string) []Token {
	_, all := scan(source)
	return all
}

// scan returns the tokens of Go source, and a file with their positions.
func scan(source string) (file *token.File, all []Token) {
	var s scanner.Scanner
	file = token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, []byte(source), func(token.Position, string) {}, scanner.ScanComments)
	ended := 0 // the line on which the token before ended
	for {
		pos, kind, text := s.Scan()
		if kind == token.EOF {
			return file, all
		}
		if kind == token.SEMICOLON && text != ";" {
			continue
		}
		if text == "" {
			text = kind.String()
		}
		line := file.PositionFor(pos, false).Line
		all = append(all, Token{kind, text, file.Offset(pos), line, line > ended})
		ended = line + strings.Count(text, "\n")
	}
}
