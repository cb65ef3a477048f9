package check

import (
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Runs with execution remote (docs/spec.md § Remote runs) go to workers by the database that
// has the run log. So a schedule with such a task needs `log postgres`, and gets an engine.

// workerLabel returns the label of `on "gpu"`. Anything else is reported, and yields "".
func (c *checker) workerLabel(s *grammar.Setting) string {
	t, ok := s.Value.(*grammar.Text)
	if !ok {
		d := c.wrongValue(s, "the label of workers between quotes")
		d.Help = `for example on "gpu"`
		if w, ok := s.Value.(*grammar.Word); ok && rocket.IsLabel(w.Text) {
			d.Help = "for example on \"" + w.Text + "\"; a condition stands on the first line, " +
				"behind when"
		}
		return ""
	}
	label := t.Value()
	if !rocket.IsLabel(label) {
		d := c.diags.Errorf(diag.BadValue, t.Span(), "%q is no label of workers", label)
		d.Help = "a label has 1 to 40 letters of English, digits, and the signs _ - and ."
		return ""
	}
	return label
}

// judgeRemote gives the schedule the engine that a task with execution remote needs, and
// reports that there is none, and a task for which the session would wait while it starts or
// ends. at is the place of the execution, or of the name of the task.
func (c *checker) judgeRemote(spec *rocket.TaskSpec, at diag.Span) {
	if spec.Execution == rocket.SessionExecution {
		at = setting(c.config.Settings, "task_execution").Value.Span()
	}
	c.plan.Schedule.Engine = c.engine
	if c.engine == nil && !c.logsToPostgres() {
		d := diag.Diagnostic{Code: diag.NoEngine, Span: at,
			Msg: "execution remote needs a run log in PostgreSQL, by which workers get their runs",
			Help: `write config { log postgres env "DATABASE_URL" }; execution process ` +
				"runs it on this machine"}
		if !c.reported(d) {
			c.diags.Add(d)
		}
	}
	if spec.OnStartup || spec.OnShutdown {
		edge := "start"
		if spec.OnShutdown {
			edge = "end"
		}
		d := c.diags.Errorf(diag.Misfit, at, "the program would wait for a worker at its %s", edge)
		d.Label = "of the task " + spec.Name
		d.Help = "give the task execution thread or process"
	}
}

// logsToPostgres reports whether the schedule says `log postgres`, with an address or without.
func (c *checker) logsToPostgres() bool {
	if c.config == nil {
		return false
	}
	s := setting(c.config.Settings, "log")
	return s != nil && s.Kind != nil && s.Kind.Text == "postgres"
}
