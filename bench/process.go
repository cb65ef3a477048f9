package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// errAbsent says that a peer has no means for a workload.
var errAbsent = errors.New("not offered")

const (
	readyLimit = 2 * time.Minute  // for a process to be ready
	replyLimit = 20 * time.Second // for an answer, and for the end
)

// A process is a program under measurement.
type process struct {
	cmd     *exec.Cmd
	ask     io.WriteCloser
	answers <-chan subject.Answer
	errors  string // the file with its standard error
	began   time.Time
}

// start starts a program with a workload.
func (b *bench) start(
	ctx context.Context, program string, w subject.Workload, args ...string,
) (*process, error) {
	p := &process{errors: filepath.Join(b.dir, "stderr")}
	stderr, err := os.Create(p.errors)
	if err != nil {
		return nil, err
	}
	defer stderr.Close()
	work, err := json.Marshal(w)
	if err != nil {
		return nil, err
	}
	p.cmd = b.command(ctx, program, args...)
	p.cmd.Env = append(p.cmd.Env, subject.Variable+"="+string(work),
		"STATE_DIRECTORY="+w.State, databaseVariable+"="+w.Database)
	p.cmd.Stderr = stderr
	if p.ask, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.answers = answers(out)
	p.began = time.Now()
	return p, p.cmd.Start()
}

// answers sends the answers that a program writes, and closes at their end.
func answers(out io.Reader) <-chan subject.Answer {
	found := make(chan subject.Answer, 1000) // more than there ever are unread
	go func() {
		defer close(found)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var a subject.Answer
			if json.Unmarshal(lines.Bytes(), &a) == nil {
				found <- a
			}
		}
	}()
	return found
}

// await waits for an answer, and returns all those up to it.
func (p *process) await(word string, limit time.Duration) (all []subject.Answer, err error) {
	for timeout := time.After(limit); ; {
		select {
		case a, more := <-p.answers:
			all = append(all, a)
			switch {
			case !more:
				return nil, fmt.Errorf("%v ended: %s", p.cmd, p.lastWords())
			case a.Word == subject.AbsentWord:
				return nil, errAbsent
			case a.Word == subject.FailureWord:
				return nil, fmt.Errorf("%v: %s", p.cmd, a.Error)
			case a.Word == word:
				return all, nil
			}
		case <-timeout:
			return nil, fmt.Errorf("%v did not say %q within %v", p.cmd, word, limit)
		}
	}
}

// lastWords returns the end of what the process wrote to standard error.
func (p *process) lastWords() string {
	text, _ := os.ReadFile(p.errors)
	return strings.TrimSpace(string(text[max(0, len(text)-500):]))
}

// question asks a question, and returns the answer.
func (p *process) question(word string) (subject.Answer, error) {
	if _, err := fmt.Fprintln(p.ask, word); err != nil {
		return subject.Answer{}, err
	}
	all, err := p.await(word, replyLimit)
	if err != nil {
		return subject.Answer{}, err
	}
	return all[len(all)-1], nil
}

// end has the process write its notes and end. It kills a process that does not.
func (p *process) end() error {
	late := time.AfterFunc(replyLimit, func() { p.cmd.Process.Kill() })
	defer late.Stop()
	p.ask.Close()
	for range p.answers { // Wait closes the pipe, so that it is read before
	}
	return p.cmd.Wait()
}
