package grammar

import (
	"bytes"
	"unicode/utf8"

	"github.com/rocketc/rocketc/diag"
)

// checkText reports bytes that are not text. It returns false for a NUL, which only binary
// files have.
func (p *parser) checkText(src []byte) bool {
	if i := bytes.IndexByte(src, 0); i >= 0 {
		d := p.diags.Errorf(diag.NotText, p.scanner.span(i, 0),
			"this is not a text file: it contains a NUL byte")
		if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
			d.Help = "it is UTF-16; save the file as UTF-8"
		}
		return false
	}
	if i := invalidUTF8(src); i >= 0 {
		d := p.diags.Errorf(diag.BadUTF8, p.scanner.span(i, 1),
			"the file is not encoded in UTF-8: it contains the byte %#02x", src[i])
		d.Help = "save the file as UTF-8"
	}
	return true
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
