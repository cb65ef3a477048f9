package grammar

import (
	"unique"

	"github.com/alecthomas/participle/v2/lexer"
)

// A TokenKind says what a token is.
type TokenKind int

// The kinds of token.
const (
	SignToken   TokenKind = iota // an operator or a bracket: & ( >>
	WordToken                    // daily, fetch
	NumberToken                  // whatever begins with a digit: 10, 07:00, 3rd, 1.5h
	StringToken                  // "…", '…' or `…`, with its quotes
	GoTypeToken                  // the type between the word code and its brace
	GoCodeToken                  // what stands between the braces of code; may be empty
	CronToken                    // the bare fields after cron or crontime
	EndToken                     // the end of the file, an empty text
)

// A Token is a part of a file that is neither white space nor a comment. It owns the comments
// between the token before and itself.
type Token struct {
	At       Place
	Kind     TokenKind
	Text     string
	Comments []Comment
}

// tokenKinds are the kinds of what the scanner returns, white space, comments and line breaks
// aside.
var tokenKinds = map[lexer.TokenType]TokenKind{
	kindPunct:      SignToken,
	kindIdent:      WordToken,
	kindNum:        NumberToken,
	kindString:     StringToken,
	kindGoType:     GoTypeToken,
	kindGoCode:     GoCodeToken,
	kindCronFields: CronToken,
	lexer.EOF:      EndToken,
}

// Tokens splits a file in which Parse has found no error into its tokens. The last one is an
// EndToken, so that each comment has an owner.
func Tokens(file string, src []byte) []Token {
	s := newScanner(file, string(src))
	s.file = true
	place := Place{file: unique.Make(file)}
	tokens := make([]Token, 0, len(src)/5+1) // about as many as there are
	for seen := 0; ; {
		t, err := s.Next()
		if err != nil {
			panic(err) // the scanner never fails
		}
		kind, ok := tokenKinds[t.Type]
		if !ok {
			continue
		}
		place.start = pointAt(t.Pos)
		advance(&t.Pos, t.Value)
		place.end = pointAt(t.Pos)
		known := len(s.comments) // the scanner is not ahead of a token by another's comments
		tokens = append(tokens, Token{place, kind, t.Value, s.comments[seen:known:known]})
		seen = known
		if kind == EndToken {
			return tokens
		}
	}
}
