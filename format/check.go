package format

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
)

// Check returns a warning, at the first place where it differs, if a file does not have its
// layout. A file that does not parse has none, which is no finding of Check.
func Check(name string, src []byte) diag.List {
	text, err := Source(name, src)
	if err != nil || string(text) == string(src) {
		return nil
	}
	var found diag.List
	from := 0
	for from < len(src) && from < len(text) && src[from] == text[from] {
		from++
	}
	line := from - 1 - strings.LastIndexByte(string(src[:from]), '\n')
	from -= min(line, 1) // one of the characters that are as they should be
	to := from + 1
	if i := strings.IndexAny(string(src[from:]), "\r\n"); i > 0 {
		to = from + i
	}
	start := diag.Span{File: name, Start: diag.Pos{Line: 1, Col: 1}}
	d := found.Warnf(diag.NotFormatted, start.Part(string(src), from, to),
		"the file is not formatted")
	d.Label = "the layout differs from here on"
	d.Help = "rocketc fmt -w " + name
	return found
}
