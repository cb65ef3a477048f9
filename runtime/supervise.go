package rocket

import (
	"context"
	"crypto/rand"
	"os/exec"
	"time"
)

// The environment of all processes of a run: the id of the run, which tells it
// from those of the same task, and a random word, which tells it from all.
const (
	runIDName   = "ROCKET_RUN_ID"
	runMarkName = "ROCKET_RUN_MARK"
)

// outputDelay is how long what a program leaves behind when it ends may hold on
// to its output.
const outputDelay = 500 * time.Millisecond

// A process is that of a run, started, with everything that it starts.
type process struct {
	cmd       *exec.Cmd
	enclosure *enclosure
	seen      chan struct{} // closed when the process has ended
	reaped    bool          // where the system cannot wait without reaping
	err       error
}

// begin starts a process of a run, marked with the id of the run, in a process
// group of its own, and inside an enclosure where there can be one.
func (s *Session) begin(r *Run, cmd *exec.Cmd) (*process, error) {
	mark := rand.Text()
	cmd.Env = append(cmd.Env, runIDName+"="+r.ID, runMarkName+"="+mark)
	ownGroup(cmd)
	again := exec.Cmd{
		Path: cmd.Path, Args: cmd.Args, Env: cmd.Env, Dir: cmd.Dir, Err: cmd.Err, SysProcAttr: cmd.SysProcAttr,
		Stdin: cmd.Stdin, Stdout: cmd.Stdout, Stderr: cmd.Stderr, ExtraFiles: cmd.ExtraFiles,
	}
	e := s.enclosures.add(mark)
	enclosed := e.enclose(cmd)
	err := s.spawner.start(cmd)
	if err != nil && enclosed { // perhaps because processes may not be born in a group
		e.remove()
		cmd = &again
		err = s.spawner.start(cmd)
	}
	if err != nil {
		e.remove()
		return nil, err
	}
	p := &process{cmd: cmd, enclosure: e, seen: make(chan struct{})}
	go p.watch()
	return p, nil
}

// watch waits for the end of the process.
func (p *process) watch() {
	defer close(p.seen)
	if !awaitUnreaped(p.cmd.Process.Pid) {
		p.reaped, p.err = true, p.cmd.Wait()
	}
}

// supervise sees to the end of the process and of everything that it has
// started.
//
// When ctx is done, the process group is asked to end, and is killed where the
// process does not end within the grace time. What it leaves behind when it
// ends, by itself or because it was asked to, has outputDelay to close its
// output (quiet is closed then), and is killed after it: the process group, and
// what has left the group as far as the enclosure can tell. The leader of the
// group is not reaped before that: until then its number is nobody else's.
func (p *process) supervise(ctx context.Context, grace time.Duration, quiet <-chan struct{}) error {
	if p.attend(ctx, grace) {
		await(quiet, outputDelay)
	}
	signalGroup(p.cmd, true)
	p.enclosure.kill(ctx.Err() != nil)
	<-p.seen
	if !p.reaped {
		p.err = p.cmd.Wait()
	}
	p.enclosure.remove()
	return p.err
}

// attend waits until the process has ended, or until the grace time is over
// after ctx was done and the process group was asked to end. It reports whether
// the process has ended.
func (p *process) attend(ctx context.Context, grace time.Duration) bool {
	select {
	case <-p.seen:
		return true
	case <-ctx.Done():
	}
	signalGroup(p.cmd, false)
	return await(p.seen, grace)
}

// await waits until done is closed, at most d, and reports whether it is.
func await(done <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}
