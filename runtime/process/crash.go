package process

import (
	"os"
	"runtime/debug"
	"slices"
	"strings"
)

// A copy that crashes says why on standard error, where nobody reads it. So it says so on its
// link, too, as long as it has not begun to reply. No message begins as this text does: the
// first byte of a length is zero.

// reportCrash has the Go runtime write why this process crashes to a file, or nowhere else
// but to standard error if the file is nil.
func reportCrash(to *os.File) { _ = debug.SetCrashOutput(to, debug.CrashOptions{}) }

// maxCrash is how much is kept of the text of a crash: the reason stands at its beginning.
const maxCrash = 4 << 10

// A crashText keeps the beginning of what is written to it.
type crashText []byte

// Write never fails.
func (c *crashText) Write(p []byte) (int, error) {
	*c = append(*c, p[:min(len(p), maxCrash-len(*c))]...)
	return len(p), nil
}

// reason returns why the process has crashed: the first lines, up to the stacks of
// goroutines. It is empty if the text is that of a message. If the Go runtime itself has given
// up, the text has only its stack, which tells whether it wanted memory.
func (c crashText) reason() string {
	if len(c) == 0 || c[0] == 0 {
		return ""
	}
	text, _, _ := strings.Cut(strings.TrimSpace(strings.ToValidUTF8(string(c), "?")), "\n\n")
	switch {
	case !strings.HasPrefix(text, "runtime stack:") && !strings.HasPrefix(text, "goroutine "):
		return strings.ReplaceAll(text, "\n", "; ")
	case wantedMemory(text):
		return "fatal error: out of memory, or its memory limit was reached"
	}
	return "fatal error: its standard error says which"
}

// wantedMemory reports whether the stack of the Go runtime is of its allocator: the function
// that has called throw, two lines below.
func wantedMemory(stack string) bool {
	_, after, _ := strings.Cut(stack, "runtime.throw(")
	lines := strings.SplitN(after, "\n", 4)
	return len(lines) > 2 && slices.ContainsFunc([]string{"alloc", "Alloc", "runtime.sysMap",
		"runtime.sysReserve", "(*mheap)"}, func(part string) bool {
		return strings.Contains(lines[2], part)
	})
}
