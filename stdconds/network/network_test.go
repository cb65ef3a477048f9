package network

import (
	"context"
	"errors"
	"net"
	"testing"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestPortOpen(t *testing.T) {
	open, closed := listen(t), listen(t)
	closed.Close()
	for _, test := range []struct {
		addr string
		want bool
	}{
		{open.Addr().String(), true},
		{closed.Addr().String(), false},
		{"rocketc.invalid:80", false},
	} {
		if got, err := PortOpen(t.Context(), test.addr); got != test.want || err != nil {
			t.Errorf("PortOpen(%q) = %v, %v, want %v", test.addr, got, err, test.want)
		}
	}
}

func TestPortOpenError(t *testing.T) {
	for _, addr := range []string{"", "localhost", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1",
		"127.0.0.1:", "127.0.0.1:nosuchservice", "::1:80", "a:b:c"} {
		if got, err := PortOpen(t.Context(), addr); got || err == nil {
			t.Errorf("PortOpen(%q) = %v, %v, want an error", addr, got, err)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	over := errors.New("over")
	cancel(over)
	if got, err := PortOpen(ctx, listen(t).Addr().String()); got || !errors.Is(err, over) {
		t.Errorf("with a context that is done: %v, %v", got, err)
	}
}
