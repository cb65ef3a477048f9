package rocket

import "unicode/utf8"

// cutMark stands for the middle of an error that is longer than a record has room for.
const cutMark = "[…]"

// shortText returns a text as a record has it: of one that is too long the begin and the end.
func shortText(text string) string {
	if len(text) <= maxReturn {
		return text
	}
	const half = (maxReturn - len(cutMark)) / 2
	begin, end := half, len(text)-half
	for begin > half-utf8.UTFMax && !utf8.RuneStart(text[begin]) {
		begin--
	}
	for end < len(text)-half+utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end++
	}
	return text[:begin] + cutMark + text[end:]
}
