package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestTopics: each topic has what its sections have, up to the next heading that is as high,
// in lines that fit.
func TestTopics(t *testing.T) {
	spec, err := os.ReadFile("../../docs/spec.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics {
		text := topic.text()
		for _, heading := range topic.sections {
			if !strings.Contains(text, heading+"\n\n") {
				t.Errorf("%s has no section %s", topic.name, heading)
			}
		}
		if len(text) < 1000 || topic.sections == nil != (text == string(spec)) {
			t.Errorf("%s has %d bytes", topic.name, len(text))
		}
		for line := range strings.Lines(prose(text, 72)) {
			if utf8.RuneCountInString(line) > 73 && !strings.HasPrefix(line, "    ") {
				t.Errorf("%s has the line %q", topic.name, line)
			}
		}
	}
}

func TestSection(t *testing.T) {
	const code = "```sh\n## no heading\n```\n\n"
	const page = "# Page\n\n## One\n\na\n\n" + code + "### Sub\n\nb\n\n## Two\n\nc\n"
	for heading, want := range map[string]string{
		"## One":   "## One\n\na\n\n" + code + "### Sub\n\nb\n\n",
		"### Sub":  "### Sub\n\nb\n\n",
		"## Two":   "## Two\n\nc\n",
		"## Three": "",
	} {
		if got := section(page, heading); got != want {
			t.Errorf("%s is %q, want %q", heading, got, want)
		}
	}
}

func TestProse(t *testing.T) {
	const page = `## Head line

One [two](x.md) §three§ **four**
five.

- an item that is long
  and longer
- another

§§§rkt
task a
§§§

| key | value | default |
| --- | --- | --- |
| §a \| b§ | what it is and more | 3 |
| c | d | |

End
`
	const want = `HEAD LINE

One two §three§ four
five.

- an item that is
  long and longer
- another

    task a

  §a | b§
      what it is and
      more
      default: 3
  c
      d

End
`
	if got := prose(ticked(page), 20); got != ticked(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if width := proseWidth(&bytes.Buffer{}); width != usualProse {
		t.Errorf("prose that is no terminal's is %d wide", width)
	}
}

// ticked puts backticks into a text.
func ticked(text string) string { return strings.ReplaceAll(text, "§", "`") }

func TestPager(t *testing.T) {
	t.Setenv("PAGER", " less  -S ")
	if got := strings.Join(pager(), "|"); got != "less|-S" {
		t.Errorf("got %s", got)
	}
	t.Setenv("PAGER", "")
	if got := pager(); len(got) != 0 {
		t.Errorf("an empty PAGER is %q", got)
	}
	os.Unsetenv("PAGER") // until the end of the test, because of t.Setenv
	t.Setenv("PATH", "")
	if got := pager(); got != nil {
		t.Errorf("without less, the pager is %q", got)
	}
}
