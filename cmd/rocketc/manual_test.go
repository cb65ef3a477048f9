package main

import (
	"io"
	"os/exec"
	"strings"
	"testing"
)

// manuals returns the manual pages of rocketc and of each command.
func manuals(t *testing.T) map[string]string {
	t.Helper()
	t.Setenv("SOURCE_DATE_EPOCH", "1767225600")
	inv := &invocation{stdout: io.Discard, stderr: io.Discard}
	parser, err := newParser(inv, &commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, name := range append(commandsOf(parser.Model.Node), "") {
		text, err := inv.manual(name)
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = text
	}
	if _, err := inv.manual("bild"); err == nil || !strings.Contains(err.Error(), `"build"`) {
		t.Errorf("of a command that is not there: %v", err)
	}
	return pages
}

// TestManuals: each page has the sections of a manual, each flag of its command, and each of
// the commands, in the page of rocketc.
func TestManuals(t *testing.T) {
	parser, err := newParser(&invocation{stdout: io.Discard, stderr: io.Discard}, &commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	pages := manuals(t)
	for _, node := range parser.Model.Children {
		page := pages[node.Name]
		for _, want := range []string{".Dd January 1, 2026\n", ".Sh NAME\n", ".Sh SYNOPSIS\n",
			".Sh DESCRIPTION\n", ".Sh OPTIONS\n", ".Sh EXIT STATUS\n",
			".Dt ROCKETC-" + strings.ToUpper(node.Name) + " 1\n"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s has no %q", node.Name, want)
			}
		}
		for _, f := range node.Flags {
			if !strings.Contains(page, " Fl -"+f.Name) {
				t.Errorf("%s does not have --%s", node.Name, f.Name)
			}
		}
		if !strings.Contains(pages[""], ".Xr rocketc-"+node.Name+" 1") {
			t.Errorf("the page of rocketc does not have %s", node.Name)
		}
	}
}

// TestManualsLint has mandoc read all pages. It finds what is no page of a manual.
func TestManualsLint(t *testing.T) {
	mandoc, err := exec.LookPath("mandoc")
	if err != nil {
		t.Skip("mandoc is not installed: apt-get install mandoc")
	}
	for name, page := range manuals(t) {
		cmd := exec.Command(mandoc, "-T", "lint", "-W", "style")
		cmd.Stdin = strings.NewReader(page)
		out, _ := cmd.CombinedOutput()
		for line := range strings.Lines(string(out)) {
			if strings.Contains(line, "referenced manual not found") {
				continue // the pages are not installed
			}
			t.Errorf("%s: %s", name, line)
		}
	}
}

// TestManualText: what means something to man is text in a page.
func TestManualText(t *testing.T) {
	m := &manualPage{}
	m.text(".first \\ line. Then \"more\" …\n\nend. .rkt -- files\n\n" +
		"    code\n\n    more\nand text\n\nend")
	const want = "\\&.first \\e line.\nThen \\(dqmore\\(dq \\&...\n.Pp\nend.\n" +
		"\\&.rkt \\-\\- files\n.Bd -literal -offset indent\n" +
		"code\n\nmore\n.Ed\n.Pp\nand text\n.Pp\nend\n"
	if got := m.out.String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
