package notify

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// plainly has an address of each way to talk to a server without TLS.
var plainly = []string{"http://push.example.com/s3cr3t", "ntfy://ntfy.sh/s3cr3t?scheme=http",
	"smtp://localhost?from=a@b.c&to=d@e.f"}

// talking returns a wire to a server that is a function.
func talking(server func(net.Conn)) wire {
	return wire{dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go server(theirs)
		return ours, nil
	}}
}

// dead returns servers at an address that do not take a message, each in its own way.
func dead(address string) map[string]func(net.Conn) {
	slow := slowly("220 hello\r\n250-")
	if strings.HasPrefix(address, "http") || strings.HasPrefix(address, "ntfy") {
		slow = func(c net.Conn) {
			_, _ = c.Read(make([]byte, 10)) // the request comes first
			slowly("HTTP/1.1 200 OK\r\nX: ")(c)
		}
	}
	return map[string]func(net.Conn){
		"says nothing":        func(c net.Conn) { _, _ = io.Copy(io.Discard, c) },
		"does not even read":  func(net.Conn) {},
		"says a bit at times": slow,
	}
}

// slowly returns a server that says a text and then goes on, a byte a second.
func slowly(text string) func(net.Conn) {
	return func(c net.Conn) {
		go io.Copy(io.Discard, c)
		_, err := io.WriteString(c, text)
		for err == nil {
			time.Sleep(time.Second)
			_, err = io.WriteString(c, "x")
		}
	}
}

// eachDead tests each dead server at each address, on a simulated clock.
func eachDead(t *testing.T, test func(t *testing.T, w wire, address string)) {
	for _, address := range plainly {
		for name, server := range dead(address) {
			t.Run(address[:4]+" "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					test(t, talking(server), address)
					time.Sleep(time.Second) // the server notices that it is alone
				})
			})
		}
	}
}

// TestNoAnswer: a place that does not take a message within the limit is an error, and no
// goroutine is left of it.
func TestNoAnswer(t *testing.T) {
	eachDead(t, func(t *testing.T, w wire, address string) {
		begin := time.Now()
		err := send(t.Context(), w, address, note{message: "m"})
		if took := time.Since(begin); !errors.Is(err, ErrNoAnswer) || took != Limit {
			t.Errorf("the error is %v, after %v", err, took)
		}
	})
}

// TestCancel: a run that is to end ends at once, and says why.
func TestCancel(t *testing.T) {
	asked := errors.New("asked to end")
	eachDead(t, func(t *testing.T, w wire, address string) {
		ctx, cancel := context.WithCancelCause(t.Context())
		begin := time.Now()
		time.AfterFunc(5*time.Second, func() { cancel(asked) })
		err := send(ctx, w, address, note{message: "m"})
		if took := time.Since(begin); err != asked || took != 5*time.Second {
			t.Errorf("the error is %v, after %v", err, took)
		}
	})
}

// TestSlow: a place that answers in time has taken the message.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := talking(func(c net.Conn) {
			in := bufio.NewReader(c)
			for line := ""; line != "\r\n"; {
				line, _ = in.ReadString('\n')
			}
			time.Sleep(Limit - time.Second)
			fmt.Fprint(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			c.Close()
		})
		if err := send(t.Context(), w, plainly[0], note{message: "m"}); err != nil {
			t.Error(err)
		}
	})
}

// TestTalker: a mail server that does not stop talking is left.
func TestTalker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := talking(func(c net.Conn) {
			_, err := fmt.Fprint(c, "220-"+strings.Repeat("x", 1000))
			for err == nil {
				_, err = fmt.Fprint(c, strings.Repeat("x", 1000))
			}
		})
		err := send(t.Context(), w, plainly[2], note{message: "m"})
		if err == nil || !strings.Contains(err.Error(), "says too much") {
			t.Errorf("the error is %v", err)
		}
	})
}
