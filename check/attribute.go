package check

import (
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// An attribute is one of a task or of a group, lowered.
type attribute struct {
	*grammar.Setting
	change change
}

// A change is what an attribute does to a task. The command is nil if the task runs none.
type change func(*rocket.TaskSpec, *rocket.Command)

// A lowerer makes a change of the value of an attribute, and reports what is wrong with the
// value.
type lowerer func(*checker, *grammar.Setting) change

// attributes has the lowerer of each attribute (docs/spec.md § Attributes).
var attributes = map[string]lowerer{
	"execution": ofTask((*checker).execution,
		func(t *rocket.TaskSpec) *rocket.Execution { return &t.Execution }),
	"on":       ofTask((*checker).workerLabel, func(t *rocket.TaskSpec) *string { return &t.On }),
	"priority": ofTask((*checker).priority, func(t *rocket.TaskSpec) *int { return &t.Priority }),
	"timeout": ofTask((*checker).timeLimit,
		func(t *rocket.TaskSpec) *time.Duration { return &t.Timeout }),
	"grace": ofTask((*checker).grace,
		func(t *rocket.TaskSpec) *time.Duration { return &t.Grace }),
	"multilaunch": ofTask((*checker).multilaunch,
		func(t *rocket.TaskSpec) *int { return &t.Multilaunch }),
	"overlap": ofTask((*checker).overlap,
		func(t *rocket.TaskSpec) *rocket.Overlap { return &t.Overlap }),
	"pool":        (*checker).share,
	"on_startup":  ofTask((*checker).flag, func(t *rocket.TaskSpec) *bool { return &t.OnStartup }),
	"on_shutdown": ofTask((*checker).flag, func(t *rocket.TaskSpec) *bool { return &t.OnShutdown }),
	"permanent":   ofTask((*checker).flag, func(t *rocket.TaskSpec) *bool { return &t.Permanent }),
	"disabled":    ofTask((*checker).flag, func(t *rocket.TaskSpec) *bool { return &t.Disabled }),
	"on_exists":   (*checker).onExists,
	"timezone":    (*checker).taskZone,
	"formerly":    (*checker).formerly,
	"catch_up":    (*checker).taskCatchUp,
	"spread":      (*checker).taskSpread,
	"run_id":      (*checker).taskRunID,
	"params": entriesOfCommand((*checker).vars,
		func(k *rocket.Command) *[]arg.Var { return &k.Params }),
	"env": entriesOfCommand((*checker).envVars,
		func(k *rocket.Command) *[]arg.Var { return &k.Env }),
	"argform": ofCommand((*checker).shortFlags,
		func(k *rocket.Command) *bool { return &k.ShortFlags }),
	"dir":   ofCommand((*checker).text, func(k *rocket.Command) *string { return &k.Dir }),
	"shell": ofCommand((*checker).text, func(k *rocket.Command) *string { return &k.Shell }),
	"user":  ofCommand((*checker).user, func(k *rocket.Command) *string { return &k.User }),
	"success": ofCommand((*checker).statuses,
		func(k *rocket.Command) *[]int { return &k.Success }),
	"output": ofCommand((*checker).size, func(k *rocket.Command) *int { return &k.Output }),
	"progress": ofCommand(func(c *checker, s *grammar.Setting) bool { return !c.flag(s) },
		func(k *rocket.Command) *bool { return &k.NoProgress }),
	"title":   (*checker).told,
	"message": (*checker).told,
}

// ofTask lowers an attribute of any task to a field.
func ofTask[T any](value func(*checker, *grammar.Setting) T,
	field func(*rocket.TaskSpec) *T) lowerer {
	return func(c *checker, s *grammar.Setting) change {
		v := value(c, s)
		return func(t *rocket.TaskSpec, _ *rocket.Command) { *field(t) = v }
	}
}

// ofCommand lowers an attribute of a command to a field.
func ofCommand[T any](value func(*checker, *grammar.Setting) T,
	field func(*rocket.Command) *T) lowerer {
	return func(c *checker, s *grammar.Setting) change {
		v := value(c, s)
		return func(_ *rocket.TaskSpec, command *rocket.Command) {
			if command != nil {
				*field(command) = v
			}
		}
	}
}

// entriesOfCommand lowers an attribute of a command whose value is a map. Entries that the
// field has already come before those of the same name.
func entriesOfCommand(lower func(*checker, *grammar.Setting) []arg.Var,
	field func(*rocket.Command) *[]arg.Var) lowerer {
	return func(c *checker, s *grammar.Setting) change {
		vars := lower(c, s)
		return func(_ *rocket.TaskSpec, command *rocket.Command) {
			if command != nil {
				c.osEntries(s)
				*field(command) = arg.Join(vars, *field(command))
			}
		}
	}
}

// joins reports whether an attribute of a group is joined with that of a task, instead of
// replaced by it.
func joins(key string) bool {
	return key == "env" || key == "params" || key == "formerly" || key == "pool"
}

// attribute lowers an attribute.
func (c *checker) attribute(s *grammar.Setting) attribute {
	return attribute{s, attributes[s.Key.Text](c, s)}
}

// suits reports whether an attribute has a meaning for an action.
func suits(key string, a grammar.Action) bool {
	command, isCommand := a.(*grammar.Command)
	switch key {
	case "params":
		return !steers(a) && !notifies(a) // see bind and codeParams
	case "shell":
		return isCommand && command.Line != nil
	case "argform", "dir", "env", "success", "user", "output", "progress":
		return isCommand
	case "title", "message":
		return notifies(a)
	}
	return true
}

// steers reports whether an action is a metatask.
func steers(a grammar.Action) bool {
	_, ok := a.(*grammar.Do)
	return ok
}

// misfit reports an attribute that does not fit the action.
func (c *checker) misfit(a grammar.Action, s *grammar.Setting) {
	word, fits := actionWord(a), "a command"
	told := s.Key.Text == "title" || s.Key.Text == "message"
	if told {
		fits = "notify"
	}
	if word == "command" && !told {
		d := c.diags.Errorf(diag.Misfit, s.Key.Span(),
			"%s does not fit a command that is run directly", s.Key.Text)
		d.Help = `a command in one string is run by the shell: command "…"`
		return
	}
	d := c.diags.Errorf(diag.Misfit, s.Key.Span(), "%s fits only %s, and this task has %s",
		s.Key.Text, fits, word)
	d.Related = []diag.Related{{Span: wordSpan(a.Span(), word), Msg: "its action is here"}}
}

// actionWord returns the word with which an action begins.
func actionWord(a grammar.Action) string {
	switch a.(type) {
	case nil:
		return ""
	case *grammar.Command:
		return "command"
	case *grammar.Func:
		return "func"
	case *grammar.Code:
		return "code"
	case *grammar.Notify:
		return "notify"
	case *grammar.Do:
		return "do"
	}
	panic(unforeseen("action", a))
}

// onExists checks the word. It takes effect when the task gets its name; see preExist.
func (c *checker) onExists(s *grammar.Setting) change {
	oneOf(c, s, rocket.PreExists()...)
	return func(*rocket.TaskSpec, *rocket.Command) {}
}

// taskZone checks the name of a zone. It takes effect when conditions are lowered; see
// inZone.
func (c *checker) taskZone(s *grammar.Setting) change {
	c.timezone(s)
	return func(*rocket.TaskSpec, *rocket.Command) {}
}

// taskRunID lowers how the runs of a task are named.
func (c *checker) taskRunID(s *grammar.Setting) change {
	if f, ok := s.Value.(*grammar.Func); ok {
		namer := c.namer(f)
		return func(t *rocket.TaskSpec, _ *rocket.Command) { t.NameRun = namer }
	}
	id := oneOf(c, s, rocket.RunIDs()...)
	return func(t *rocket.TaskSpec, _ *rocket.Command) { t.RunID = id }
}
