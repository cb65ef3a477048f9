package grammar

import (
	"slices"
	"strings"
)

// wordSet is a set of words, in the order in which they are shown.
type wordSet []string

func words(text string) wordSet { return strings.Fields(text) }

func (w wordSet) has(word string) bool { return slices.Contains(w, word) }

// list returns the words as a sentence has them: a, b or c.
func (w wordSet) list() string {
	if len(w) < 2 {
		return strings.Join(w, "")
	}
	return strings.Join(w[:len(w)-1], ", ") + " or " + w[len(w)-1]
}

// The words of the language. None of these sets is ever changed.
var (
	weekdays = words(`mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday`)
	months   = words(`jan january feb february mar march apr april may jun june jul july aug august
		sep september oct october nov november dec december`)

	declarations = words(`package import config param secret cond hook group task test`)

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

	hookEvents   = words(`startup shutdown cycle task`)
	actionWords  = words(`func command code do`)
	testWords    = words(`at run expect`)
	outcomeVerbs = words(`succeeds fails terminates crashes inacts`)
	expectVerbs  = words(`ran started succeeded failed finished terminated inacted crashed`)
	doVerbs      = words(`shutdown restart run terminate disable enable remove hold resume`)
	sizeUnits    = words(`B KB MB GB TB KiB MiB GiB TiB`)
)

// ConditionWords returns the words with which a condition may begin. None of
// them can be declared as a condition.
func ConditionWords() []string { return slices.Clone(condWords) }

var (
	unitWords = words(`ms millisecond milliseconds s sec secs second seconds m min mins minute minutes
		h hr hrs hour hours d day days w week weeks`)
	pointWords = slices.Concat(weekdays, months, words(`last first second third fourth fifth day am pm q quarter`))
)

func isUnit(word string) bool {
	return unitWords.has(strings.ToLower(word)) || word == "us" || word == "µs" || word == "μs"
}

func isPointWord(word string) bool { return pointWords.has(strings.ToLower(word)) }

// reserved reports whether a word, in any case, is one with which conditions
// begin or are joined.
func reserved(word string) bool {
	return condWords.has(strings.ToLower(word)) || signFor(word) != ""
}
