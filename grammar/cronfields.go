package grammar

import (
	"slices"
	"strings"
)

// maxCronFields is the number of fields that a cron expression may have, with
// the seconds.
const maxCronFields = 6

// afterCron reports whether bare cron fields may follow.
func (s *scanner) afterCron() bool {
	return s.last.Type == kindIdent && !s.dotted && (s.last.Value == "cron" || s.last.Value == "crontime")
}

// cronWidth returns the length of the cron fields at the start of text, 0 if
// there are none. They end at the first word that can't be one.
func cronWidth(text string) int {
	end := 0
	for i, fields := 0, 0; fields < maxCronFields; fields++ {
		n := cronFieldWidth(text[i:])
		if n == 0 || !isCronField(text[i:i+n]) {
			break
		}
		end = i + n
		i = end + len(text[end:]) - len(strings.TrimLeft(text[end:], " \t"))
	}
	return end
}

// cronFieldWidth returns the length of the run of characters that a cron field
// may hold. A # that starts a run starts a comment.
func cronFieldWidth(text string) int {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if isCronByte(c) || c == '#' && i > 0 {
			continue
		}
		return i
	}
	return len(text)
}

func isCronByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("*/,-?@", c) >= 0
}

// isCronField reports whether every word in field is one that cron knows.
func isCronField(field string) bool {
	if field[0] == ',' || field[0] == '#' {
		return false
	}
	if field[0] == '@' {
		return true
	}
	words := strings.FieldsFunc(field, func(r rune) bool { return r < 'A' || r > 'z' })
	return !slices.ContainsFunc(words, func(w string) bool { return !isCronWord(w) })
}

// isCronWord reports whether a word is the name of a weekday or month, or a
// letter of cron: L, W, LW. Case does not matter.
func isCronWord(word string) bool {
	switch strings.ToLower(word) {
	case "l", "w", "lw":
		return true
	}
	return weekdays.hasFold(word) || months.hasFold(word)
}
