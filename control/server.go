package control

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// The limits of a server.
const (
	maxConns   = 64      // at a time
	maxRequest = 1 << 20 // bytes
	askTime    = 10 * time.Second
	writeTime  = 30 * time.Second // of one line
)

// A Server answers for a session. Its fields are set before Serve is called.
type Server struct {
	Session *rocket.Session
	// Schedule and Build are what the program is called.
	Schedule, Build string
	// Tap keeps the output of the session's runs; nil: there is none to show.
	Tap *Tap
	// Worker is what the program serves as a worker; nil: it is none. Draining reports whether
	// it takes no more runs; nil: it does.
	Worker   *rocket.WorkerSpec
	Draining func() bool
}

// A queue has the connections that have not asked yet, the oldest first.
type queue struct {
	mu    sync.Mutex
	conns []Conn
}

func (q *queue) enter(conn Conn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.conns = append(q.conns, conn)
}

// leave takes a connection out, which has asked or is gone.
func (q *queue) leave(conn Conn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.conns = slices.DeleteFunc(q.conns, func(c Conn) bool { return c == conn })
}

// evict closes the oldest connection, and reports whether there is one.
func (q *queue) evict() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.conns) == 0 {
		return false
	}
	q.conns[0].Close()
	q.conns = q.conns[1:]
	return true
}

// Serve answers who connects, until the session has ended or ctx is done. It closes the
// listener, and returns when all are answered. If too many are connected, the one that has
// waited longest without asking anything has to go.
func (s *Server) Serve(ctx context.Context, listener *Listener) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-s.Session.Done():
		case <-ctx.Done():
		}
		listener.Close()
	}()
	var serving sync.WaitGroup
	defer serving.Wait()
	room := make(chan struct{}, maxConns)
	var silent queue
	for {
		conn, err := listener.Accept()
		switch {
		case errors.Is(err, os.ErrClosed):
			return
		case err != nil: // too many files are open, say
			time.Sleep(100 * time.Millisecond)
			continue
		}
		select {
		case room <- struct{}{}:
		default:
			if !silent.evict() {
				_ = replyTo(conn)(Reply{Error: "too many ask at once"})
				conn.Close()
				continue
			}
			room <- struct{}{} // at once: who has gone leaves
		}
		silent.enter(conn)
		serving.Add(1)
		go func() {
			defer serving.Done()
			defer func() { <-room }()
			s.serve(ctx, conn, &silent)
		}()
	}
}

// serve answers one question.
func (s *Server) serve(ctx context.Context, conn Conn, silent *queue) {
	defer conn.Close()
	defer silent.leave(conn)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	a := &asker{reply: replyTo(conn)}
	uid, err := peer(conn)
	if err != nil {
		_ = a.reply(Reply{Error: err.Error()})
		return
	}
	a.uid = uid
	_ = conn.SetReadDeadline(time.Now().Add(askTime))
	in := bufio.NewReader(conn)
	request, err := read(in)
	if silent.leave(conn); err == nil {
		_ = conn.SetReadDeadline(time.Time{})
		go func() { // who hangs up wants no answer any more
			_, _ = io.Copy(io.Discard, in)
			stop()
		}()
		err = s.answer(ctx, a, request)
	}
	if err == nil {
		_ = a.reply(Reply{End: true})
		return
	}
	_ = a.reply(Reply{Error: err.Error(), Usage: errors.Is(err, ErrUsage)})
}

// read reads a request.
func read(in *bufio.Reader) (r Request, err error) {
	text, err := bufio.NewReader(io.LimitReader(in, maxRequest)).ReadBytes('\n')
	if err != nil {
		return r, usagef("the request is no line of at most %d bytes", maxRequest)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return r, usagef("the request is not understood: %v", err)
	}
	return r, nil
}

// An asker is who asks.
type asker struct {
	reply func(Reply) error
	uid   string // empty if it is not known
}

// send sends data.
func (a *asker) send(data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return a.reply(Reply{Data: text})
}

// replyTo returns what writes replies to a connection.
func replyTo(conn Conn) func(Reply) error {
	return func(r Reply) error {
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		_ = conn.SetWriteDeadline(time.Now().Add(writeTime))
		_, err = conn.Write(append(text, '\n'))
		return err
	}
}

// Answer answers a request that has come another way than by a socket, and returns the data
// of its answer, as [Ask] does. The request's By is who asks. If ctx is done, or the caller
// stops, the answer ends.
func (s *Server) Answer(ctx context.Context, r Request) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		stopped := false
		a := &asker{reply: func(r Reply) error {
			if stopped = stopped || !yield(r.Data, nil); stopped {
				stop()
				return errStopped
			}
			return nil
		}}
		if err := s.answer(ctx, a, r); err != nil && !stopped {
			yield(nil, err)
		}
	}
}

// errStopped ends an answer that nobody reads any more.
var errStopped = errors.New("nobody reads the answer")

// A usageError is a mistake of the request.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func (e *usageError) Is(target error) bool { return target == ErrUsage }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// A question is a request that is being answered.
type question struct {
	*Server
	*asker
	Request
	ctx context.Context
}

// answers has what can be asked for.
var answers = map[string]func(*question) error{
	"status": (*question).status, "list": (*question).list, "next": (*question).next,
	"why": (*question).why, "history": (*question).history, "logs": (*question).logs,
	"run": (*question).run, "terminate": (*question).terminate,
	"hold": (*question).hold, "resume": (*question).resume,
	"disable": (*question).disable, "enable": (*question).enable,
	"backfill": (*question).backfill,
	"shutdown": (*question).shutdown, "restart": (*question).restart,
}

// looks are the requests that change nothing.
var looks = []string{"status", "list", "next", "why", "history", "logs"}

// Looks reports whether a request of that name changes nothing.
func Looks(do string) bool { return slices.Contains(looks, do) }

// Requests returns the names of all that can be asked for, sorted.
func Requests() []string { return slices.Sorted(maps.Keys(answers)) }

// answer does what a request asks for.
func (s *Server) answer(ctx context.Context, a *asker, r Request) error {
	answer := answers[r.Do]
	if answer == nil {
		return usagef("this program cannot do %q; it can do %s", r.Do,
			strings.Join(Requests(), ", "))
	}
	if err := s.mayOrder(ctx, r.Do); err != nil {
		return err
	}
	return answer(&question{s, a, r, ctx})
}

// by says who asks.
func (q *question) by() string {
	switch {
	case q.uid == "":
		return q.By
	case q.By == "":
		return "uid " + q.uid
	}
	return q.By + " (uid " + q.uid + ")"
}

// task returns the one task that the request is about.
func (q *question) task() (*rocket.Task, error) {
	tasks, err := q.tasks()
	if err != nil {
		return nil, err
	}
	if len(q.Tasks) != 1 || len(tasks) != 1 {
		return nil, usagef("%s needs one task", q.Do)
	}
	return tasks[0], nil
}

// tasks returns the tasks that the request names; all if it names none. NAME.* is all tasks
// whose names begin so.
func (q *question) tasks() (list []*rocket.Task, err error) {
	all := q.Session.Tasks()
	if len(q.Tasks) == 0 {
		return all, nil
	}
	for _, name := range q.Tasks {
		if t := q.Session.Task(name); t != nil {
			list = append(list, t)
			continue
		}
		prefix, isGroup := strings.CutSuffix(name, "*")
		isGroup = isGroup && strings.HasSuffix(prefix, ".")
		before := len(list)
		for _, t := range all {
			if isGroup && strings.HasPrefix(t.Name(), prefix) {
				list = append(list, t)
			}
		}
		if len(list) == before {
			return nil, q.noTask(name, all)
		}
	}
	return list, nil
}
