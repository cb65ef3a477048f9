// Package grammar turns the text of a schedule into a tree.
//
// # How a file is read
//
// The scanner splits the text into tokens, white space and comments among them,
// so that every byte belongs to one. It alone decides which line breaks end a
// statement (newline.go), skips the Go source of inline code by Go's own rules
// (golang.go), and takes bare cron fields as one token (cronfields.go).
//
// The parser reads the tokens in chunks, each up to a line break outside all
// brackets. It dispatches on the first word of a statement and reads what stands
// outside braces by a small production of an LL(1) grammar, which is written as
// participle tags on the node types in tree.go. Inside braces it goes statement
// by statement (block.go), so that one that is wrong spoils no other: after an
// error it goes on at the next one (resync.go), and a file yields all its errors
// at once, one for each mistake.
//
// Conditions, arguments and values are read by hand, by methods of cursor that
// participle calls where a tag names their type: conditions by precedence
// (climb.go, calendar.go, history.go), arguments by their first token (args.go).
// This is where messages have to be exact, and where the words of the language
// are words only by their place: nothing is a keyword everywhere.
//
// # The tree
//
// The tree is the text as parsed: nothing is resolved, no value is read, and
// nothing is changed later. Every node has a span; spans nest. Values keep their
// text: package check reads windows, durations and cron fields through package
// period, whose errors have places in that text.
//
// After an error the tree holds what could be read: a declaration without its
// condition has a *BadCond there, and one that lacks its name is left out.
package grammar
