package foreign

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Quote returns a text as a string of the language: between double quotes if it has none
// itself, else as it stands between back quotes if it can, else with escapes. A NUL, which no
// command can have, is left out.
func Quote(text string) string {
	text = strings.ReplaceAll(text, "\x00", "")
	plain := isShown(text)
	switch {
	case plain && !strings.ContainsAny(text, "\"\\\n"):
		return `"` + text + `"`
	case plain && !strings.ContainsRune(text, '`'):
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

// isShown reports whether a text can stand in a file as it is.
func isShown(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if !unicode.IsPrint(r) && r != '\n' && r != '\t' {
			return false
		}
	}
	return true
}

// comment returns a line that can stand behind a #: what is no text becomes a mark.
func comment(line string) string {
	line = strings.ToValidUTF8(strings.TrimRight(line, " \t\r\n"), "�")
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || r == '\t' {
			return r
		}
		return '�'
	}, line)
}

// units are those in which durations are written.
var units = []struct {
	length time.Duration
	name   string
}{
	{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"},
	{time.Second, "second"}, {time.Millisecond, "millisecond"},
}

// Duration returns a duration in the largest unit of which it is a multiple: 90 minutes. It is
// a millisecond at least.
func Duration(d time.Duration) string {
	d = max(d.Truncate(time.Millisecond), time.Millisecond)
	for _, u := range units {
		if d%u.length == 0 {
			return counted(int(d/u.length), u.name)
		}
	}
	return d.String()
}

// counted returns a number of things.
func counted(n int, name string) string {
	if n != 1 {
		name += "s"
	}
	return strconv.Itoa(n) + " " + name
}
