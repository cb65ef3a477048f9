// Package foreign is what all imports have in common: what other schedulers are told becomes
// an [Import], and that is written as a schedule of this language.
//
// Each kind of source has a package below this one. It reads its files into [Job]s, with the
// place of each, and gives each job the [Rules] by which the source starts it, so that
// package proof can hold the schedule against them. A reader never fails: what it does not
// understand, or what does not carry over, is a [Note] at its place.
//
// The writer decides what a person would: it names tasks after what they run, puts attributes
// that all jobs of a group share at the group, those that all jobs share into config, and
// keeps the comments of the source, and its lines, beside the tasks.
package foreign

import (
	"fmt"
	"iter"
	"path"
	"strings"
	"time"
)

// A File is a source.
type File struct {
	// Name is how places name the file: its path, as the command line has it.
	Name string
	Text []byte
}

// Lines returns the lines of a file without NUL, which no command can have, and without the mark
// of its encoding.
func (f File) Lines() []string {
	text := strings.ReplaceAll(string(f.Text), "\x00", "")
	return strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
}

// Group returns what the group of the file's jobs is called, if there are other files.
func (f File) Group() string {
	return Name(strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name)))
}

// A Place is where something stands in a source. Line and Col count from 1; 0: unknown.
type Place struct {
	File      string
	Line, Col int
}

// String returns file:line:col, as far as they are known.
func (p Place) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// A Note says what of a source does not carry over.
type Note struct {
	Place
	// Number is that of the note in the schedule, from 1 on, once it is written.
	Number int
	Text   string
}

// An Attribute is one of a task, a group or config, as the language writes it.
type Attribute struct{ Key, Value string }

// A Variable is one of the environment of a command. Value is the text itself.
type Variable struct{ Name, Value string }

// Lead is how long before a span its simulation begins, so that no window is open at its begin
// of which nothing is known.
const Lead = 25 * time.Hour

// A Start is when a source starts a job.
type Start struct {
	At time.Time
	// Slack is how much later the source may start it: by a delay that it draws, say.
	Slack time.Duration
}

// Rules are those by which a source starts a job.
type Rules interface {
	// Starts returns the starts from an instant on and before another, in order.
	Starts(from, to time.Time) iter.Seq[Start]
}

// Readings are Rules that go by what a clock on the wall reads.
type Readings interface {
	Rules
	// Reads reports whether the job is due when the clock reads so. The zone of at counts
	// for nothing.
	Reads(at time.Time) bool
	// Zone is that of the clock.
	Zone() *time.Location
}

// A Job is what becomes a task.
type Job struct {
	Place
	// Name is what the task is to be called; another one is made of it if it is taken or is
	// none of the language.
	Name string
	// Group is the group of the task; empty: none.
	Group string
	// Comments are those of the source above the job, without their marks; an empty line
	// stands for a blank one.
	Comments []string
	// Source are the lines of the source, and Notes what of them does not carry over.
	Source []string
	Notes  []Note
	// When is the start condition; empty: nothing starts the task by itself.
	When string
	// After are the jobs of the same import that have to succeed before, joined with When.
	After []*Job
	// Asks are the jobs of the same import that When asks about. Open is the part of When that
	// only the world can answer; empty: there is none.
	Asks []*Job
	Open string
	// Action is the statement that is the action: `command "true"`.
	Action string
	// Of attributes, and of variables, of one name the latest counts.
	Attributes []Attribute
	Env        []Variable
	// Rules say when the source starts the job; nil: not by the clock.
	Rules Rules

	written string // the name of the task
}

// IsTask says which task the job is, with the names of its groups, if it is not written.
func (j *Job) IsTask(name string) { j.Group, j.written = "", name }

// Add gives the job an attribute. A value that is empty is none: `disabled`.
func (j *Job) Add(key, value string) {
	j.Attributes = append(j.Attributes, Attribute{key, value})
}

// Note notes something at a place of the job's file.
func (j *Job) Note(at Place, format string, args ...any) {
	j.Notes = append(j.Notes, Note{Place: at, Text: fmt.Sprintf(format, args...)})
}

// Task returns the name of the task that the job has become, with those of its groups; empty
// before the schedule is written.
func (j *Job) Task() string {
	if j.Group != "" && j.written != "" {
		return j.Group + "." + j.written
	}
	return j.written
}

// An Import is what the sources say.
type Import struct {
	// Source is what the proof calls the scheduler: cron, systemd.
	Source string
	// Head are the comments at the head of the schedule, Tail those at its end.
	Head, Tail []string
	// Config are keys of config that stand there whatever the jobs have.
	Config []Attribute
	Jobs   []*Job
	// Notes are those that belong to no job.
	Notes []Note
}

// Endless has no run end by itself, as with schedulers that limit none.
var Endless = Attribute{"timeout", "never"}

// New returns an import of what a scheduler is told, without jobs. Its schedule keeps a run log
// in a file, and has the attributes in config.
func New(source string, config ...Attribute) *Import {
	log := Attribute{"log", `file "runs.jsonl"`}
	return &Import{Source: source, Config: append([]Attribute{log}, config...)}
}

// Note notes something that belongs to no job.
func (m *Import) Note(at Place, format string, args ...any) {
	m.Notes = append(m.Notes, Note{Place: at, Text: fmt.Sprintf(format, args...)})
}

// AllNotes returns the notes in the order of the schedule.
func (m *Import) AllNotes() []Note {
	list := append([]Note{}, m.Notes...)
	for _, j := range m.Jobs {
		list = append(list, j.Notes...)
	}
	return list
}

// Options are what an import is told beside its files.
type Options struct {
	// Zone is the time zone of the machine that ran the source.
	Zone *time.Location
	// System says whether the lines of a crontab name their users; nil: the file says it.
	System *bool
}
