package foreign

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/rocketc/rocketc/spelling"
)

// Name returns a name of the language that is close to a text: letters, digits and
// underscores, not a digit first.
func Name(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '_' || r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	name := strings.TrimRight(b.String(), "_")
	switch {
	case name == "":
		return "job"
	case unicode.IsDigit(rune(name[0])):
		return "job_" + name
	}
	return name
}

// A namer gives names that nobody has.
type namer map[string]bool

// unique returns a name, with a number behind it if it is taken.
func (n namer) unique(name string) string {
	for i, try := 2, name; ; i, try = i+1, name+"_"+strconv.Itoa(i) {
		if !n[try] {
			n[try] = true
			return try
		}
	}
}

// quotedName returns a name as a declaration writes it.
func quotedName(name string) string { return spelling.Name(name) }
