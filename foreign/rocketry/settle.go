package rocketry

import (
	"strings"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/spelling"
)

// settle takes back the conditions that the checker does not take: those that can never hold,
// for one. What is wrong with them is a note.
func settle(m *foreign.Import) {
	m.Write() // gives the tasks their names
	for range m.Jobs {
		text, lines := conditionsOf(m.Jobs)
		_, list := rocketc.Check([]rocketc.Source{{Name: "x.rkt", Text: []byte(text)}},
			check.Options{Name: "x"})
		var wrong *foreign.Job
		for _, d := range list {
			if n := d.Span.Start.Line; d.Severity == diag.Error && n <= len(lines) {
				wrong = lines[n-1]
				wrong.Note(wrong.Place, "nothing starts the task: %s: %s", d.Msg, wrong.When)
				wrong.When = ""
				break
			}
		}
		if wrong == nil {
			return
		}
	}
}

// conditionsOf returns a schedule that has the conditions of jobs only, and the job of each line.
func conditionsOf(jobs []*foreign.Job) (text string, lines []*foreign.Job) {
	for i, j := range jobs {
		if j.Group != "" && (i == 0 || jobs[i-1].Group != j.Group) {
			text += "group " + spelling.Name(j.Group) + " { "
		}
		name := strings.TrimPrefix(j.Task(), j.Group+".")
		text += "task " + spelling.Name(name)
		if j.When != "" {
			text += " when " + j.When
		}
		text += ` { command "true" }`
		if j.Group != "" && (i == len(jobs)-1 || jobs[i+1].Group != j.Group) {
			text += " }"
		}
		text, lines = text+"\n", append(lines, j)
	}
	return text, lines
}
