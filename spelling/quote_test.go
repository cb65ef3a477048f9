package spelling

import (
	"strings"
	"testing"
)

func TestQuote(t *testing.T) {
	for text, want := range map[string]string{
		"":                         `""`,
		"a \"b\"\n":                `"a \"b\"\n"`,
		strings.Repeat("x", 40):    `"` + strings.Repeat("x", 40) + `"`,
		strings.Repeat("x", 41):    `"` + strings.Repeat("x", 40) + `…"`,
		strings.Repeat("日", 14):    `"` + strings.Repeat("日", 13) + `…"`,
		strings.Repeat("\x80", 50): `"` + strings.Repeat(`\x80`, 36) + `…"`,
	} {
		if got := Quote(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
