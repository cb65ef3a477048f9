package console

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// serve lets the session be asked, until it has ended. stop returns when who has asked has
// got the answer, or a moment has passed.
func (p *program) serve(session *rocket.Session) (stop func()) {
	listener, err := p.listen(p.schedule)
	if err != nil {
		if !errors.Is(err, errors.ErrUnsupported) {
			session.Logger().Warn("nobody can ask this program: there is no control socket",
				"error", err)
		}
		return func() {}
	}
	server := &control.Server{
		Session: session, Schedule: p.schedule, Build: p.build, Tap: p.tap,
	}
	served := make(chan struct{})
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer close(served)
		server.Serve(ctx, listener)
	}()
	return func() {
		const moment = time.Second
		cancel()
		select {
		case <-served:
		case <-time.After(moment):
		}
	}
}

// order gives an order to the program that runs the schedule. asked is false if there is none
// and the order is one that this program can do itself.
func (p *program) order(o *order, args []string) (status int, asked bool) {
	c, err := o.read(args)
	if err != nil {
		_ = p.complain(err)
		return exitUsage, true
	}
	socket := cmp.Or(c.socket, p.line.socket)
	if socket == "" {
		socket, err = control.Find(p.schedule)
	}
	switch {
	case errors.Is(err, control.ErrNobody) && o.name == runCommand && !p.line.detach:
		return 0, false
	case err != nil:
		s := &screen{out: p.stdout, err: p.stderr}
		return s.status(o, err), true
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return c.ask(ctx, socket, p.stdout, p.stderr), true
}
