package process

import (
	"context"
	"errors"
	"os/exec"
	"time"
)

// outputDelay is how long what a process leaves behind when it ends may hold on
// to its output.
const outputDelay = 500 * time.Millisecond

// ErrAtOnce, as the cause of a context or wrapped by it, has the process killed without grace.
var ErrAtOnce = errors.New("what runs is killed at once")

// A tree is a process that was started, with everything that it has started.
type tree struct {
	root       *exec.Cmd
	mark       string
	supervisor *Supervisor
	enclosure  *enclosure
	shortage   shortage      // when it started
	ended      chan struct{} // closed when the root has ended
	reaped     bool          // if the system cannot wait without reaping
	err        error
}

// watch waits for the end of the root.
func (t *tree) watch(awaitEnd func(pid int) bool) {
	defer close(t.ended)
	if !awaitEnd(t.root.Process.Pid) {
		t.reaped, t.err = true, t.root.Wait()
	}
}

// supervise waits for the end of the root and then ends the rest of the tree; see
// the package comment. The output of the tree is closed when all of quiet are closed.
func (t *tree) supervise(
	ctx context.Context, grace time.Duration, quiet ...<-chan struct{},
) error {
	ended := t.attend(ctx, grace)
	if ended {
		await(outputDelay, quiet...)
	}
	signalGroup(t.root, true)
	if !ended {
		t.enclosure.kill()
	}
	if ctx.Err() != nil && !t.enclosure.holds() {
		t.supervisor.searches.kill(t.mark)
	}
	t.supervisor.guard.forget(t.mark)
	<-t.ended
	if !t.reaped {
		t.err = t.root.Wait()
	}
	t.enclosure.remove()
	if ctx.Err() == nil {
		return t.shortage.explain(t.err)
	}
	return t.err
}

// attend waits until the root has ended. If ctx is done first, it asks the
// process group to end, and waits for the grace time only, or not at all if the cause is
// ErrAtOnce. It reports whether the root has ended.
func (t *tree) attend(ctx context.Context, grace time.Duration) bool {
	select {
	case <-t.ended:
		return true
	case <-ctx.Done():
	}
	if errors.Is(context.Cause(ctx), ErrAtOnce) {
		return false
	}
	signalGroup(t.root, false)
	if grace <= 0 {
		grace = DefaultGrace
	}
	return await(grace, t.ended)
}

// await waits until all channels are closed, but no longer than d, and reports whether
// they are.
func await(d time.Duration, all ...<-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for _, done := range all {
		select {
		case <-done:
		case <-timer.C:
			return false
		}
	}
	return true
}
