package grammar

import (
	"slices"
	"strings"
)

// wordSet is a set of words, in the order in which they are shown.
type wordSet []string

func words(text string) wordSet { return strings.Fields(text) }

func (w wordSet) has(word string) bool { return slices.Contains(w, word) }

// hasFold is has for words in any case.
func (w wordSet) hasFold(word string) bool {
	return slices.ContainsFunc(w, func(s string) bool { return strings.EqualFold(s, word) })
}

// list returns the words as a sentence has them: a, b or c.
func (w wordSet) list() string {
	if len(w) < 2 {
		return strings.Join(w, "")
	}
	return strings.Join(w[:len(w)-1], ", ") + " or " + w[len(w)-1]
}

// The words of the language. None of these sets is ever changed.
var (
	weekdays = words(`Mon Monday Tue Tuesday Wed Wednesday Thu Thursday Fri Friday Sat Saturday Sun Sunday`)
	months   = words(`Jan January Feb February Mar March Apr April May Jun June Jul July Aug August
		Sep September Oct October Nov November Dec December`)

	declarations = words(`package import config param secret cond hook group task`)

	constants   = words(`true false always never`)
	periodics   = words(`secondly minutely hourly daily weekly monthly yearly`)
	units       = words(`second minute hour day week month year`)
	windowWords = words(`before after between on at starting`)
	basedOn     = words(`run success fail finish`)
	outcomes    = words(`succeeded failed finished terminated crashed`)
	actions     = words(`started succeeded failed finished terminated inacted crashed`)
	spans       = words(`minute hour week month year`)
	cronNames   = words(`second minute hour day_of_month month day_of_week`)
	condWords   = slices.Concat(constants, periodics, words(`time every cron crontime after has is running while
		task retry scheduler env param func`))
	// innerWords go on with a condition and begin none.
	innerWords = slices.Concat(windowWords, words(`past this today in for of on any tasks based backoff ago times when until checked`))

	hookEvents  = words(`startup shutdown cycle task`)
	actionWords = words(`func command code do`)
	doVerbs     = words(`shutdown restart run terminate disable enable remove hold resume`)
	sizeUnits   = words(`B KB MB GB TB KiB MiB GiB TiB`)
)

// ConditionWords returns the words with which a condition may begin. None of
// them can be declared as a condition.
func ConditionWords() []string { return slices.Clone(condWords) }

// The words that messages propose; package period knows all that there are.
var (
	unitWords  = words(`ms milliseconds s sec seconds second min minutes minute h hours hour days day weeks week`)
	pointWords = slices.Concat(weekdays, months, words(`last day am pm quarter`))
)

// reserved reports whether a word is one of which conditions are made, so that
// none can be declared by that name.
func reserved(word string) bool {
	return condWords.hasFold(word) || innerWords.has(word) || signFor(word) != ""
}
