//go:build linux

package postgres

import (
	"fmt"
	"os"
	"testing"

	"github.com/rocketc/rocketc/runlog/internal/harm"
	rocket "github.com/rocketc/rocketc/runtime"
)

// addressVariable has the address of the database of a program of TestKill.
const addressVariable = "ROCKETC_TEST_DATABASE"

func ofProgram(string) rocket.RunLog { return newLog(os.Getenv(addressVariable), "chain") }

func TestMain(m *testing.M) {
	status := harm.Main(m, ofProgram)
	if err := shared.Remove(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

// TestKill kills a program of the log.
func TestKill(t *testing.T) {
	t.Setenv(addressVariable, newAddress(t))
	harm.Kill(t, ofProgram)
}
