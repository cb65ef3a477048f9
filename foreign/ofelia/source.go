package ofelia

import (
	"slices"
	"strings"

	"gopkg.in/ini.v1"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/yaml"
)

var kinds = []string{"job-exec", "job-run", "job-local", "job-service-run"}

// readINI reads the sections of an INI file that are jobs.
func readINI(m *foreign.Import, f foreign.File) (list []*entry) {
	file, err := ini.LoadSources(ini.LoadOptions{AllowShadows: true, IgnoreInlineComment: true,
		SkipUnrecognizableLines: true, PreserveSurroundedQuote: true}, f.Text)
	if err != nil {
		m.Note(foreign.Place{File: f.Name}, "it is no INI: %v", err)
		return nil
	}
	lines := strings.Split(string(f.Text), "\n")
	for _, section := range file.Sections() {
		kind, quoted, _ := strings.Cut(section.Name(), " ")
		at := foreign.Place{File: f.Name, Line: lineOf(lines, 0, "["+section.Name()+"]"), Col: 1}
		if !slices.Contains(kinds, kind) {
			for _, key := range section.Keys() {
				m.Note(place(f, lines, at.Line, key.Name()), "%s of [%s] does not carry over",
					key.Name(), section.Name())
			}
			continue
		}
		e := &entry{Place: at, kind: kind, name: strings.Trim(strings.TrimSpace(quoted), `"`),
			comments: comments(section.Comment)}
		for _, key := range section.Keys() {
			e.comments = append(e.comments, comments(key.Comment)...)
			for _, value := range key.ValueWithShadows() {
				at := place(f, lines, e.Line, key.Name())
				e.settings = append(e.settings, setting{at, key.Name(), value})
			}
		}
		list = append(list, e)
	}
	return list
}

// place returns where a key of a section stands.
func place(f foreign.File, lines []string, after int, key string) foreign.Place {
	return foreign.Place{File: f.Name, Line: lineOf(lines, after, key), Col: 1}
}

// lineOf returns the first line after some that begins with a text; 0: there is none.
func lineOf(lines []string, after int, text string) int {
	for i := max(after, 0); i < len(lines); i++ {
		if strings.HasPrefix(strings.TrimSpace(lines[i]), text) {
			return i + 1
		}
	}
	return 0
}

// comments returns the lines of a comment without their marks.
func comments(text string) (list []string) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "#;"))
		if line != "" {
			list = append(list, line)
		}
	}
	return list
}

// readLabels reads the labels of the services of a compose file.
func readLabels(m *foreign.Import, f foreign.File) (list []*entry) {
	yaml.Each(m, f, func(d yaml.Node) {
		for name, service := range d.Get("services").Pairs() {
			of := &labels{service: name.Text(), container: service.Get("container_name").Text()}
			for _, part := range service.Get("labels").List() {
				if key, value, is := strings.Cut(part.Text(), "="); is {
					of.add(part.Place(), key, value)
				}
				for k, v := range part.Pairs() {
					of.add(v.Place(), k.Text(), v.Text())
				}
			}
			list = append(list, of.list...)
		}
	})
	return list
}

// labels are those of a service.
type labels struct {
	service, container string
	list               []*entry
}

// add takes a label: ofelia.KIND.NAME.KEY.
func (l *labels) add(at foreign.Place, label, value string) {
	parts := strings.SplitN(label, ".", 4)
	if len(parts) != 4 || parts[0] != "ofelia" || !slices.Contains(kinds, parts[1]) {
		return
	}
	i := slices.IndexFunc(l.list, func(e *entry) bool {
		return e.kind == parts[1] && e.name == parts[2]
	})
	if i < 0 {
		i = len(l.list)
		e := &entry{Place: at, kind: parts[1], name: parts[2], service: l.container}
		if e.service == "" {
			e.service, e.compose = l.service, true
		}
		l.list = append(l.list, e)
	}
	l.list[i].settings = append(l.list[i].settings, setting{at, parts[3], value})
}
