package grammar

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/rocketc/rocketc/diag"
)

// Secrets are the values of a schedule that nobody is shown: those of secrets, and the
// addresses of notify and of databases. They are found in the tokens, so also in a file that
// cannot be parsed, and also if their quotes are missing. The zero value knows none.
type Secrets struct {
	// names has what is declared by secret, with true, and what notify names, with false.
	names  map[string]bool
	params map[string]bool     // what is declared by param or secret; a value may name it
	places map[string][]hidden // by file, in order
	words  map[string]bool     // the words of values without quotes
}

// A hidden is the part of a token that is not shown.
type hidden struct {
	at, end int    // offsets in the file
	raw     string // the whole token
}

// FindSecrets returns the secrets in the files of a schedule; texts are theirs, by name.
func FindSecrets(texts map[string][]byte) *Secrets {
	s := &Secrets{names: map[string]bool{}, params: map[string]bool{},
		places: map[string][]hidden{}, words: map[string]bool{}}
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
				s.hide(&secretValue{file, string(texts[file]), list[from:], whole,
					i > 0 && leadsToParam(list[i-1])})
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
			s.names[next.Value], s.params[next.Value] = true, true
		case t.Value == "param":
			s.params[next.Value] = true
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
		list[min(i+2, len(list)-1)].Value == ">>" || isAddress(list[i+1:]):
		return i + 1, false
	}
	return 0, false
}

// isSource reports whether a token leads to the name of a variable or a flag.
func isSource(t lexer.Token) bool { return t.Value == "env" || t.Value == "cli" }

// leadsToParam reports whether a token leads to the name of a parameter that is declared.
func leadsToParam(t lexer.Token) bool { return t.Value == "secret" || t.Value == "param" }

// isAddress reports whether the tokens begin with an address without quotes: slack://a@b.
func isAddress(list []lexer.Token) bool {
	return len(list) > 3 && list[0].Type == kindIdent && list[1].Value == ":" &&
		list[2].Value == "/" && list[3].Value == "/"
}

// A secretValue is the value of a secret, or an address, among the tokens of its file.
type secretValue struct {
	file, text string
	list       []lexer.Token // from its first on
	whole      bool          // nothing of it is shown
	declared   bool          // it stands in a declaration, so nothing else is on its line
}

// hide hides the literals of a value, and what its author most likely took for one.
func (s *Secrets) hide(v *secretValue) {
	depth, literal := 0, false // the token before is a literal between quotes
	for i := 0; i < len(v.list); i++ {
		t := v.list[i]
		switch {
		case t.EOF():
			return
		case t.Type == kindString:
			s.places[v.file] = append(s.places[v.file], hiddenIn(t, v.whole))
			literal = true
			continue
		case depth == 0 && (t.Type == kindNewline || t.Type == kindIdent && literal ||
			strings.Contains(";,)]}", t.Value)):
			return
		case isSource(t):
			i++ // a name, which is no secret
		case t.Value == "func" && t.Type == kindIdent:
			i += nameWidth(v.list[i+1:])
		case s.isBare(v, i):
			i += s.hideBare(v, i, depth) - 1
			literal = !v.whole
			continue
		case strings.Contains("([{", t.Value):
			depth++
		case strings.Contains(")]}", t.Value):
			depth--
		}
		literal = false
	}
}

// nameWidth returns how many of the first tokens are a name with dots.
func nameWidth(list []lexer.Token) (n int) {
	for n < len(list) && (list[n].Type == kindIdent || list[n].Value == ".") {
		n++
	}
	return n
}

// isBare reports whether a value without quotes begins at token i.
func (s *Secrets) isBare(v *secretValue, i int) bool {
	t := v.list[i]
	switch {
	case t.Type == kindNum || t.Type == kindBad:
		return true
	case t.Type == kindIdent:
		return v.whole && !s.params[t.Value] || isAddress(v.list[i:])
	}
	return v.whole && t.Type == kindPunct && !ofValues.has(t.Value)
}

// ofValues are the signs that values have.
var ofValues = words("( ) [ ] { } , ; : . - >>")

// hideBare hides what stands without quotes from token i on, in so many brackets: up to the
// next space or, if something else may follow, to a sign that ends a value. It returns how many
// tokens that is.
func (s *Secrets) hideBare(v *secretValue, i, depth int) (n int) {
	t := v.list[i]
	at, whole := t.Pos.Offset, v.declared && depth == 0
	end := at + len(t.Value)
	for end < len(v.text) && !strings.ContainsRune(" \t\r\n", rune(v.text[end])) &&
		(whole || !strings.ContainsRune(";,)]}", rune(v.text[end]))) {
		end++
	}
	if whole && t.Type != kindBad { // it ends the statement
		end = at + len(strings.TrimRight(v.text[at:end], ";"))
	}
	t.Value = v.text[at:end]
	h := hiddenIn(t, v.whole)
	s.places[v.file] = append(s.places[v.file], h)
	for word := range wordsIn(v.text[h.at:h.end]) {
		s.words[word] = true
		s.words[string([]rune(word)[:min(len([]rune(word)), maxShown)])] = true
	}
	for i+n < len(v.list) && v.list[i+n].Pos.Offset < end && !v.list[i+n].EOF() {
		n++
	}
	return n
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
	if !whole && t.Type != kindNum {
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

// asterisks stand for a secret in a message. A secret of no more than shortSecret bytes is sought
// with its quotes only: it may be a part of any word.
const (
	asterisks   = `"*****"`
	shortSecret = 3
)

// Hide takes secrets out of what findings say: a message may quote the literal that is wrong,
// and a suggestion may repeat a value between quotes. A fix stays, because it changes the text
// that has the secret.
func (s *Secrets) Hide(list diag.List) {
	hide := s.hider()
	if hide == nil {
		return
	}
	for i := range list {
		d := &list[i]
		d.Msg, d.Label, d.Help = hide(d.Msg), hide(d.Label), hide(d.Help)
		if shown := hide(d.Suggestion); shown != d.Suggestion {
			d.Fix, _ = d.Mend()
			d.Suggestion = ""
		}
		for j := range d.Related {
			d.Related[j].Msg = hide(d.Related[j].Msg)
		}
	}
}

// hider returns a function that takes secrets out of a text, or nil if there are none.
func (s *Secrets) hider() func(string) string {
	var pairs []string
	for _, places := range s.places {
		for _, p := range places {
			if p.raw[0] != '"' && p.raw[0] != '\'' && p.raw[0] != '`' {
				continue // its words are hidden
			}
			if p.at == p.end {
				continue // nothing is hidden of a scheme
			}
			if value, _ := unquote(p.raw); value != "" {
				pairs = append(pairs, p.raw, asterisks, strconv.Quote(value), asterisks,
					beginning(p.raw), asterisks)
				if len(value) > shortSecret {
					pairs = append(pairs, value, asterisks)
				}
			}
		}
	}
	if len(pairs) == 0 && len(s.words) == 0 {
		return nil
	}
	replace := strings.NewReplacer(pairs...).Replace
	return func(text string) string { return hideWords(replace(text), s.words) }
}

// hideWords returns a text with other signs in the place of some words.
func hideWords(text string, words map[string]bool) string {
	if len(words) == 0 {
		return text
	}
	var b strings.Builder
	for word := range wordsIn(text) {
		before, after, _ := strings.Cut(text, word)
		if words[word] {
			word = "*****"
		}
		b.WriteString(before + word)
		text = after
	}
	return b.String() + text
}
