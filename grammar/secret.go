package grammar

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// Secrets are the literals of a schedule that nobody is shown: the values of secrets, and the
// addresses of notify and of databases. They are found in the tokens, so also in a file that
// cannot be parsed. The zero value knows none.
type Secrets struct {
	// names has what is declared by secret, with true, and what notify names, with false.
	names  map[string]bool
	places map[string][]hidden // by file, in order
}

// A hidden is the part of a token that is not shown.
type hidden struct {
	at, end int    // offsets in the file
	raw     string // the whole token
}

// FindSecrets returns the secrets in the files of a schedule; texts are theirs, by name.
func FindSecrets(texts map[string][]byte) *Secrets {
	s := &Secrets{names: map[string]bool{}, places: map[string][]hidden{}}
	if !mayHaveSecrets(texts) {
		return s
	}
	tokens := map[string][]lexer.Token{}
	for file, text := range texts {
		tokens[file] = significant(text)
		s.declared(tokens[file])
	}
	for file, list := range tokens {
		for i := range list {
			if from, whole := s.valueAfter(list, i); from > 0 {
				s.hide(file, list[from:], whole)
			}
		}
	}
	return s
}

// mayHaveSecrets reports whether a word that leads to a secret is in one of the texts.
func mayHaveSecrets(texts map[string][]byte) bool {
	for _, text := range texts {
		for _, word := range []string{"secret", "notify", "postgres"} {
			if bytes.Contains(text, []byte(word)) {
				return true
			}
		}
	}
	return false
}

// significant returns the tokens of a file without space and comments, and the EOF token.
func significant(text []byte) (list []lexer.Token) {
	scanner := newScanner("", string(text))
	for {
		t, _ := scanner.Next()
		if t.EOF() {
			return append(list, t)
		}
		if t.Type != kindSpace && t.Type != kindComment {
			list = append(list, t)
		}
	}
}

// declared notes the names whose values are secrets.
func (s *Secrets) declared(list []lexer.Token) {
	for i, t := range list {
		switch next := list[min(i+1, len(list)-1)]; {
		case next.Type != kindIdent:
		case t.Value == "secret":
			s.names[next.Value] = true
		case t.Value == "notify" && !s.names[next.Value]:
			s.names[next.Value] = false
		}
	}
}

// valueAfter returns where the value begins that token i gives to a secret, or 0. It is whole
// if nothing of it is shown.
func (s *Secrets) valueAfter(list []lexer.Token, i int) (from int, whole bool) {
	t, next := list[i], list[min(i+1, len(list)-1)]
	secret, named := s.names[t.Value]
	switch {
	case t.Type != kindIdent:
		return 0, false
	case named && (next.Value == "=" || next.Value == ":"):
		return i + 2, secret
	case t.Value != "notify" && t.Value != "postgres": // else it may also be the name of a task
		return 0, false
	case next.Type == kindString || next.Type == kindBad || isSource(next) ||
		list[min(i+2, len(list)-1)].Value == ">>":
		return i + 1, false
	}
	return 0, false
}

// isSource reports whether a token leads to the name of a variable or a flag.
func isSource(t lexer.Token) bool { return t.Value == "env" || t.Value == "cli" }

// hide hides the literals of the argument with which the tokens begin.
func (s *Secrets) hide(file string, list []lexer.Token, whole bool) {
	depth, literal := 0, false // the token before is a literal
	for i := 0; i < len(list); i++ {
		t := list[i]
		switch {
		case t.EOF():
			return
		case t.Type == kindString || t.Type == kindNum || t.Type == kindBad:
			s.places[file] = append(s.places[file], hiddenIn(t, whole))
			literal = true
			continue
		case depth == 0 && (t.Type == kindNewline || t.Type == kindIdent && literal ||
			strings.Contains(";,)]}", t.Value)):
			return
		case isSource(t):
			i++ // a name, which is no secret
		case strings.Contains("([{", t.Value):
			depth++
		case strings.Contains(")]}", t.Value):
			depth--
		}
		literal = false
	}
}

// schemeWidth returns the length of the beginning of an address that may be shown, after its
// quote: `slack://`.
func schemeWidth(text string) int {
	scheme, _, ok := strings.Cut(text, "://")
	noLetter := func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }
	if !ok || len(scheme) > 20 || strings.ContainsFunc(scheme, noLetter) {
		return 0
	}
	return len(scheme) + len("://")
}

// hiddenIn returns what is hidden of a token: not the quotes, nor the scheme of an address.
func hiddenIn(t lexer.Token, whole bool) hidden {
	first, end := 0, len(t.Value)
	if strings.ContainsAny(t.Value[:1], "\"'`") {
		first = 1
		if t.Type == kindString {
			end--
		}
	}
	if !whole && first > 0 {
		first += schemeWidth(t.Value[first:])
	}
	return hidden{t.Pos.Offset + first, t.Pos.Offset + end, t.Value}
}

// Show returns the text of a file as it may be shown: each byte of a secret is an asterisk, so
// that lines and columns stay.
func (s *Secrets) Show(file string, text []byte) []byte {
	places := s.places[file]
	if len(places) == 0 {
		return text
	}
	shown := append([]byte(nil), text...)
	for _, p := range places {
		for i := p.at; i < p.end; i++ {
			if !isBreak(shown[i]) {
				shown[i] = '*'
			}
		}
	}
	return shown
}

// Hide takes secrets out of what findings say: a message may quote the literal that is wrong.
func (s *Secrets) Hide(list diag.List) {
	var pairs []string
	for _, places := range s.places {
		for _, p := range places {
			if p.raw[0] == '"' || p.raw[0] == '\'' || p.raw[0] == '`' {
				value, _ := unquote(p.raw)
				if value != "" {
					pairs = append(pairs, p.raw, `"*****"`, strconv.Quote(value), `"*****"`)
				}
			}
		}
	}
	if len(pairs) == 0 {
		return
	}
	hide := strings.NewReplacer(pairs...).Replace
	for i := range list {
		d := &list[i]
		d.Msg, d.Label, d.Help = hide(d.Msg), hide(d.Label), hide(d.Help)
		for j := range d.Related {
			d.Related[j].Msg = hide(d.Related[j].Msg)
		}
	}
}
