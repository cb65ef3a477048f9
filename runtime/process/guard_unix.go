//go:build unix

package process

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"
)

// A guard is a process that outlives this one, if only for a moment: a copy of this
// program that does nothing but wait. It knows the control group and the family of
// marks of all that this process starts. Of each process that has started without a
// control group it is told the process group, and when it has ended. When the link to it
// ends, which it does when this process dies, whatever the reason, the guard kills what
// is left, and ends.
//
// The guard starts with the first process. It has a session of its own, so that what
// a terminal sends does not reach it, the directory /, and no files but the link. If
// it dies, it is started again.
//
// The zero value is ready to use.
type guard struct {
	mu     sync.Mutex
	closed bool
	cgroup string         // of all that is watched; empty if there is none
	family string         // of the marks of all that is watched
	groups map[string]int // what is watched: by mark, the process group, or 0 if it was not told
	link   link
	copy   *exec.Cmd     // nil if no guard runs
	gone   chan struct{} // closed when the copy has ended
}

// guardHello is the first message to the guard.
const guardHello = "rocketc: guard the processes of this program"

// The other messages to the guard: a verb, a space, and a mark or a path.
const (
	guardCgroup = "cgroup" // the control group of all that is watched
	guardFamily = "family" // the family of the marks of all that is watched
	guardGroup  = "group"  // a process has started: mark, space, number of its process group
	guardSweep  = "sweep"  // the process with this mark has ended, and may have left something
)

// guardReady is what the guard replies to the first message.
const guardReady = "ready"

const (
	guardPatience = 5 * time.Second        // that a guard may take
	sweepPause    = 500 * time.Millisecond // before what a process left behind is killed
)

// watch has a guard watch over a process that will start. The control group is the one
// in which all processes start.
func (g *guard) watch(mark, cgroup string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil
	}
	if g.groups == nil {
		g.groups = map[string]int{}
	}
	g.cgroup, g.family, g.groups[mark] = cgroup, familyOf(mark), 0
	if g.copy == nil {
		return g.start()
	}
	return nil
}

// group tells the guard the process group of a process that has started.
func (g *guard) group(mark string, group int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, watched := g.groups[mark]; watched {
		g.groups[mark] = group
		g.tell(guardGroup, mark+" "+strconv.Itoa(group))
	}
}

// forget tells the guard that a process has ended: it kills what still has its mark. A
// process that started inside a control group leaves nothing.
func (g *guard) forget(mark string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	group := g.groups[mark]
	delete(g.groups, mark)
	if group != 0 {
		g.tell(guardSweep, mark)
	}
}

// tell writes a message. A guard that does not read it in time is killed.
func (g *guard) tell(verb, text string) {
	if g.copy == nil {
		return
	}
	_ = g.link.out.SetWriteDeadline(time.Now().Add(guardPatience))
	err := writeMessage(g.link.out, []byte(verb+" "+text))
	if errors.Is(err, os.ErrDeadlineExceeded) {
		_ = g.copy.Process.Kill()
	}
}

// start starts a guard, and tells it of all that is watched.
func (g *guard) start() error {
	exe, err := executable()
	if err != nil {
		return err
	}
	ours, theirs, err := newLink(guardHello)
	if err != nil {
		return err
	}
	cmd := guardCommand(exe)
	release := inherit(cmd, theirs)
	err = cmd.Start()
	release()
	theirs.close()
	if err != nil {
		ours.close()
		return &guardError{err}
	}
	g.link, g.copy, g.gone = ours, cmd, make(chan struct{})
	if g.cgroup != "" {
		g.tell(guardCgroup, g.cgroup)
	}
	g.tell(guardFamily, g.family)
	for mark, group := range g.groups {
		if group != 0 {
			g.tell(guardGroup, mark+" "+strconv.Itoa(group))
		}
	}
	go g.attend(cmd, ours, g.gone)
	return nil
}

// guardCommand returns the copy of this program, not started. It has no part in a
// run that this process may be part of.
func guardCommand(exe string) *exec.Cmd {
	pid := strconv.Itoa(os.Getpid())
	cmd := exec.Command(exe, "of", "process", pid)
	cmd.Args[0] = guardTitle
	cmd.Dir = string(os.PathSeparator)
	cmd.Env = append(without(Environ(), runIDName, runMarkName), guardName+"="+pid, "GOMAXPROCS=1")
	apart(cmd)
	return cmd
}

// attend waits until the guard ends, and starts another if that was too early. A
// guard that has never been ready is not started again before the next process.
func (g *guard) attend(cmd *exec.Cmd, link link, gone chan struct{}) {
	reply, err := readMessage(link.in)
	ready := err == nil && string(reply) == guardReady
	if ready {
		_, _ = readMessage(link.in)
	}
	_ = cmd.Process.Kill() // it has nothing more to do
	_ = cmd.Wait()
	close(gone)
	g.mu.Lock()
	defer g.mu.Unlock()
	link.close()
	g.copy = nil
	if ready && !g.closed && len(g.groups) > 0 {
		_ = g.start()
	}
}

// close has the guard kill what is left, and waits until it has done so.
func (g *guard) close() {
	g.mu.Lock()
	cmd, gone := g.copy, g.gone
	g.closed, g.groups = true, nil
	if cmd != nil {
		g.link.finish()
	}
	g.mu.Unlock()
	if cmd == nil {
		return
	}
	if !await(guardPatience, gone) {
		_ = cmd.Process.Kill()
		<-gone
	}
}

// A guardError says what it means that no guard can be started, and why.
type guardError struct{ err error }

func (e *guardError) Error() string {
	return "what processes have started may outlive this program if it is killed: " + e.err.Error()
}

func (e *guardError) Unwrap() error { return e.err }
