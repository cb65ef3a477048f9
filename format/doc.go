// Package format writes schedules in their one layout. There are no options.
//
// # What is kept, and what is set
//
// Kept are all words and signs in their order, the quotes around texts, comments, single blank
// lines, and whether a list, a condition or a block stands on one line or on several. Set are
// the indentation, four spaces a level, the space between words, the columns of values and of
// comments behind the lines of a block, the separators of statements and entries, and the
// ends of lines, which are LF. A byte order mark and what ends lines after their last
// character are left out. The Go of code has the layout of gofmt, indented by spaces; if Go
// does not parse it, it stays as it is.
//
// # How
//
// A file is split into tokens, each of which owns the comments before it (read.go). So no
// comment is ever placed by its offset. The tree of the file says what a token is in its
// statement: where a statement or entry begins, which bracket belongs to a call, which word
// has its value in a column (role.go). Then it is decided which tokens begin a line
// (breaks.go), the lines are written (print.go, space.go), and columns are made of
// them (align.go).
//
// What decides is the tokens, the tree, and which line breaks the file has: nothing depends on
// the widths of lines but the columns. So the layout of a layout is the same.
package format
