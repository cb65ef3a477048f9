package grammar

import (
	"io"

	"github.com/alecthomas/participle/v2/lexer"
)

// The kinds of token. Comments and spaces are tokens, too, so that every byte of a file
// belongs to one; the parser skips them.
const (
	kindComment lexer.TokenType = -(iota + 2)
	kindSpace
	kindNewline    // a line break that ends a statement
	kindIdent      // a word
	kindNum        // whatever starts with a digit: 10, 1.5h, 07:00:30.5, 3rd, 15.
	kindString     // "…", '…' or `…`
	kindPunct      // one operator or bracket
	kindGoType     // the type between code and its brace
	kindGoCode     // what stands between the braces of code
	kindCronFields // the bare fields after cron or crontime
	kindBad        // what the scanner has reported
)

// definition is the lexer as participle knows it.
type definition struct{}

// Symbols names the kinds of token for the grammar's tags.
func (definition) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{
		"EOF":        lexer.EOF,
		"Comment":    kindComment,
		"Space":      kindSpace,
		"Newline":    kindNewline,
		"Ident":      kindIdent,
		"Num":        kindNum,
		"String":     kindString,
		"Punct":      kindPunct,
		"GoType":     kindGoType,
		"GoCode":     kindGoCode,
		"CronFields": kindCronFields,
		"Bad":        kindBad,
	}
}

// Lex reads all of r and returns its tokens one by one.
func (definition) Lex(file string, r io.Reader) (lexer.Lexer, error) {
	src, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return newScanner(file, string(src)), nil
}
