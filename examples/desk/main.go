// Command desk fetches prices and reports them. Its schedule is desk.rkt; its
// tasks are the functions of this module.
package main

import (
	"fmt"
	"log/slog"
	"os"

	"github.com/rocketc/rocketc/console"
)

//go:generate rocketc gen

func main() { os.Exit(console.MainOf(NewSession)) }

func noteLate(logger *slog.Logger) { logger.Warn("the prices are late") }

func sayGoodBye() { fmt.Println("good-bye") }
