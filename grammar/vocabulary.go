package grammar

import (
	"slices"

	"github.com/rocketc/rocketc/period"
)

// A Vocabulary is the words of the language by what they are for. No word is reserved: what a
// word is depends on its place, and some stand in several lists. Editors highlight by it.
type Vocabulary struct {
	Declarations []string // begin a declaration: task, group, …
	Clauses      []string // begin a part of a declaration: when, until, checked
	Actions      []string // what a task does: func, command, …
	Steps        []string // of metatasks: run, shutdown, …
	Keys         []string // attributes, keys of config and of calendars
	Tests        []string // of the statements of tests
	Conditions   []string // begin a condition: daily, after, …
	Phrases      []string // go on in a condition or a value: between, of, …
	Outcomes     []string // of runs: succeeded, failed, …
	Days         []string // weekdays, months, and words for points in time
	Units        []string // of durations and sizes
	Values       []string // of keys, and of the language: true, never, process, …
}

// phraseWords are the words that the readers of forms look for one by one.
var phraseWords = words(`on in of at and or any all by host than more less over up to ago is day
	days tasks time times cycle cycles run runs exists weight force for from valid execution went
	wrong the return keep`)

// valueWords are the words that are the values of keys and arguments.
var valueWords = words(`true false unknown always never none
	process thread main async remote long short raise rename ignore replace relaunch fresh recall
	skip wait pre post uuid increment memory file csv sqlite postgres read_only
	session config logger causes scheduled`)

// Words returns the vocabulary. Lists are in the order in which messages show them.
func Words() Vocabulary {
	return Vocabulary{
		Declarations: declarations,
		Clauses:      slices.Concat(clauses, words(`checked`)),
		Actions:      actionWords,
		Steps:        doVerbs,
		Keys:         distinct(settings.names(), configKeys.names(), calendarKeys.names()),
		Tests:        distinct(testWords, outcomeWords),
		Conditions:   condWords,
		Phrases: distinct(windowWords, innerWords[len(clauses):], phraseWords, spans, basedOn,
			shifts, cronNames, consoleParts, hookEvents),
		Outcomes: distinct(outcomes, actions, lastOutcomes),
		Days:     pointWords,
		Units:    distinct(period.UnitWords(), sizeUnits, lengthless),
		Values:   valueWords,
	}
}

// distinct joins lists. Each word is there once.
func distinct(lists ...wordSet) (all []string) {
	for _, list := range lists {
		for _, word := range list {
			if !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
	}
	return all
}
