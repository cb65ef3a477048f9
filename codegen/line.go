package codegen

import (
	"bytes"
	"fmt"
	"go/format"
	"go/token"

	"github.com/rocketc/rocketc/golang"
)

// follow puts //line comments into the text of a function, so that each of its
// lines has the number that lines gives it, in that file: before a line whose
// number does not follow from the one before it. A number of 0 means that any
// will do.
func follow(text []byte, lines []int, file string) ([]byte, error) {
	var b bytes.Buffer
	number := 0
	for i, line := range bytes.SplitAfter(text, []byte("\n")) {
		if i < len(lines) && lines[i] != 0 && lines[i] != number {
			fmt.Fprintf(&b, "//line %s:%d:1\n", file, lines[i])
			number = lines[i]
		}
		b.Write(line)
		if number != 0 {
			number++
		}
	}
	return format.Source(b.Bytes()) // a comment may part what was aligned
}

// bodyLines returns, for each line of a function's text, the line at which what
// it begins with stands in the schedule, 0 if that does not matter. The text is
// what gofmt makes of a function with that body, followed by that many tokens more;
// the body begins on line start of the schedule.
func bodyLines(text []byte, body []golang.Token, start, after int) []int {
	lines := make([]int, bytes.Count(text, []byte("\n"))+1)
	from, to := significant(body), significant(golang.Tokens(string(text)))
	head := len(to) - after - len(from)
	if head < 0 {
		return lines
	}
	to = to[head:]
	for i := range from {
		if to[i].Kind != from[i].Kind {
			break
		}
		if to[i].First && !closing(to[i:]) {
			lines[to[i].Line-1] = start + from[i].Line - 1
		}
	}
	return lines
}

// significant returns the tokens that gofmt neither adds nor takes away. The
// first of them on a line counts as what the line begins with.
func significant(all []golang.Token) []golang.Token {
	var kept []golang.Token
	open := 0 // the line that began with a token that is not kept
	for _, t := range all {
		switch t.Kind {
		case token.SEMICOLON, token.COMMA, token.LPAREN, token.RPAREN, token.COMMENT:
			if t.First {
				open = t.Line
			}
		default:
			t.First = t.First || open == t.Line
			open = 0
			kept = append(kept, t)
		}
	}
	return kept
}

// closing reports whether the line that begins with the tokens is a brace alone,
// of which nothing can be said.
func closing(rest []golang.Token) bool {
	return rest[0].Kind == token.RBRACE && (len(rest) == 1 || rest[1].First)
}

// join puts the functions behind the head of the file. Behind one whose lines
// are numbered for the schedule, the numbers of the file go on.
func join(head []byte, functions [][]byte) []byte {
	file := bytes.NewBuffer(head)
	count := bytes.Count(head, []byte("\n"))
	for i, text := range functions {
		file.WriteByte('\n')
		file.Write(text)
		count += 1 + bytes.Count(text, []byte("\n"))
		if i < len(functions)-1 && bytes.Contains(text, []byte("\n//line ")) {
			count += 2
			fmt.Fprintf(file, "\n//line %s:%d\n", golang.GeneratedFile, count+1)
		}
	}
	return file.Bytes()
}
