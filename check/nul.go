package check

import (
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// judgeNul reports NUL bytes in texts that a process is started with: the system takes one
// for the end of the text, so no process starts.
func (c *checker) judgeNul() {
	for _, file := range c.files {
		grammar.Walk(file, func(n grammar.Node) bool {
			switch n := n.(type) {
			case *grammar.Command, *grammar.EnvArg:
				c.refuseNul(n)
				return false
			case *grammar.Setting:
				switch n.Key.Text {
				case "dir", "env", "params", "shell", "user":
					c.refuseNul(n)
					return false
				}
			}
			return true
		})
	}
}

func (c *checker) refuseNul(n grammar.Node) {
	grammar.Walk(n, func(n grammar.Node) bool {
		if text, ok := n.(*grammar.Text); ok && strings.Contains(text.Value(), "\x00") {
			d := c.diags.Errorf(diag.BadValue, text.Span(),
				"a NUL byte, which stands in this text, cannot be given to a process")
			d.Help = "leave it out; printf of a shell, and files, can have it"
		}
		return true
	})
}
