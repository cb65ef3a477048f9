//go:build unix

package process

import (
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"time"
)

// guardTitle is the name under which the system lists the guard.
const guardTitle = "rocketc-guard"

// init makes a copy of this program a guard, if it was started as one. The program
// itself must not begin: it would open its files and ports a second time.
func init() {
	if os.Getenv(guardName) == "" {
		return
	}
	if err := beGuard(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// beGuard does what a guard does, until the program that has started it is dead or
// done.
func beGuard() error {
	pid, err := strconv.Atoi(os.Getenv(guardName))
	if err != nil {
		return unlinked(guardName, err)
	}
	program, err := inherited(pid)
	if err == nil {
		err = program.heed(guardHello)
	}
	if err != nil {
		return unlinked(guardName, err)
	}
	signal.Ignore() // a guard ends after the program only
	leaveFiles()
	takeName(guardTitle)
	w := wards{groups: map[string]int{}}
	messages := make(chan string)
	go readMessages(program.in, messages)
	_ = writeMessage(program.out, []byte(guardReady))
	w.serve(messages)
	program.close()
	return nil
}

// readMessages hands over the messages. It closes the channel after the last.
func readMessages(from *os.File, messages chan<- string) {
	defer close(messages)
	for {
		message, err := readMessage(from)
		if err != nil {
			return
		}
		messages <- string(message)
	}
}

// wards are the processes that a guard watches over.
type wards struct {
	cgroup string         // that they are in; empty if there is none
	family string         // of their marks
	groups map[string]int // by mark, their process groups
	left   []string       // marks of what was left behind, perhaps
}

// serve follows the messages, and kills what is left after the last. What processes
// left behind when they ended is killed for many of them together: the search reads
// all of /proc.
func (w *wards) serve(messages <-chan string) {
	var sweep <-chan time.Time
	for {
		select {
		case message, open := <-messages:
			if !open {
				w.kill()
				return
			}
			w.follow(message)
			if len(w.left) > 0 && sweep == nil {
				sweep = time.After(sweepPause)
			}
		case <-sweep:
			killMarked(runMarkName, w.left)
			sweep, w.left = nil, nil
		}
	}
}

// follow takes a message to heart.
func (w *wards) follow(message string) {
	verb, text, _ := strings.Cut(message, " ")
	switch verb {
	case guardCgroup:
		w.cgroup = text
	case guardFamily:
		w.family = text
	case guardGroup:
		mark, number, _ := strings.Cut(text, " ")
		w.groups[mark], _ = strconv.Atoi(number)
	case guardSweep:
		delete(w.groups, text)
		w.left = append(w.left, text)
	}
}

// kill kills all that is left.
func (w *wards) kill() {
	if w.cgroup != "" {
		killCgroup(w.cgroup)
	}
	for _, group := range w.groups {
		killGroup(group)
	}
	killFamily(w.family)
	if w.cgroup != "" {
		removeCgroup(w.cgroup)
	}
}
