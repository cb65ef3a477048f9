package systemd

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/foreign"
)

// A setting is a line of a unit: Key=Value in a section.
type setting struct {
	foreign.Place
	section, key, value string
	text                string // the line as it stands, one if it is continued
}

// A unit is a file with its drop-ins.
type unit struct {
	name     string // backup.timer
	settings []setting
	comments []string
	files    []string
}

// readUnit reads a file of a unit, or a drop-in, into the unit. Lines that end with a backslash
// go on in the next one.
func (u *unit) read(f foreign.File) {
	u.files = append(u.files, f.Name)
	section := ""
	lines := f.Lines()
	for i := 0; i < len(lines); i++ {
		at := foreign.Place{File: f.Name, Line: i + 1, Col: 1}
		line := strings.TrimSpace(lines[i])
		switch {
		case line == "":
			continue
		case line[0] == '#' || line[0] == ';':
			u.comments = append(u.comments, strings.TrimPrefix(line[1:], " "))
			continue
		case line[0] == '[' && line[len(line)-1] == ']':
			section = line[1 : len(line)-1]
			continue
		}
		for strings.HasSuffix(line, `\`) && i+1 < len(lines) {
			i++
			next := strings.TrimSpace(lines[i])
			if next != "" && (next[0] == '#' || next[0] == ';') {
				continue
			}
			line = strings.TrimSpace(strings.TrimSuffix(line, `\`)) + " " + next
		}
		key, value, _ := strings.Cut(line, "=")
		u.settings = append(u.settings, setting{at, section, strings.TrimSpace(key),
			strings.TrimSpace(value), line})
	}
}

// all returns the settings of a key. An empty value takes back those before it.
func (u *unit) all(section, key string) (list []setting) {
	if u == nil {
		return nil
	}
	for _, s := range u.settings {
		if s.section != section || s.key != key {
			continue
		}
		if s.value == "" {
			list = nil
			continue
		}
		list = append(list, s)
	}
	return list
}

// last returns the setting of a key that counts.
func (u *unit) last(section, key string) (setting, bool) {
	list := u.all(section, key)
	if len(list) == 0 {
		return setting{}, false
	}
	return list[len(list)-1], true
}

// truth returns the value of a switch.
func (u *unit) truth(section, key string) bool {
	s, _ := u.last(section, key)
	return slices.Contains([]string{"1", "yes", "y", "true", "t", "on"}, strings.ToLower(s.value))
}

// units are the units of some files, by their names.
type units map[string]*unit

// readUnits reads files: units first, then drop-ins, which are in directories called after
// their units.
func readUnits(files []foreign.File) units {
	all := units{}
	var dropIns []foreign.File
	for _, f := range files {
		if path.Ext(f.Name) == ".conf" {
			dropIns = append(dropIns, f)
			continue
		}
		u := all.unit(path.Base(f.Name))
		u.read(f)
	}
	slices.SortStableFunc(dropIns, func(a, b foreign.File) int {
		return strings.Compare(path.Base(a.Name), path.Base(b.Name))
	})
	for _, f := range dropIns {
		name := strings.TrimSuffix(path.Base(path.Dir(f.Name)), ".d")
		all.instance(name).read(f)
	}
	return all
}

func (all units) unit(name string) *unit {
	if all[name] == nil {
		all[name] = &unit{name: name}
	}
	return all[name]
}

// instance returns the unit of a name, which is made of its template if there is none.
func (all units) instance(name string) *unit {
	if u := all.find(name); u != nil {
		if u.name != name {
			copied := *u
			copied.name = name
			all[name] = &copied
		}
	}
	return all.unit(name)
}

// find returns the unit of a name, or its template; nil: there is neither.
func (all units) find(name string) *unit {
	if u := all[name]; u != nil {
		return u
	}
	return all[template(name)]
}

// template returns the name of the template of an instance: backup@.timer.
func template(name string) string {
	prefix, rest, is := strings.Cut(name, "@")
	if !is {
		return ""
	}
	return prefix + "@" + path.Ext(rest)
}

// specifiers replaces %i and the like in a value. The bool says that all were known.
func specifiers(text, name string) (string, bool) {
	stem := strings.TrimSuffix(name, path.Ext(name))
	prefix, instance, _ := strings.Cut(stem, "@")
	known := map[byte]string{'i': instance, 'I': unescaped(instance), 'n': name, 'N': stem,
		'p': prefix, 'P': unescaped(prefix), 'j': prefix[strings.LastIndexByte(prefix, '-')+1:],
		'%': "%", 't': "/run", 'S': "/var/lib", 'C': "/var/cache", 'L': "/var/log", 'E': "/etc",
		'T': "/tmp", 'V': "/var/tmp", 'u': "root", 'U': "0", 'h': "/root", 's': "/bin/sh"}
	all := true
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		value, is := known[text[i]]
		if !is {
			all = false
			value = "%" + text[i:i+1]
		}
		b.WriteString(value)
	}
	return b.String(), all
}

var escape = regexp.MustCompile(`\\x[0-9a-fA-F]{2}`)

// unescaped returns an instance as a path: - is /, and \x2d a byte.
func unescaped(text string) string {
	return escape.ReplaceAllStringFunc(strings.ReplaceAll(text, "-", "/"), func(x string) string {
		n, _ := strconv.ParseUint(x[2:], 16, 8)
		return string([]byte{byte(n)})
	})
}
