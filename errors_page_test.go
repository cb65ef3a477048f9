package rocketc_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/internal/diagtest"
)

// TestErrorsPage compares docs/errors.md with the table of rules; go generate
// writes the page.
func TestErrorsPage(t *testing.T) {
	diagtest.Golden(t, "docs/errors.md", []byte(errorsPage()), *update)
}

// errorsPage returns the text of docs/errors.md.
func errorsPage() string {
	var b strings.Builder
	b.WriteString(`# Diagnostics

What ` + "`rocketc check`" + ` reports has a code. This page lists the rule behind each code, and a
schedule that breaks the rule; ` + "`rocketc help RKT101`" + ` prints the same. RKT001 to RKT099 are
about syntax, RKT100 to RKT199 about meaning, and RKT200 to RKT299 are warnings, with which a
schedule still builds. Examples that name Go functions stand beside a package ` + "`prices`" + `.
` + "`go generate`" + ` in the root of the repository writes this page.
`)
	for _, r := range diag.Rules() {
		fmt.Fprintf(&b, "\n## %s\n\n%s: %s.\n", r.Code, r.Code.Severity(), r.Text)
		if r.Example != "" {
			b.WriteString("\n```\n" + r.Listing() + "```\n")
		}
	}
	return b.String()
}
