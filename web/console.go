package web

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A Console says how a program is asked over the network.
type Console rocket.ConsoleSpec

// New returns the console of a spec.
func New(spec rocket.ConsoleSpec) rocket.Console { return (*Console)(&spec) }

// Spec returns how the program is asked.
func (c *Console) Spec() rocket.ConsoleSpec { return rocket.ConsoleSpec(*c) }

// Open returns the options that a session needs to be asked, and what then answers for it,
// until the session has ended or ctx is done. If the address cannot be listened at, that is
// logged and tried again: it is no reason for the schedule to stop.
func (c *Console) Open() ([]rocket.Option, func(ctx context.Context, s *control.Server)) {
	d := &desk{console: *c}
	return []rocket.Option{rocket.WithTrace(d.tally.trace())}, d.serve
}

// A desk answers for one session.
type desk struct {
	console Console
	server  *control.Server
	session *rocket.Session
	keys    keys
	hosts   hosts
	port    string
	secure  bool
	tally   tally
	feeds   feeds
}

// The limits of a server.
const (
	headerTime = 5 * time.Second
	readTime   = 30 * time.Second
	writeTime  = 30 * time.Second
	idleTime   = 2 * time.Minute
	maxHeader  = 16 << 10
	maxBody    = 64 << 10
)

// serve answers for the session.
func (d *desk) serve(ctx context.Context, s *control.Server) {
	d.server, d.session = s, s.Session
	if s.Tap != nil {
		s.Tap.KeepLog(logKept)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-d.session.Done():
			stop()
		case <-ctx.Done():
		}
	}()
	made, err := d.readKeys()
	if err != nil {
		d.session.Logger().Error("the page is not open", "error", err)
		return
	}
	listener := d.listen(ctx)
	if listener == nil {
		return
	}
	d.answer(ctx, listener, made)
}

// listen listens at the address. If that is taken, it is tried again until ctx is done: the
// program before this one may not have ended yet.
func (d *desk) listen(ctx context.Context) net.Listener {
	const pause = time.Second
	said := ""
	for {
		var config net.ListenConfig
		listener, err := config.Listen(ctx, "tcp", d.console.Address)
		if err == nil {
			return listener
		}
		if ctx.Err() != nil {
			return nil
		}
		if text := err.Error(); text != said {
			said = text
			d.session.Logger().Error("the page is not open; that is tried again", "error", err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil
		}
	}
}

// answer answers who connects until ctx is done. made is the token that the program has made,
// if it has.
func (d *desk) answer(ctx context.Context, listener net.Listener, made string) {
	_, d.port, _ = net.SplitHostPort(listener.Addr().String())
	d.secure = d.console.Certificate != ""
	d.hosts = hostsOf(d.console, d.port)
	var conns connections
	server := &http.Server{
		Handler:           d.handler(),
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       log.New(io.Discard, "", 0), // of clients that do nonsense
		BaseContext:    func(net.Listener) context.Context { return ctx },
		ConnContext:    conns.context,
		ConnState:      conns.state,
	}
	if d.secure {
		pair := &certificate{cert: d.console.Certificate, key: d.console.Key}
		if _, err := pair.get(nil); err != nil {
			d.session.Logger().Error("the page is not open", "error", err)
			listener.Close()
			return
		}
		server.TLSConfig = &tls.Config{GetCertificate: pair.get, MinVersion: tls.VersionTLS12}
	}
	d.session.Logger().Info("the page is open", "url", d.link(made))
	go func() {
		<-ctx.Done()
		const moment = 500 * time.Millisecond
		soon, cancel := context.WithTimeout(context.Background(), moment)
		defer cancel()
		if server.Shutdown(soon) != nil {
			server.Close()
		}
	}()
	var err error
	if d.secure {
		err = server.ServeTLS(listener, "", "")
	} else {
		err = server.Serve(listener)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		d.session.Logger().Error("the page has closed", "error", err)
	}
}

// link returns the address of the page, with the token that the program has made.
func (d *desk) link(made string) string {
	host, _, _ := net.SplitHostPort(d.console.Address)
	scheme := "http"
	if d.secure {
		scheme = "https"
	}
	switch {
	case len(d.console.Hosts) > 0:
		host = d.console.Hosts[0]
	case host == "" || isUnspecified(host):
		host = "localhost"
	}
	link := scheme + "://" + net.JoinHostPort(host, d.port) + "/"
	if made != "" {
		link += "?token=" + made
	}
	return link
}

// isUnspecified reports whether a host stands for all addresses of the machine.
func isUnspecified(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsUnspecified()
}
