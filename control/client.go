package control

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"syscall"
	"time"
)

// ErrUsage is what the error is of a request that the program does not understand, or that is
// about what is not there.
var ErrUsage = errors.New("the request is wrong")

// ErrNobody is wrapped by the error if no program answers.
var ErrNobody = errors.New("no program answers")

// Ask asks the program that listens on a socket, and returns the data of its answer. The
// error is the program's, or wraps [ErrNobody]; it is ctx's if ctx is done.
func Ask(ctx context.Context, socket string, r Request) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		if err := ask(ctx, socket, r, yield); err != nil {
			yield(nil, err)
		}
	}
}

func ask(ctx context.Context, socket string, r Request,
	yield func(json.RawMessage, error) bool) error {
	conn, err := dial(ctx, socket)
	if err != nil {
		return fmt.Errorf("%w at %s: %w", ErrNobody, socket, err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, unsent := conn.Write(append(text, '\n')) // the program may have answered nevertheless
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return hungUp(ctx, cmp.Or(unsent, err))
		}
		var reply Reply
		switch err := json.Unmarshal(line, &reply); {
		case err != nil:
			return fmt.Errorf("the answer is not understood: %w", err)
		case reply.Usage:
			return &usageError{reply.Error}
		case reply.Error != "":
			return errors.New(reply.Error)
		case reply.End:
			return nil
		}
		if !yield(reply.Data, nil) {
			return nil
		}
	}
}

// dial connects to a socket. If more wait there than the system lets wait, it tries for
// patience.
func dial(ctx context.Context, socket string) (Conn, error) {
	const patience, pause = 5 * time.Second, 20 * time.Millisecond
	for end := time.Now().Add(patience); ; {
		conn, err := connect(ctx, socket)
		if !errors.Is(err, syscall.EAGAIN) || time.Now().After(end) {
			return conn, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// ErrHungUp is the error if the program has ended, or died, before its answer was whole.
var ErrHungUp = errors.New("the program has ended before its answer")

// hungUp returns why an answer has ended too early.
func hungUp(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if errors.Is(err, io.EOF) {
		return ErrHungUp
	}
	return fmt.Errorf("%w: %w", ErrHungUp, err)
}

// Get asks for one value.
func Get[T any](ctx context.Context, socket string, r Request) (value T, err error) {
	for data, err := range Ask(ctx, socket, r) {
		if err != nil {
			return value, err
		}
		return value, json.NewDecoder(bytes.NewReader(data)).Decode(&value)
	}
	return value, ErrHungUp
}

// WorkerName returns the name under which a worker of a schedule listens, so that nobody takes it
// for the program that runs the schedule.
func WorkerName(schedule string) string { return schedule + "." + workerRole }

// Find returns the socket of the one program of a schedule that answers. If several do, it is that
// of the only one that does not stand by; if there is no such, the error names their sockets.
func Find(schedule string) (string, error) {
	name := fileName(schedule)
	var found []string
	for _, p := range Places() {
		base, pid, _ := cutPID(p.Name)
		if (p.Name == name || base == name && pid != "") && Answers(p.Path) {
			found = append(found, p.Path)
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("%w for %s", ErrNobody, schedule)
	case 1:
		return found[0], nil
	}
	if path, ok := Choose(found); ok {
		return path, nil
	}
	slices.Sort(found)
	return "", fmt.Errorf("%d programs answer for %s: choose one by --schedule %s", len(found),
		schedule, strings.Join(found, " or --schedule "))
}

// Choose returns the only one of several sockets whose program neither stands by nor is a worker.
// If there is no such one, or more than one, ok is false.
func Choose(sockets []string) (socket string, ok bool) {
	const patience = 2 * time.Second
	for _, path := range sockets {
		ctx, stop := context.WithTimeout(context.Background(), patience)
		status, err := Get[Status](ctx, path, Request{Do: "status"})
		stop()
		if err == nil && (status.Role == standbyRole || status.Role == workerRole) {
			continue
		}
		if ok {
			return "", false
		}
		socket, ok = path, true
	}
	return socket, ok
}

// cutPID splits NAME-PID.
func cutPID(name string) (base, pid string, ok bool) {
	i := strings.LastIndexByte(name, '-')
	if i < 0 || strings.Trim(name[i+1:], "0123456789") != "" {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}
