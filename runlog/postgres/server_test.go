//go:build linux

package postgres

import (
	"errors"
	"sync"
	"testing"

	"github.com/rocketc/rocketc/internal/pgserver"
	"github.com/rocketc/rocketc/runtime/arg"
)

// shared is the server of this test binary; nil if there is none yet, or none can be.
var (
	shared      *pgserver.Server
	errServer   error
	startShared = sync.OnceFunc(func() { shared, errServer = pgserver.New() })
)

// newAddress returns the address of an empty database of the shared server.
func newAddress(t *testing.T) string {
	t.Helper()
	if startShared(); errors.Is(errServer, pgserver.ErrMissing) {
		t.Skip(errServer)
	}
	if errServer != nil {
		t.Fatal(errServer)
	}
	address, err := shared.NewDatabase()
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// newLog returns the log of a schedule in a database.
func newLog(address, schedule string) *Log {
	return &Log{Address: arg.Literal{Value: address}, Schedule: schedule}
}
