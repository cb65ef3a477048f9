package check

import (
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// maxOutput is how much of a command's output may be kept with its run: it is
// held in memory.
const maxOutput = 1 << 30

// sizes are the units of sizes, in bytes; each is 1024 times the one before.
var sizes = map[string]float64{
	"B": 1, "KB": 1 << 10, "KiB": 1 << 10, "MB": 1 << 20, "MiB": 1 << 20,
	"GB": 1 << 30, "GiB": 1 << 30, "TB": 1 << 40, "TiB": 1 << 40,
}

// size returns a number of bytes: `64 KB`, `1.5 MB`, `4096`. What is none is
// reported, and 0.
func (c *checker) size(s *grammar.Setting) int {
	var text string
	switch v := s.Value.(type) {
	case *grammar.Number:
		text = v.Text
	case *grammar.Duration:
		text = v.Text
	}
	number := strings.TrimRight(text, "BKMGTi \t")
	unit, known := sizes[strings.TrimLeft(text[len(number):], " \t")]
	if number == text {
		unit, known = 1, true
	}
	bytes, err := strconv.ParseFloat(number, 64)
	bytes *= unit
	switch {
	case err != nil || !known:
		c.wrongValue(s, "a size").Help = "for example " + s.Key.Text + " 64 KB"
		return 0
	case bytes < 1 || bytes > maxOutput || bytes != float64(int(bytes)):
		c.diags.Errorf(diag.BadNumber, s.Value.Span(), "%s is %s, and has to be from 1 byte to 1 GB, in whole bytes", s.Key.Text, text)
		return 0
	}
	return int(bytes)
}

// user returns a user and perhaps a group, "name" or "name:group".
func (c *checker) user(s *grammar.Setting) string {
	text := c.text(s)
	name, group, grouped := strings.Cut(text, ":")
	if text != "" && (name == "" || grouped && group == "" || strings.Contains(group, ":")) {
		c.wrongValue(s, "a user, or a user and a group").Help = `for example user "backup" or user "backup:www-data"`
		return ""
	}
	return text
}
