package diag

// Code names a kind of finding for ever: RKT001 to RKT099 are the syntax's,
// RKT100 to RKT199 the meaning's, RKT200 to RKT299 warnings.
type Code string

// Rule is what a code stands for.
type Rule struct {
	Code    Code
	Text    string // the rule that the finding breaks, one line
	Example string // a source file that yields the code
}
