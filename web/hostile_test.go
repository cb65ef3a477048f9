package web

import (
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// An endless body has as many bytes as is asked for, and counts them.
type endless struct {
	left int64
	read *atomic.Int64
}

func (e *endless) Read(p []byte) (int, error) {
	n := int(min(int64(len(p)), e.left))
	if n == 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = ' '
	}
	e.left -= int64(n)
	e.read.Add(int64(n))
	return n, nil
}

// TestHugeBodies: of a body of a gigabyte, little is read, whoever sends it, and how.
func TestHugeBodies(t *testing.T) {
	const huge, little = 1 << 30, 32 << 20 // what lies in the buffers of the system counts as read
	s := open(t)
	address, _ := s.listen()
	for name, c := range map[string]struct {
		path, token, kind string
		status            int
	}{
		"order":    {"/v1/hold", steerToken, "application/json", 413},
		"button":   {"/do/hold", steerToken, "application/x-www-form-urlencoded", 413},
		"login":    {"/login", "", "application/x-www-form-urlencoded", 413},
		"stranger": {"/v1/hold", "", "application/json", 401},
		"reader":   {"/v1/hold", lookToken, "application/json", 403},
		"nowhere":  {"/nothing", steerToken, "application/json", 404},
	} {
		for _, length := range []int64{huge, -1} {
			var read atomic.Int64
			r, _ := http.NewRequest("POST", "http://"+address+c.path, &endless{huge, &read})
			r.ContentLength = length
			r.Header.Set("Content-Type", c.kind)
			r.Header.Set("Authorization", "Bearer "+c.token)
			answer, err := http.DefaultTransport.RoundTrip(r)
			if err == nil { // else the connection has broken before the answer was read
				answer.Body.Close()
				if answer.StatusCode != c.status {
					t.Errorf("%s: status %d, want %d", name, answer.StatusCode, c.status)
				}
			}
			if n := read.Load(); n > little {
				t.Errorf("%s: %d bytes were taken", name, n)
			}
		}
	}
	for path, status := range map[string]int{"/do/hold": 413, "/login": 413, "/v1/hold": 413} {
		r := request("POST", path, steerToken, strings.Repeat(" ", maxBody+1))
		r.Host = "desk.example.com"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.expect(r, status)
	}
	if held := s.session.Stats().Held; held != 0 {
		t.Errorf("%d tasks are held", held)
	}
}

// silentConnections is how many connections of strangers TestHostile opens. The whole proof has
// ten thousand.
func silentConnections() int {
	if n, err := strconv.Atoi(os.Getenv("ROCKETC_TEST_CONNECTIONS")); err == nil {
		return n
	}
	return maxConnections + 100
}
