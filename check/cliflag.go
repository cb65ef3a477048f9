package check

import (
	"slices"
	"strings"

	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/internal/pattern"
	"github.com/rocketc/rocketc/runtime/arg"
)

// longFlag is the form of the flags that a schedule may read. Single letters are
// the program's own.
var longFlag = pattern.Lazy(`^--[a-z][a-z0-9-]*$`)

// cliArg lowers a flag of the command line.
func (c *checker) cliArg(a *grammar.CLIArg) arg.Source {
	flag := a.Flag.Value()
	switch {
	case slices.Contains(console.Reserved, flag):
		d := c.diags.Errorf(diag.BadFlag, a.Flag.Span(), "the flag %s is the program's own", flag)
		d.Help = "the program's own flags are " + strings.Join(console.Reserved, ", ")
	case !longFlag().MatchString(flag):
		d := c.diags.Errorf(diag.BadFlag, a.Flag.Span(),
			"%q is not a flag that a schedule can read", flag)
		d.Help = "a flag is --, a lower-case letter, and more lower-case letters, digits and dashes"
		if near := nearFlag(flag); near != "" {
			d.Help, d.Suggestion = "did you mean "+quote(near)+"?", near
		}
	default:
		return arg.Flag(flag)
	}
	return nil
}

// nearFlag returns the flag that a text is most likely meant to be, or "".
func nearFlag(text string) string {
	word := strings.ToLower(strings.TrimLeft(text, "-"))
	flag := "--" + strings.NewReplacer("_", "-", " ", "-", ".", "-").Replace(word)
	if len(word) < 2 || !longFlag().MatchString(flag) || slices.Contains(console.Reserved, flag) {
		return ""
	}
	return flag
}
