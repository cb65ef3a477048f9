package diag

import (
	"slices"
	"strings"
)

// Code names a kind of finding, for ever. RKT001 to RKT099 are about syntax, RKT100 to
// RKT199 about meaning, and RKT200 to RKT299 are warnings.
type Code string

// Rule is the rule that a finding with the code says is broken.
type Rule struct {
	Code    Code
	Text    string // on one line
	Example string // a source file that breaks the rule; "" if a file alone cannot
}

// Rules returns the rule and the example of every code, in the order of the codes.
func Rules() []Rule {
	rules := slices.Concat(syntaxRules, meaningRules, warningRules)
	for i := range rules {
		if rules[i].Code == TooLong {
			rules[i].Example = tooLong() // not made at each start of the compiler
		}
		rules[i].Example = strings.TrimPrefix(rules[i].Example, "\n")
	}
	return rules
}
