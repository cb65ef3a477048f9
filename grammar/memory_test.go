package grammar_test

import (
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/grammar"
)

// excessive are texts that could take much memory: a head, and what is repeated after it.
var excessive = map[string][2]string{
	"round brackets": {"", "("}, "square brackets": {"param a = ", "["}, "braces": {"task a ", "{"},
	"closing brackets": {"", ")"}, "nots": {"task a when ", "~"}, "mixed": {"", "~("},
	"ands": {"task a when ", "a&"}, "alternatives": {"param a = ", "b>>"},
	"groups": {"", "group a {"}, "params": {"", "param a = 1\n"}, "comments": {"", "#\n"},
	"entries": {"task a { env { ", "A 1;"}, "list": {"param a = [", "1,"},
	"steps": {"task a { do ", "hold,"}, "cron": {"task a when cron ", "* "},
	"spaced":     {"task a when ", "a & "},
	"semicolons": {"", ";"}, "lines": {"", "\n"}, "a word": {"", "a"}, "a number": {"", "1"},
	"a string": {"param a = '", "a"}, "escapes": {"param a = '", "\\q"}, "quotes": {"", "'\n"},
	"odd characters": {"", "§ "}, "code": {"task a { code {", "{(["}, "calls": {"", "func F("},
}

// TestMemory: a text of 32 MB, the largest that rocketc reads, takes at most 20 times its
// size while it is parsed. No more than its first part is read, so a part is enough here.
func TestMemory(t *testing.T) {
	const part, limit = 4 << 20, 20 * 32 << 20
	for name, text := range excessive {
		src := []byte(text[0] + strings.Repeat(text[1], part/len(text[1])))
		debug.FreeOSMemory()
		before := heap()
		tree, found := grammar.Parse("x.rkt", src)
		took := heap() - before
		t.Logf("%s: %d MB, %d findings", name, took>>20, len(found))
		if took > limit {
			t.Errorf("%s takes %d bytes, more than %d", name, took, limit)
		}
		if harmless := name == "lines"; harmless != (len(found) == 0) {
			t.Errorf("%s: %d errors", name, len(found))
		}
		runtime.KeepAlive(tree)
	}
}

// heap returns how much memory the heap has from the system.
func heap() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapSys) - int64(m.HeapReleased)
}
