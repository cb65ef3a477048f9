package diag

import "strings"

// tooDeep returns a file with more brackets than a file may nest.
func tooDeep() string {
	return "cond x = " + strings.Repeat("(", 1001) + "daily" + strings.Repeat(")", 1001) + "\n"
}

// manyErrors returns a file with more errors than are kept.
func manyErrors() string {
	return strings.Repeat("taks\n", 1001)
}
