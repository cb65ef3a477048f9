// Package pgserver starts PostgreSQL servers, for tests and the benchmark: each with a cluster
// of its own in a temporary directory, as an unprivileged user, on a Unix socket. It does so
// on Linux only.
package pgserver

import "errors"

// ErrMissing is why there is no server.
var ErrMissing = errors.New("there are no programs of a PostgreSQL server; on Debian they are " +
	"in the package postgresql-15")
