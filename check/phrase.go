package check

import (
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A hole is the sample of a value in the hole of a phrase. It has whatever type is needed.
type hole struct{}

// phraseText writes a phrase with its holes filled.
func phraseText(parts []grammar.PhrasePart, fill func(grammar.PhrasePart) string) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		words[i] = part.Text
		if part.Hole {
			words[i] = fill(part)
		}
	}
	return strings.Join(words, " ")
}

// sampleHoles enters samples of the values in a phrase's holes.
func (c *checker) sampleHoles(args map[string]any, d *grammar.CondDecl) {
	for _, part := range d.PhraseParts() {
		if !part.Hole {
			continue
		}
		if _, twice := args[part.Text]; twice {
			c.diags.Errorf(diag.DoubledParam, d.Phrase.Span(),
				"the hole {%s} is in the phrase twice", part.Text)
		}
		args[part.Text] = hole{}
	}
}

// phrase lowers the use of a condition that is declared as a phrase.
func (c *checker) phrase(in *scope, n *grammar.Phrase) rocket.Condition {
	d, fillings := c.findPhrase(in, n)
	if d == nil {
		c.unknownPhrase(n)
		return unknown{}
	}
	d.used = true
	if !c.ready(in, d, n) {
		return unknown{}
	}
	values, ok := map[string]any{}, true
	text := phraseText(d.decl.PhraseParts(), func(part grammar.PhrasePart) string {
		value, known := c.condValue(in, fillings[part.Text])
		ok = ok && known
		values[part.Text] = value
		return valueText(value)
	})
	if !ok {
		return unknown{}
	}
	return c.inPlace(in, d, n, text, values)
}

// findPhrase returns the declared phrase whose words a use has, and the values in its
// holes, or nil. If there are several, it is the one with the most words.
func (c *checker) findPhrase(in *scope, n *grammar.Phrase) (best *namedCond,
	fillings map[string]grammar.Arg) {
	for _, d := range c.phrases {
		f, ok := c.fillings(in, d.decl.PhraseParts(), n.Parts)
		if ok && (best == nil || len(f) < len(fillings)) {
			best, fillings = d, f
		}
	}
	return best, fillings
}

// fillings returns the values in the holes of a phrase, by the names of the holes, if the
// use has the words of the phrase.
func (c *checker) fillings(in *scope, parts []grammar.PhrasePart,
	used []grammar.Arg) (fillings map[string]grammar.Arg, ok bool) {
	if len(parts) != len(used) {
		return nil, false
	}
	for i, part := range parts {
		word, isWord := wordIn(used[i])
		switch {
		case !part.Hole && (!isWord || word != part.Text):
			return nil, false
		case part.Hole && !c.isValue(in, used[i]):
			return nil, false
		case part.Hole:
			if fillings == nil {
				fillings = map[string]grammar.Arg{}
			}
			fillings[part.Text] = used[i]
		}
	}
	return fillings, true
}

// wordIn returns the word that a part of a phrase is.
func wordIn(part grammar.Arg) (word string, ok bool) {
	switch part := part.(type) {
	case *grammar.Word:
		return part.Text, true
	case *grammar.Bool:
		return strconv.FormatBool(part.Value), true
	}
	return "", false
}

// isValue reports whether a part of a phrase can fill a hole: a literal, a parameter of the
// condition that is expanded, or a session parameter.
func (c *checker) isValue(in *scope, part grammar.Arg) bool {
	word, isWord := part.(*grammar.Word)
	if !isWord {
		return true
	}
	_, isParam := in.arg(word.Text)
	return isParam || c.params[word.Text] != nil
}

// unknownPhrase reports a use that has the words of no declared phrase.
func (c *checker) unknownPhrase(n *grammar.Phrase) {
	texts, written := make([]string, len(n.Parts)), make([]string, len(n.Parts))
	for i, part := range n.Parts {
		texts[i], written[i] = "{}", literalText(part)
		if word, isWord := wordIn(part); isWord {
			texts[i] = word
		}
	}
	if c.mayBeDeclared(strings.Join(texts, " ")) {
		return
	}
	d := c.diags.Errorf(diag.UnknownCond, n.Span(), "no condition %q is declared",
		strings.Join(texts, " "))
	if c.hintCond(d, strings.Join(texts, " "), strings.Join(written, " ")) {
		return
	}
	if c.lookup(texts[0]) != nil {
		d.Help = "after " + texts[0] + " an operator is missing: & or |"
	} else if best := c.nearestCond(texts[0]); best != "" {
		suggest(d, best)
		d.Fix = diag.Fix{Span: n.Parts[0].Span(), Text: best}
	}
}
