package codegen

import (
	"go/types"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"
)

// identifiers are the Go identifiers that a file uses.
type identifiers struct {
	taken map[string]bool
	next  map[string]int // the number to try next for a name that was taken
}

func newIdentifiers() *identifiers {
	return &identifiers{taken: map[string]bool{}, next: map[string]int{}}
}

// reserve marks names as taken.
func (ids *identifiers) reserve(names ...string) {
	for _, name := range names {
		ids.taken[name] = true
	}
}

// free reports whether a name is a Go identifier that is not taken.
func (ids *identifiers) free(name string) bool {
	return !ids.taken[name] && name != "_" && !jen.IsReservedWord(name) &&
		types.Universe.Lookup(name) == nil
}

// take takes the name. If the name is not free, take adds the first number that
// makes it so: taskFetch, taskFetch2, taskFetch3.
func (ids *identifiers) take(name string) string {
	return ids.takeBut(name, nil)
}

// takeBut is take, but a name with a number is none of those to avoid.
func (ids *identifiers) takeBut(name string, avoid map[string]bool) string {
	unique := name
	for !ids.free(unique) || (unique != name && avoid[unique]) {
		n := max(ids.next[name], 2)
		ids.next[name] = n + 1
		unique = numbered(name, n)
	}
	ids.reserve(unique)
	return unique
}

func numbered(name string, n int) string {
	if last := name[len(name)-1]; '0' <= last && last <= '9' {
		name += "_"
	}
	return name + strconv.Itoa(n)
}

// longestName is the number of runes after which no further word of a task's name
// goes into an identifier.
const longestName = 40

// camel writes a name, which may be any text, as the rest of a Go identifier: its
// words, each with a capital letter, and nothing between them. What is an abbreviation
// to Go's linters is in capitals. The result is empty if the name has neither letters
// nor digits.
func camel(name string) string {
	var b strings.Builder
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	length := 0
	for word := range strings.FieldsFuncSeq(name, between) {
		if length >= longestName {
			break
		}
		for _, part := range humps(word) {
			if upper := strings.ToUpper(part); abbreviations[upper] {
				b.WriteString(upper)
				continue
			}
			first, size := utf8.DecodeRuneInString(part)
			b.WriteRune(unicode.ToUpper(first))
			b.WriteString(part[size:])
		}
		length += utf8.RuneCountInString(word)
	}
	return b.String()
}

// humps parts a word before each capital letter that follows a small one: userId has
// two parts.
func humps(word string) (parts []string) {
	start := 0
	before := rune(0)
	for i, r := range word {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			parts = append(parts, word[start:i])
			start = i
		}
		before = r
	}
	return append(parts, word[start:])
}

// abbreviations are the words that Go's linters want in capitals.
var abbreviations = map[string]bool{
	"ACL": true, "API": true, "ASCII": true, "CPU": true, "CSS": true, "DNS": true,
	"EOF": true, "GUID": true, "HTML": true, "HTTP": true, "HTTPS": true, "ID": true,
	"IP": true, "JSON": true, "LHS": true, "QPS": true, "RAM": true,
	"RHS": true, "RPC": true, "SLA": true, "SMTP": true, "SQL": true, "SSH": true,
	"TCP": true, "TLS": true, "TTL": true, "UDP": true, "UI": true, "UID": true,
	"UUID": true, "URI": true, "URL": true, "UTF8": true, "VM": true, "XML": true,
	"XMPP": true, "XSRF": true, "XSS": true,
}
