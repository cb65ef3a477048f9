package rocketry

import (
	"strings"

	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/eval"
)

// A reading reads a condition in Python.
type reading struct {
	cursor
	wrong string // the first part that is not understood
}

// written returns a condition in the words of this language; what of it is not understood
// is the second value.
func written(value []token, tasks []string) (when, wrong string) {
	r := &reading{cursor: cursor{list: value}}
	if when = r.either(); len(value) == 1 && value[0].kind == 's' { // a string alone
		when = spaced(value[0].text)
	}
	if r.wrong == "" && r.at < len(r.list) {
		r.wrong = argument{value: r.list[r.at:]}.text()
	}
	if r.wrong == "" && !isCondition(when, tasks) {
		r.wrong = when
	}
	return when, r.wrong
}

// isCondition reports whether a text is a condition of this language.
func isCondition(text string, tasks []string) bool {
	if tasks == nil {
		tasks = []string{}
	}
	_, err := (&eval.Question{Cond: text, Task: "this", Tasks: append(tasks, "this")}).Prepare(nil)
	return err == nil
}

// either reads what | joins.
func (r *reading) either() string {
	text := r.both()
	for r.eat("|") {
		text += " | " + r.both()
	}
	return text
}

// both reads what & joins.
func (r *reading) both() string {
	text := r.not()
	for r.eat("&") {
		text += " & " + r.not()
	}
	return text
}

// not reads ~, parentheses, and a part.
func (r *reading) not() string {
	switch {
	case r.eat("~"):
		return "~" + r.not()
	case r.eat("("):
		text := r.either()
		if !r.eat(")") && r.wrong == "" {
			r.wrong = "a parenthesis is not closed"
		}
		return "(" + text + ")"
	}
	return r.part()
}

// part reads a string, or a name with what is called of it.
func (r *reading) part() string {
	start := r.at
	if r.peek().kind == 's' {
		t := r.peek()
		r.at++
		if t.special {
			r.fail(start)
		}
		return grouped(t.text)
	}
	if r.peek().kind != 'n' {
		r.at++
		r.fail(start)
		return ""
	}
	for r.at < len(r.list) {
		switch {
		case r.peek().kind == 'n' && (r.at == start || r.list[r.at-1].text == "."):
			r.at++
		case r.is("."):
			r.at++
		case r.is("(") && r.at > start:
			r.call()
		default:
			return r.known(start)
		}
	}
	return r.known(start)
}

// grouped returns a condition of a string, between parentheses if it has operators.
func grouped(text string) string {
	text = spaced(text)
	if strings.ContainsAny(text, "|&") {
		return "(" + text + ")"
	}
	return text
}

// spaced returns a text with its words one space apart.
func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

func (r *reading) fail(start int) {
	if r.wrong == "" {
		r.wrong = argument{value: r.list[start:min(r.at, len(r.list))]}.text()
	}
}

// bare are names of the API that are words of the language.
var bare = map[string]string{"daily": "daily", "hourly": "hourly", "minutely": "minutely",
	"weekly": "weekly", "monthly": "monthly", "true": "true", "false": "false", "always": "true",
	"never": "false"}

// known returns what a part of the API is here.
func (r *reading) known(start int) string {
	text := argument{value: r.list[start:r.at]}.text()
	text = strings.TrimPrefix(text, "conds.")
	if word, is := bare[text]; is {
		return word
	}
	if args, is := strings.CutPrefix(text, `cron("`); is && strings.HasSuffix(args, `")`) {
		return "cron " + strings.TrimSuffix(args, `")`)
	}
	hint, is := elsewhere.Condition(text)
	words, whole := strings.CutPrefix(hint.Help, "it is written: ")
	if !is || !whole {
		r.fail(start)
		return ""
	}
	return words
}
