package grammar_test

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/grammar"
)

// TestMemory: a parse takes little memory for its text, however the tasks are grouped: the
// tree is 9 times as large, and the garbage collector lets the heap grow to twice that.
func TestMemory(t *testing.T) {
	const tasks = 16_000
	body := manyTasks(tasks)
	for name, text := range map[string]string{
		"tasks":     body,
		"one group": "group g {\n" + body + "}\n",
		"groups":    strings.Repeat("group when daily {\n"+manyTasks(20)+"}\n", tasks/20),
	} {
		tree, took, errors := measured(text)
		for range 2 { // on a busy machine the collector lags, and the heap grows meanwhile
			_, again, _ := measured(text)
			took = min(took, again)
		}
		t.Logf("%s: %.1f times %d bytes", name, float64(took)/float64(len(text)), len(text))
		if took > 20*int64(len(text)) || errors > 0 {
			t.Errorf("%s: %d bytes of text take %d, %d errors", name, len(text), took, errors)
		}
		runtime.KeepAlive(tree)
	}
}

// manyTasks returns tasks with all sorts of conditions.
func manyTasks(n int) string {
	sorts := []string{
		"daily after 07:00", "every 10 minutes & ~running", "cron */5 0-12 * * Mon-Fri",
		"weekly on Monday & time of day between 08:00 and 16:00",
		"retry 3 every 1 minute | daily at 10:00", "after t0", "monthly on last day",
	}
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "# Task number %d.\ntask t%[1]d when %s {\n\tcommand \"echo %[1]d\"\n"+
			"\ttimeout 5 minutes\n}\n\n", i, sorts[i%len(sorts)])
	}
	return b.String()
}

// excessive are texts that are refused: a head, and what is repeated after it.
var excessive = map[string][2]string{
	"round brackets": {"", "("}, "braces": {"task a ", "{"}, "nots": {"task a when ", "~"},
	"groups": {"", "group a {"}, "ands": {"task a when ", "a&"}, "comments": {"", "#\n"},
	"semicolons": {"", ";"}, "closing brackets": {"", "}"},
	"a string": {"param a = '", "a"},
}

// TestExcessive: a text that forms no declarations is read no further than its first part,
// so that the largest file that rocketc reads, of 32 MB, takes little memory, too.
func TestExcessive(t *testing.T) {
	const size, limit = 2 << 20, 20 * 32 << 20
	for name, text := range excessive {
		tree, took, errors := measured(text[0] + strings.Repeat(text[1], size/len(text[1])))
		t.Logf("%s: %d MB, %d errors", name, took>>20, errors)
		if took > limit || errors == 0 {
			t.Errorf("%s: %d bytes, %d errors", name, took, errors)
		}
		runtime.KeepAlive(tree)
	}
}

// measured parses a text, and returns how much memory that took, and how many errors it has.
func measured(text string) (tree *grammar.File, took int64, errors int) {
	src := []byte(text)
	debug.FreeOSMemory()
	before := heap()
	tree, found := grammar.Parse("x.rkt", src)
	return tree, heap() - before, len(found)
}

// heap returns how much memory the heap has from the system.
func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapSys) - int64(m.HeapReleased)
}
