package console

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// serve lets the session be asked, until it has ended. stop returns when who has asked has
// got the answer, or a moment has passed.
func (p *program) serve(session *rocket.Session) (stop func()) {
	server := &control.Server{
		Session: session, Schedule: p.schedule, Build: p.build, Tap: p.tap,
	}
	name := p.worker.tell(server)
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	if listener, err := p.listen(name); err == nil {
		serving.Add(1)
		go func() {
			defer serving.Done()
			server.Serve(ctx, listener)
		}()
	} else if !errors.Is(err, errors.ErrUnsupported) {
		session.Logger().Warn("nobody can ask this program: there is no control socket",
			"error", err)
	}
	if p.page != nil {
		serving.Add(1)
		go func() {
			defer serving.Done()
			p.page(ctx, server)
		}()
	}
	return func() {
		const moment = time.Second
		cancel()
		served := make(chan struct{})
		go func() {
			defer close(served)
			serving.Wait()
		}()
		select {
		case <-served:
		case <-time.After(moment):
		}
	}
}

// A page is what answers over the network: that of package web.
type page interface {
	rocket.Console
	// Open returns the options that a session needs for it, and what answers until the session
	// has ended or the context is done.
	Open() ([]rocket.Option, func(context.Context, *control.Server))
}

// openPage has the page of a schedule, if it has one, answer for a session with the options
// that are returned.
func (p *program) openPage(s *rocket.Schedule) (options []rocket.Option) {
	if page, ok := s.Console.(page); ok && p.line.command == "" {
		options, p.page = page.Open()
	}
	return options
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
