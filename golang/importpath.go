package golang

import (
	"path"
	"strings"
	"unicode"

	"github.com/rocketc/rocketc/internal/pattern"
)

// IsImportPath reports whether a text can be the import path of one package.
func IsImportPath(text string) bool {
	const never = "!\"#$%&'()*,:;<=>?[\\]^`{|}"
	for _, r := range text {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(never, r) {
			return false
		}
	}
	return text != "" && text[0] != '-' &&
		!strings.Contains(text, "...") && !strings.Contains(text, "//")
}

var majorVersion = pattern.Lazy(`^v[0-9]+$`)

// ExpectedName returns the name that the package of an import path most likely
// has: the last part of the path without a version.
func ExpectedName(importPath string) string {
	base := path.Base(importPath)
	if dir := path.Dir(importPath); majorVersion().MatchString(base) && dir != "." {
		base = path.Base(dir)
	}
	base, _, _ = strings.Cut(base, ".")
	base = strings.TrimSuffix(strings.TrimPrefix(base, "go-"), "-go")
	return base[strings.LastIndexByte(base, '-')+1:]
}
