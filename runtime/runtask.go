package rocket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/spelling"
)

// RunTask runs the session for one run of a task, which starts at once, whatever its start
// condition says. It takes the place of [Session.Run]. No other task starts, on_startup and
// on_shutdown tasks included, unless the run asks for it; hooks are called. RunTask returns
// what the run has returned, as [Task.Run] does, or the error that made the scheduler stop.
// If ctx is done first, the session ends in good order: it waits for the run, if that has
// begun. The error is [ErrNoTask] or [ErrNoArgument] if the session has no such task, or the
// task no such argument; it names those that are there.
func (s *Session) RunTask(ctx context.Context, name string, args map[string]any) (any, error) {
	return s.runOnly(ctx, name, args, false)
}

// RunTaskIfDue is [Session.RunTask] if the start condition of the task holds. Otherwise, or
// if the task has none, it runs nothing, and the error is [ErrNotDue].
func (s *Session) RunTaskIfDue(ctx context.Context, name string, args map[string]any) (any, error) {
	return s.runOnly(ctx, name, args, true)
}

// single is all that a session does which runs one task only.
type single struct {
	launch *Launch
	ifDue  bool
	err    error // why it has not started
}

func (s *Session) runOnly(ctx context.Context, name string, args map[string]any, ifDue bool) (
	any, error,
) {
	t := s.Task(name)
	if t == nil {
		return nil, s.noTask(name)
	}
	if err := t.takes(args); err != nil {
		return nil, err
	}
	only := &single{launch: newLaunch(t.task, args), ifDue: ifDue, err: ErrStopped}
	err := s.runFor(ctx, only)
	select {
	case <-only.launch.ended:
		return only.launch.value, cmp.Or(err, only.launch.err)
	default:
		return nil, cmp.Or(err, only.err)
	}
}

// serveSingle does what a session has to do that runs one task only.
func (l *loop) serveSingle(only *single) {
	t := only.launch.task
	due := !only.ifDue || t.hold() == nil && l.isDue(t)
	l.s.endHolds()
	if l.stopping {
		return
	}
	if !due {
		only.err = ErrNotDue
		l.requestStop("the condition of the task", false)
		return
	}
	l.demand(only.launch)
	l.spin(func() bool {
		select {
		case <-only.launch.ended:
			return true
		default:
			return l.stopping
		}
	})
	if !l.stopping {
		l.requestStop("the end of the task", false)
	}
}

// isDue reports whether the start condition of a task holds now.
func (l *loop) isDue(t *task) bool {
	w := &watch{examined: &t.when, task: t, role: startRole}
	if w.condition == nil {
		return false
	}
	state, err := l.ask(w, l.observationFor(w))
	if errors.Is(err, errLeftBehind) {
		return false
	}
	if err != nil {
		if err = l.condFailed(w, err); err != nil {
			l.fail(err)
		}
		return false
	}
	return state.Holds && !state.Unknown
}

// noTask is the error for a task that the session does not have.
func (s *Session) noTask(name string) error {
	var names []string
	for _, t := range s.Tasks() {
		names = append(names, t.Name())
	}
	return fmt.Errorf("%w: %s%s", ErrNoTask, spelling.Name(name), hint(name, "there are", names))
}

// hint says which known word was meant, and what is known.
func hint(word, are string, known []string) string {
	const most = 20
	if len(known) == 0 {
		return ""
	}
	text := ""
	if near := spelling.Nearest(word, known); near != "" {
		text = " (did you mean " + near + "?)"
	}
	list := strings.Join(known[:min(most, len(known))], ", ")
	if len(known) > most {
		list += ", …"
	}
	return text + "; " + are + " " + list
}

// takes returns an error if the action of the task is known not to take one of the
// arguments.
func (t *Task) takes(args map[string]any) error {
	if len(args) == 0 {
		return nil
	}
	var spec TaskSpec
	if err := t.ask(func(t *task) { spec = t.spec() }); err != nil {
		return err
	}
	vars, isKnown := parameters(spec)
	known := make([]string, len(vars))
	for i, v := range vars {
		known[i] = v.Name
	}
	for _, name := range slices.Sorted(maps.Keys(args)) {
		if !isKnown || slices.Contains(known, name) {
			continue
		}
		about := hint(name, "it takes", known)
		if len(known) == 0 {
			about = "; it takes none"
		}
		return fmt.Errorf("%w: task %s, %s%s", ErrNoArgument, spelling.Name(spec.Name), name, about)
	}
	return nil
}

// Arguments returns the arguments that the action of the task takes, with where their values
// come from; nil: only a run can give one. known is false if the action does not tell: that is
// a function of Go which a schedule does not declare. The error is that of [Task.Spec].
func (t *Task) Arguments() (vars []arg.Var, known bool, err error) {
	spec, err := t.Spec()
	if err != nil {
		return nil, false, err
	}
	vars, known = parameters(spec)
	return vars, known, nil
}

// parameters is Arguments, for a declaration.
func parameters(spec TaskSpec) (vars []arg.Var, known bool) {
	switch action := spec.Action.(type) {
	case Command:
		return action.Params, true
	case Do:
		return nil, true
	}
	action := reflect.ValueOf(spec.Action)
	if action.Kind() == reflect.Struct { // generated code has a field for each argument
		for i := range action.NumField() {
			if field := action.Field(i); isArg(field.Type()) {
				vars = append(vars, arg.Var{Name: field.FieldByName("Name").String()})
			}
		}
	}
	if named, ok := spec.Action.(arg.Composite); ok {
		if from := named.Sources(); len(from) == len(vars) { // in the same order
			for i := range vars {
				vars[i].Value = from[i]
			}
		}
	}
	return vars, len(vars) > 0 || spec.Pos != Pos{}
}

// isArg reports whether a type is an [Arg].
func isArg(t reflect.Type) bool {
	here := reflect.TypeFor[TaskSpec]().PkgPath()
	return t.PkgPath() == here && strings.HasPrefix(t.Name(), "Arg[")
}
