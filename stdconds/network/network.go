// Package network has the sensor that looks at a TCP port: the prelude's
// port_open. (docs/spec.md § Sensors)
package network

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
	"time"
)

// limit is how long an attempt to connect may take.
const limit = 2 * time.Second

// PortOpen reports whether a TCP connection to addr, host:port, can be made
// within 2 seconds. The connection is closed at once. The port is a number or the
// name of a service. If the host cannot be found or reached the answer is false. It
// is an error if addr is not host:port, if ctx is done, or if this process has no
// means to connect, such as a free file descriptor.
func PortOpen(ctx context.Context, addr string) (bool, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return false, fmt.Errorf("%q is not host:port: %w", addr, err)
	}
	if err := checkPort(ctx, port); err != nil {
		return false, err
	}
	dialer := net.Dialer{Timeout: limit}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(host, port))
	switch {
	case err == nil:
		return true, conn.Close()
	case ctx.Err() != nil:
		return false, context.Cause(ctx)
	case isOwn(err):
		return false, err
	}
	return false, nil
}

// checkPort returns an error for a port that cannot exist. Without it, such a port
// would count as closed.
func checkPort(ctx context.Context, port string) error {
	n, err := strconv.Atoi(port)
	if err != nil {
		n, err = net.DefaultResolver.LookupPort(ctx, "tcp", port)
	}
	if err != nil || n < 1 || n > 65535 {
		return fmt.Errorf(
			"%q is not a TCP port: a number from 1 to 65535, or the name of a service",
			port)
	}
	return nil
}

// isOwn reports whether the process could not connect because of its own limits.
func isOwn(err error) bool {
	for _, own := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM} {
		if errors.Is(err, own) {
			return true
		}
	}
	return false
}
