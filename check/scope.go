package check

import (
	"slices"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// A scope gives the words of a condition their meaning, and says how far the condition is
// lowered. Each condition that is not part of another has one, and so has the text of each
// named condition that is expanded in it.
//
// The nil scope is that of everything else: the values of session parameters, attributes
// and configuration. No word there is a parameter of a condition.
type scope struct {
	// cond is the named condition whose text is lowered, and user the scope of its use.
	// Outside of named conditions both are nil.
	cond *namedCond
	user *scope
	// args are the arguments of cond by the names of its parameters.
	args map[string]any
	// sample says that the args are samples, which stand for any values.
	sample bool
	// called says that cond, or one that it is expanded in, got arguments. What is found
	// then is reported at the use of the outermost one of these.
	called bool
	// parts counts the parts that were lowered so far. large says that they were too many,
	// which is reported once.
	parts int
	large bool
	// written are the parts that were lowered since the one began that is being lowered.
	written []*written
}

// arg returns the argument that a word stands for.
func (s *scope) arg(word string) (value any, ok bool) {
	if s == nil {
		return nil, false
	}
	value, ok = s.args[word]
	return value, ok
}

// open reports whether a named condition is being expanded.
func (s *scope) open(d *namedCond) bool {
	for ; s != nil; s = s.user {
		if s.cond == d {
			return true
		}
	}
	return false
}

// path returns the names of the conditions that are being expanded, from d to the
// innermost.
func (s *scope) path(d *namedCond) (names []string) {
	for ; s != nil; s = s.user {
		if s.cond == nil {
			continue
		}
		names = append(names, condName(s.cond.decl))
		if s.cond == d {
			break
		}
	}
	slices.Reverse(names)
	return names
}

// maxParts is how many parts a condition may have with all its names expanded.
const maxParts = 10_000

// tooLarge reports, once, that a condition with that many more parts has too many.
func (c *checker) tooLarge(in *scope, more int, at grammar.Node) bool {
	if in.parts+more > maxParts && !in.large {
		in.large = true
		c.diags.Errorf(diag.LargeCond, at.Span(),
			"the condition has more than %d parts when its names are expanded", maxParts)
	}
	return in.large
}
