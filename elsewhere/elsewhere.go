// Package elsewhere knows what people write who come from other schedulers, and how that is
// said in a schedule: words (words.go), conditions (conditions.go), cron expressions
// (cron.go), and whole lines that another tool reads (pasted.go). Each file is a table. To
// know one thing more is one line more, and a line in the test that holds the table.
//
// The tables are asked only about what is wrong already. What the language accepts never
// comes here.
package elsewhere

import (
	"slices"
	"strings"
	"sync"

	"github.com/rocketc/rocketc/spelling"
)

// A Place is where in a schedule a word stands.
type Place string

// The places of words.
const (
	Declaration Place = "declaration" // begins a declaration
	Attribute   Place = "attribute"   // begins a line of a task or group
	Key         Place = "key"         // begins a line of config
	Step        Place = "step"        // begins a step of do
	Hook        Place = "hook"        // the event of a hook
	Outcome     Place = "outcome"     // after the tasks of after
	Event       Place = "event"       // after has
	Execution   Place = "execution"   // the value of execution and task_execution
	Scheme      Place = "scheme"      // of the address of notify
)

// A Hint is the way out after a wrong word. It is empty if nothing is known.
type Hint struct {
	Near string // the word that takes the place of the wrong one; "" if none does
	Help string // what to write; "" if Near says that
}

// Meant returns what a wrong word was meant to be; known are the words that can stand at
// the place. A word of the table comes before the nearest in letters.
func (p Place) Meant(word string, known []string) Hint {
	if row, ok := index()[wordKey{p, plain(word)}]; ok {
		hint := Hint{Help: row.help}
		if slices.Contains(known, row.near) {
			hint.Near = row.near
		}
		if hint != (Hint{}) {
			return hint
		}
	}
	return Hint{Near: spelling.Nearest(word, known)}
}

type wordKey struct {
	at   Place
	word string // plain
}

// index finds the row of a word.
var index = sync.OnceValue(func() map[wordKey]row {
	rows := map[wordKey]row{}
	for _, r := range words {
		for word := range strings.FieldsSeq(r.words) {
			rows[wordKey{r.at, plain(word)}] = r
		}
	}
	return rows
})

// plain returns a word as the index has it: workingDir, working_dir and working-dir are one.
func plain(word string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(word))
}
