// Package grammar turns the text of a schedule into a tree.
//
// # How a file is read
//
// The scanner splits the text into tokens, white space and comments included, so that
// every byte belongs to one (lexer.go). It alone decides which line breaks end a
// statement (newline.go), skips the Go source of inline code by the rules of Go
// (golang.go), and takes bare cron fields as one token (cron.go).
//
// The parser reads the tokens in chunks. A chunk ends at a line break outside all
// brackets. The first word of a statement selects how the statement is read. What a
// schedule has few of, such as imports and params, has a small production of an LL(1)
// grammar, written as participle tags on the node types in tree.go and action.go. Tasks and
// groups, of which a schedule may have many, are read by hand. Inside braces the parser
// goes statement by statement (block.go), so that a wrong one spoils no other: after an
// error it goes on at the next statement (resync.go), and a file yields all its errors at
// once, one for each mistake.
//
// Conditions, arguments and values are read by hand, too, by methods of cursor. participle
// calls them if a tag names their type. Operators are read by precedence (climb.go), and
// each form of condition has a file: the row in forms (cond.go) names the words that begin
// the form, and the method that reads it. Arguments go by their first token (arg.go). Here
// messages have to be exact, and words are words of the language only by their place:
// nothing is a keyword everywhere.
//
// # The tree
//
// The tree is the text as parsed: no name is resolved, no value is read, and nothing is
// changed later. Every node has a span; spans nest. Values keep their text. Package check
// reads windows, durations and cron fields by package period, whose errors have places in
// that text.
//
// After an error the tree holds what could be read. A declaration without its condition
// has a *BadCond in its place, and a declaration without its name is left out.
package grammar
