// Command service serves exchange rates. What it does by itself, and when, is in rates.rkt.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

//go:generate rocketc gen

func main() {
	address := flag.String("address", "127.0.0.1:8081", "where the service listens")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *address); err != nil {
		log.Fatal(err)
	}
}

// run runs the service until ctx is done.
func run(ctx context.Context, address string) error {
	book, err := openBook()
	if err != nil {
		return err
	}
	session, err := NewSession()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	log.Printf("listening on http://%s", listener.Addr())
	return serve(ctx, session, listener, handler(session, book))
}

// patience is how long clients are waited for when the service ends.
const patience = 10 * time.Second

// serve runs a session and a server until ctx is done, or one of them ends. The server ends
// first: clients who wait for runs get their answers. Then the session ends in good order.
func serve(ctx context.Context, session *rocket.Session, listener net.Listener,
	handler http.Handler) error {
	always := context.WithoutCancel(ctx)
	running, end := context.WithCancel(always)
	defer end()
	ended, served := make(chan error, 1), make(chan error, 1)
	go func() { ended <- session.Run(running) }()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: patience}
	go func() { served <- server.Serve(listener) }()

	var failed error
	select {
	case <-ctx.Done():
	case <-session.Done():
	case failed = <-served:
	}
	waiting, stop := context.WithTimeout(always, patience)
	defer stop()
	failed = errors.Join(failed, server.Shutdown(waiting))
	end()
	return errors.Join(failed, <-ended)
}
