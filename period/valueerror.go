package period

import "strings"

// A ValueError says why a text is not a point of a unit, a cron expression, or a
// duration.
type ValueError struct {
	// Start and End are the byte range of the wrong part within the text.
	Start, End int
	// Msg says what is wrong. Hint, if not empty, says what to write instead.
	Msg, Hint string
}

// Error returns the message with the hint in brackets.
func (e *ValueError) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + " (" + e.Hint + ")"
}

// meantBefore and meantAfter stand around the word in a hint that names one.
const meantBefore, meantAfter = "did you mean ", "?"

// didYouMean returns the hint that names a word.
func didYouMean(word string) string { return meantBefore + word + meantAfter }

// Meant returns the word that the hint names, as in "did you mean Mon?"; empty
// for any other hint.
func (e *ValueError) Meant() string {
	word, found := strings.CutPrefix(e.Hint, meantBefore)
	if !found {
		return ""
	}
	return strings.TrimSuffix(word, meantAfter)
}

// token is a part of a text, and where it is.
type token struct {
	text       string
	start, end int
}

func (t token) errorf(msg, hint string) *ValueError {
	return &ValueError{Start: t.start, End: t.end, Msg: msg, Hint: hint}
}

// fields splits a text at white space.
func fields(text string) (toks []token) {
	start := -1
	for i := 0; i <= len(text); i++ {
		space := i == len(text) || text[i] == ' ' || text[i] == '\t' || text[i] == '\n' ||
			text[i] == '\r'
		switch {
		case space && start >= 0:
			toks = append(toks, token{text[start:i], start, i})
			start = -1
		case !space && start < 0:
			start = i
		}
	}
	return toks
}

// part returns bytes i to j of the token as a token.
func (t token) part(i, j int) token { return token{t.text[i:j], t.start + i, t.start + j} }

// cut splits the token where its leading decimal digits end.
func (t token) cut() (digits, rest token) {
	i := 0
	for i < len(t.text) && t.text[i] >= '0' && t.text[i] <= '9' {
		i++
	}
	return t.part(0, i), t.part(i, len(t.text))
}

// number returns the value of a token of decimal digits. It returns false if the
// token has other characters or the value is larger than limit.
func (t token) number(limit int) (n int, ok bool) {
	for _, c := range []byte(t.text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		if n = n*10 + int(c-'0'); n > limit {
			return 0, false
		}
	}
	return n, t.text != ""
}
