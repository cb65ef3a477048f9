// Command desk fetches prices and reports them. Its schedule is desk.rkt; its
// tasks are the functions of this module.
package main

import (
	"context"
	"fmt"
	"log"
	"log/slog"
	"os/signal"
	"syscall"

	rocket "github.com/rocketc/rocketc/runtime"
)

//go:generate rocketc gen

func main() {
	session, err := NewSession()
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if rocket.ServeChild(ctx, session) {
		return // this is the process of a run with execution process
	}
	if err := session.Run(ctx); err != nil {
		log.Fatal(err)
	}
}

func noteLate(logger *slog.Logger) { logger.Warn("the prices are late") }

func sayGoodBye() { fmt.Println("good-bye") }
