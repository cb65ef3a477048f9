package stdconds

import (
	"strconv"
)

// Count compares a number of times with N. The zero Count asks for at least once.
type Count struct {
	Op Op
	N  int
}

// Op is a comparison operator.
type Op string

// The comparison operators.
const (
	Less         Op = "<"
	LessEqual    Op = "<="
	Equal        Op = "=="
	NotEqual     Op = "!="
	GreaterEqual Op = ">="
	Greater      Op = ">"
)

func (c Count) holds(n int) bool {
	switch c.Op {
	case Less:
		return n < c.N
	case LessEqual:
		return n <= c.N
	case Equal:
		return n == c.N
	case NotEqual:
		return n != c.N
	case GreaterEqual:
		return n >= c.N
	case Greater:
		return n > c.N
	}
	return n > 0
}

// String returns the condition as the language writes it.
func (c Count) String() string {
	if c.Op == "" {
		return ""
	}
	return " " + string(c.Op) + " " + strconv.Itoa(c.N)
}
