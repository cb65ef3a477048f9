package grammar

import (
	"slices"

	"github.com/alecthomas/participle/v2/lexer"
)

// Cond is a condition: an operator of climb.go, one of the forms below, a declared
// condition (named.go), or a *BadCond.
type Cond interface {
	Node
	cond()
}

// A BadCond stands in for a condition that did not parse. Its error is reported.
type BadCond struct {
	Place
}

func (*BadCond) cond() {}

// A form is a kind of condition that begins with a word of the language.
type form struct {
	begins wordSet // the words that begin it
	inner  wordSet // the words that continue it and begin no condition
	read   func(c *cursor, start lexer.Position) Cond
}

// forms returns every form of condition. Each has a file for its nodes and its
// reader, and an example in testdata/every_form.rkt.
func forms() []form {
	return []form{
		{words(`true false always never`), nil, (*cursor).constant},
		{words(`secondly minutely hourly daily weekly monthly yearly`), windowWords,
			(*cursor).periodic},
		{words(`time`), words(`of`), (*cursor).timeOf},
		{words(`once`), words(`at`), (*cursor).onceAt},
		{words(`business`), nil, (*cursor).businessDay},
		{words(`holiday`), nil, (*cursor).holiday},
		{words(`every`), words(`based on`), (*cursor).every},
		{cronWords, nil, (*cursor).cron},
		{words(`after`), words(`any tasks`), (*cursor).afterTasks},
		{words(`has is last running`), words(`past this today in times for`), (*cursor).ofThisTask},
		{words(`while`), nil, (*cursor).while},
		{words(`task`), nil, (*cursor).ofTask},
		{words(`retry`), words(`backoff`), (*cursor).retry},
		{words(`scheduler`), words(`ago`), (*cursor).scheduler},
		{words(`env`), nil, (*cursor).envCond},
		{words(`param`), nil, (*cursor).paramCond},
		{words(`func`), nil, (*cursor).funcCond},
	}
}

// What forms says, by word. Only init can fill these, because the readers use them: an
// initial value would depend on itself. The innerWords continue or end a condition.
var (
	condWords  wordSet // the words that begin a condition
	innerWords = slices.Concat(clauses, words(`checked`))
	readers    = make(map[string]func(c *cursor, start lexer.Position) Cond)
)

func init() {
	for _, f := range forms() {
		condWords = append(condWords, f.begins...)
		innerWords = append(innerWords, f.inner...)
		for _, word := range f.begins {
			readers[word] = f.read
		}
	}
}

// ConditionWords returns the words that begin a condition. No condition can be
// declared by the name of one.
func ConditionWords() []string { return slices.Clone(condWords) }

// reserved reports whether a word is part of the language of conditions, so that no
// condition can be declared by that name.
func reserved(word string) bool {
	return condWords.hasFold(word) || innerWords.has(word) || signFor(word) != ""
}
