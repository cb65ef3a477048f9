package process_test

import (
	"context"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

// escape is a command line that starts a process in a session of its own, which
// writes its number to a file, ignores SIGTERM and holds no output open.
const escape = `(setsid sh -c 'trap "" TERM
	echo $$ > new; mv new escaped; sleep 60; sleep 60' >&- 2>&- &); `

func TestNothingEscapes(t *testing.T) {
	for name, marked := range map[string]bool{"by its control group": false, "by its mark": true} {
		t.Run(name, func(t *testing.T) {
			s := supervisor(t)
			if marked {
				s.WithoutControlGroups()
			} else {
				needControlGroups(t)
			}
			command := shell(escape + "sleep 60")
			command.Dir = t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			escaped := 0
			go func() {
				defer cancel()
				escaped = pidIn(t, command.Dir, "escaped")
			}()
			if _, err := s.Run(ctx, command); err == nil {
				t.Error("there is no error")
			}
			eventually(t, "the end of what has escaped", func() bool { return !alive(escaped) })
		})
	}
}

// TestNothingIsLeftBehind: the end of a process is the end of what it started.
func TestNothingIsLeftBehind(t *testing.T) {
	needControlGroups(t)
	command := shell(escape + "while [ ! -e escaped ]; do sleep 0.01; done")
	command.Dir = t.TempDir()
	if _, err := supervisor(t).Run(t.Context(), command); err != nil {
		t.Error(err)
	}
	escaped := pidIn(t, command.Dir, "escaped")
	eventually(t, "the end of what was left behind", func() bool { return !alive(escaped) })
}

// TestLeftoversOfTheLivingStay: what a living program runs is not left over.
func TestLeftoversOfTheLivingStay(t *testing.T) {
	dir := t.TempDir()
	start(t, program(t, "parent", dir))
	command := pidIn(t, dir, "command")
	process.ClearLeftovers()
	process.KillRuns()
	process.KillRuns("of nobody", "") // the command has no id
	if !alive(command) {
		t.Error("the command of a living program was killed")
	}
}
