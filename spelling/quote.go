package spelling

import (
	"strconv"
	"unicode/utf8"
)

// Quote returns a text in quotes for a message, as Go writes it. Of a text of more than 40
// bytes it shows the beginning.
func Quote(text string) string {
	const most = 40
	if len(text) > most {
		end := most
		for end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "…"
	}
	return strconv.Quote(text)
}
