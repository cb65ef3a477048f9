// Package systemd imports timers of systemd, with their services, drop-ins and templates.
//
// A timer becomes a task that does what its service does. OnCalendar= is read by the whole
// grammar of systemd.time(7), and its instants are found day by day: see [Calendar] and
// [Timer]. Command lines of services are no lines of a shell; they are written so that a shell
// does the same. Of a timer without a service among the files, the task starts the unit.
package systemd

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/foreign"
)

// Looks reports whether a file is a unit that a timer is made of.
func Looks(name string, text []byte) bool {
	return IsFile(name) || strings.Contains(string(text), "[Timer]")
}

// IsFile reports whether a file of a directory is a unit of this kind, or a drop-in of one.
func IsFile(name string) bool {
	switch path.Ext(name) {
	case ".timer", ".service":
		return true
	case ".conf":
		dir := path.Base(path.Dir(name))
		return strings.HasSuffix(dir, ".timer.d") || strings.HasSuffix(dir, ".service.d")
	}
	return false
}

// Read reads timers.
func Read(files []foreign.File, o foreign.Options) *foreign.Import {
	m := foreign.New("systemd", foreign.Endless)
	files = named(files)
	r := &reader{units: readUnits(files), out: m, options: o}
	for _, name := range slices.Sorted(maps.Keys(r.units)) {
		if path.Ext(name) == ".timer" {
			r.timer(name)
		}
	}
	return m
}

// named gives files that are called otherwise the name of a timer, or of a service, by what
// they have; one that has both is split.
func named(files []foreign.File) (list []foreign.File) {
	for _, f := range files {
		if IsFile(f.Name) {
			list = append(list, f)
			continue
		}
		stem := strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name))
		if foreign.Name(stem) != stem {
			stem = "imported"
		}
		for _, kind := range []string{"Timer", "Service"} {
			if strings.Contains(string(f.Text), "["+kind+"]") {
				list = append(list, foreign.File{Name: stem + "." + strings.ToLower(kind),
					Text: f.Text})
			}
		}
	}
	return list
}

// A reader reads units.
type reader struct {
	units   units
	out     *foreign.Import
	options foreign.Options
}

// timer makes a job of a timer.
func (r *reader) timer(name string) {
	t := r.units.instance(name)
	if strings.HasSuffix(name, "@.timer") {
		if !r.hasInstance(name) {
			r.template(name, t)
		}
		return
	}
	j := &foreign.Job{Place: foreign.Place{File: first(t.files)},
		Name: strings.TrimSuffix(name, ".timer")}
	if len(t.settings) > 0 {
		j.Place = t.settings[0].Place
	}
	j.Comments = t.comments
	serviceName := strings.TrimSuffix(name, ".timer") + ".service"
	if s, is := t.last("Timer", "Unit"); is {
		serviceName, _ = specifiers(s.value, name)
	}
	service := r.units.find(serviceName)
	r.source(j, t, name)
	a := &action{job: j, name: serviceName}
	a.read(service)
	if service != nil {
		j.Comments = append(slices.Clip(j.Comments), service.comments...)
		r.source(j, service, serviceName)
	}
	r.describe(j, t, service, name)
	same := *j
	same.Attributes = slices.Clip(same.Attributes)
	s := &starts{job: j, timer: t, name: name, zone: r.options.Zone, retry: a.retry,
		lines: t.all("Timer", "OnCalendar")}
	if !s.read() {
		r.out.Notes = append(r.out.Notes, j.Notes...)
		return
	}
	r.out.Jobs = append(r.out.Jobs, j)
	for len(s.left) > 0 {
		s = r.inOtherZone(s, same)
	}
}

// inOtherZone makes a further job of the lines of a timer that are in another zone. It is called
// after that, too.
func (r *reader) inOtherZone(before *starts, j foreign.Job) *starts {
	j.Place, j.Comments, j.Notes, j.Source = before.left[0].Place, nil, nil, nil
	for _, line := range before.left {
		j.Source = append(j.Source, line.text)
	}
	s := &starts{job: &j, timer: before.timer, name: before.name, zone: before.zone,
		retry: before.retry, lines: before.left, more: true}
	if s.read() {
		j.Name += "_" + strings.ToLower(path.Base(s.in.String()))
		r.out.Jobs = append(r.out.Jobs, &j)
	}
	return s
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// hasInstance reports whether there is a timer of a template.
func (r *reader) hasInstance(name string) bool {
	for other := range r.units {
		if other != name && template(other) == name {
			return true
		}
	}
	return false
}

// template reads the template of a timer of which no file is an instance: that which
// DefaultInstance= names.
func (r *reader) template(name string, t *unit) {
	if s, is := t.last("Install", "DefaultInstance"); is {
		r.timer(strings.TrimSuffix(name, ".timer") + s.value + ".timer")
		return
	}
	r.out.Note(foreign.Place{File: first(t.files)}, "%s is a template, and no file says of which "+
		"instances: copy it to %sNAME.timer for each", name, strings.TrimSuffix(name, ".timer"))
}

// source notes the lines of a unit that the job is made of.
func (r *reader) source(j *foreign.Job, u *unit, name string) {
	j.Source = append(j.Source, name)
	for _, s := range u.settings {
		if s.section == "Timer" || s.section == "Service" {
			j.Source = append(j.Source, "    "+s.text)
		}
	}
}

// describe puts the description of the units above the job.
func (r *reader) describe(j *foreign.Job, t, service *unit, name string) {
	for _, u := range []*unit{service, t} {
		if s, is := u.last("Unit", "Description"); is {
			text, _ := specifiers(s.value, name)
			if !slices.Contains(j.Comments, text) {
				j.Comments = append(slices.Clip(j.Comments), text)
			}
			return
		}
	}
}
