package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/spelling"
)

// A topic is a part of the specification that rocketc help shows.
type topic struct {
	name     string
	about    string
	sections []string // headings, as docs/spec.md has them; none: the whole page
}

// topics lists what rocketc help shows besides commands and diagnostics.
var topics = []topic{
	{"language", "the schedule language, whole", nil},
	{"tasks", "tasks, groups, parameters and named conditions", []string{"## Declarations"}},
	{"actions", "what a task does: commands, Go, metatasks, alerts", []string{"## Actions"}},
	{"attributes", "what a task may have besides", []string{"## Attributes"}},
	{"conditions", "all forms of conditions", []string{"## Conditions"}},
	{"windows", "windows of time, and what happens to those that are missed",
		[]string{"### Calendar", "### Catching up", "### Spread", "### Missed windows", "## Time"}},
	{"config", "the options, the page and the run log",
		[]string{"### Configuration", "### The page", "### Run logs"}},
	{"tests", "how a schedule is tested", []string{"## Tests"}},
}

func topicNames() (names []string) {
	for _, t := range topics {
		names = append(names, t.name)
	}
	return names
}

// text returns what of the specification the topic is.
func (t topic) text() string {
	page := rocketc.Specification()
	if len(t.sections) == 0 {
		return page
	}
	var b strings.Builder
	for _, heading := range t.sections {
		b.WriteString(section(page, heading))
	}
	return b.String()
}

// section returns what stands in a page from a heading on, up to the next one that is as high.
func section(page, heading string) string {
	_, rest, found := strings.Cut(page, "\n"+heading+"\n")
	if !found {
		return ""
	}
	level := strings.IndexByte(heading, ' ')
	end, inCode := 0, false
	for line := range strings.Lines(rest) {
		mark := strings.IndexByte(line, ' ')
		inCode = inCode != strings.HasPrefix(line, "```")
		if !inCode && mark > 0 && mark <= level && strings.Trim(line[:mark], "#") == "" {
			break
		}
		end += len(line)
	}
	return heading + "\n" + rest[:end]
}

// explainTopic shows a topic.
func (inv *invocation) explainTopic(t topic) error {
	width := proseWidth(inv.stdout)
	return inv.page(prose(t.text(), width))
}

// explainWord shows what the specification says of a word. For any other it is an error.
func (inv *invocation) explainWord(name string, commands []string) error {
	if text := wordHelp(rocketc.Specification(), name); text != "" {
		return inv.page(prose(text, proseWidth(inv.stdout)))
	}
	return inv.noTopic(name, commands)
}

// noTopic is the error for a topic that there is not.
func (inv *invocation) noTopic(name string, commands []string) error {
	known := slices.Concat(commands, topicNames())
	err := meant(fmt.Sprintf("there is no topic %q", name), spelling.Nearest(name, known))
	return usageError{fmt.Errorf("%w\ntry: rocketc help --help", err)}
}
