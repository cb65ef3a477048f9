package notify

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// A post is what a server has got.
type post struct{ host, path, contentType, body string }

// serve starts a server with TLS that answers with a status and a text, and a wire on which it
// has all addresses. Without a certificate that is trusted, such as on systems where the test
// cannot say which, the test is skipped.
func serve(t *testing.T, status int, answer string) (wire, func() []post) {
	t.Helper()
	var mu sync.Mutex
	var got []post
	server := httptest.NewUnstartedServer(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			mu.Lock()
			defer mu.Unlock()
			got = append(got, post{r.Host, r.URL.RequestURI(), r.Header.Get("Content-Type"),
				string(body)})
			if status/100 == 3 {
				w.Header().Set("Location", "https://push.example.com/elsewhere")
			}
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(status)
			io.WriteString(w, answer)
		}))
	return start(t, server), func() []post {
		mu.Lock()
		defer mu.Unlock()
		return got
	}
}

// start starts a server with TLS, and returns a wire on which it has all addresses.
func start(t *testing.T, server *httptest.Server) wire {
	t.Helper()
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("SSL_CERT_FILE says nothing on this system")
	}
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return to(server.Listener)
}

// TestPosts posts to a server that has the addresses of all services, and presents a
// certificate for them.
func TestPosts(t *testing.T) {
	for _, test := range []struct{ address, answer, host, path, body string }{
		{"https://push.example.com/a?b=c", "", "push.example.com", "/a?b=c",
			`{"title":"Ä \"b\" Bcc: x@y.z","message":"ü\n\u003c\ufffd\u003e\t ."}`},
		{"slack://hook:T0-B0-X@webhook", "ok", "hooks.slack.com", "/services/T0/B0/X",
			`{"text":"*Ä \"b\" Bcc: x@y.z*\nü\n\u0026lt;` + "\ufffd" + `\u0026gt;\t ."}`},
		{"slack://xoxb-1@C", `{"ok":true}`, "slack.com", "/api/chat.postMessage", ""},
		{"discord://tok@12", "", "discord.com", "/api/webhooks/12/tok", ""},
		{"teams://x.webhook.office.com/a/b", "1", "x.webhook.office.com", "/a/b", ""},
		{"telegram://1:a@telegram?chats=2", `{"ok":true}`, "api.telegram.org",
			"/bot1:a/sendMessage", ""},
		{"ntfy://ntfy.sh/ops", "{}", "ntfy.sh", "/", ""},
		{"gotify://push.example.com/tok", "", "push.example.com", "/message", ""},
	} {
		w, got := serve(t, 200, test.answer)
		n := note{title: "Ä \"b\"\r\nBcc: x@y.z", message: "ü\r\n<\xff>\t\x1b."}
		if err := send(t.Context(), w, test.address, n); err != nil {
			t.Errorf("%s: %v", test.address, err)
		}
		all := got()
		if len(all) != 1 {
			t.Fatalf("%s: %d posts", test.address, len(all))
		}
		p := all[0]
		if p.host != test.host || p.path != test.path || p.contentType != "application/json" {
			t.Errorf("%s: %+v", test.address, p)
		}
		if body := strings.ReplaceAll(p.body, `\ufffd`, "\ufffd"); test.body != "" &&
			body != strings.ReplaceAll(test.body, `\ufffd`, "\ufffd") {
			t.Errorf("%s: the body is %s, want %s", test.address, body, test.body)
		}
	}
}

// TestAnswers: any answer that does not say that the message is taken is an error, which says
// what the answer is. What of it comes from the address is hidden.
func TestAnswers(t *testing.T) {
	for _, test := range []struct {
		address string
		status  int
		answer  string
		want    string
	}{
		{"https://push.example.com/s3cr3t", 204, "", ""},
		{"https://push.example.com/s3cr3t", 404, "no\n/s3cr3t\x00", "web hook: the answer is " +
			"404 Not Found, try again after 30: no /*****"},
		{"https://push.example.com/s3cr3t", 500, "", "500 Internal Server Error, try again"},
		{"https://push.example.com/?k=s3cr3t", 429, strings.Repeat("ü", 1000),
			strings.Repeat("ü", 299) + "…"},
		{"https://push.example.com/s3cr3t", 302, "", "the answer is 302 Found, which leads"},
		{"https://push.example.com/s3cr3t", 308, "", "308 Permanent Redirect, which leads"},
		{"slack://xoxb-s3cr3t@C", 200, `{"ok":false,"error":"channel_not_found"}`,
			"Slack: refused: channel_not_found"},
		{"slack://xoxb-s3cr3t@C", 200, `{"ok":false}`, "not that of Slack"},
		{"slack://xoxb-s3cr3t@C", 200, `<html>`, "not that of Slack"},
		{"telegram://1:s3cr3t@telegram?chats=2", 200, `{"ok":false,"description":"no\nchat"}`,
			"Telegram: refused: no chat"},
		{"telegram://1:s3cr3t@telegram?chats=2", 200, `{}`, "not that of Telegram"},
		{"telegram://1:s3cr3t@telegram?chats=2", 401, `{"ok":false,"description":"1:s3cr3t"}`,
			`401 Unauthorized, try again after 30: {"ok":false,"description":"*****"}`},
		{"discord://s3cr3t@12", 400, "s3cr3t?", "Discord: the answer is 400 Bad Request, " +
			"try again after 30: *****?"},
		{"teams://x.webhook.office.com/s3cr3t", 400, "", "Teams: the answer is 400"},
		{"ntfy://u:s3cr3t@ntfy.sh/ops", 403, "u:s3cr3t", "ntfy: the answer is 403 Forbidden, " +
			"try again after 30: *****"},
		{"ntfy://u:s3cr3t@ntfy.sh/ops", 403, "s3cr3t", "try again after 30: *****"},
		{"gotify://push.example.com/s3cr3t", 401, "", "Gotify: the answer is 401"},
	} {
		w, got := serve(t, test.status, test.answer)
		err := send(t.Context(), w, test.address, note{message: "m"})
		text := fmt.Sprint(err)
		if (err == nil) != (test.want == "") || !strings.Contains(text, test.want) ||
			strings.Contains(text, "s3cr3t") {
			t.Errorf("%s, %d: the error is %v, want %s", test.address, test.status, err, test.want)
		}
		if n := len(got()); n != 1 {
			t.Errorf("%s, %d: %d requests", test.address, test.status, n)
		}
	}
}

// TestLongMessages: what is longer than a service takes is cut, and nearly all of what it takes is
// sent.
func TestLongMessages(t *testing.T) {
	for address, most := range map[string]int{
		"slack://xoxb-1@C": 40_000, "discord://tok@12": 2000,
		"teams://x.webhook.office.com/a/b": 28_000, "telegram://1:a@telegram?chats=2": 4096,
		"ntfy://ntfy.sh/ops": 4096, "gotify://push.example.com/tok": 100_000,
	} {
		w, got := serve(t, 200, `{"ok":true}`)
		n := note{title: "Ä title", message: strings.Repeat("~", 100_000)}
		if err := send(t.Context(), w, address, n); err != nil {
			t.Errorf("%s: %v", address, err)
		}
		sent := strings.Count(got()[0].body, "~")
		if most < 100_000 {
			most -= len(n.title)
		}
		if sent > most || sent < most*2/3 {
			t.Errorf("%s: a message of %d letters, at most %d are taken", address, sent, most)
		}
	}
}

// TestHugeAnswer: of an answer without end only the start is read.
func TestHugeAnswer(t *testing.T) {
	ended := make(chan int, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(500)
			written := 0
			for {
				n, err := w.Write(make([]byte, 32<<10))
				if written += n; err != nil || r.Context().Err() != nil {
					ended <- written
					return
				}
			}
		}))
	err := send(t.Context(), start(t, server), "https://push.example.com/", note{message: "m"})
	if err == nil || !strings.Contains(err.Error(), "500") {
		t.Errorf("the error is %v", err)
	}
	if written := <-ended; written > 64<<20 {
		t.Errorf("the server has written %d bytes", written)
	}
}

// TestUnreachable: that nobody listens, that there is no such host, and that a certificate is
// not trusted are errors, in which the address is not.
func TestUnreachable(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	stranger := httptest.NewUnstartedServer(nil)
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	stranger.StartTLS() // with the certificate of httptest
	t.Cleanup(stranger.Close)
	lost := wire{dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "push.example.com"}
	}}
	for want, w := range map[string]wire{"refused": to(closed.(*net.TCPListener)),
		"certificate": to(stranger.Listener), "no such host": lost} {
		for _, address := range []string{"https://push.example.com/s3cr3t", "slack://xoxb-s3cr3t@C",
			"discord://s3cr3t@12", "teams://push.example.com/s3cr3t", "ntfy://:s3cr3t@ntfy.sh/ops",
			"telegram://1:s3cr3t@telegram?chats=2", "gotify://push.example.com/s3cr3t",
			"smtps://u:s3cr3t@mail.example.com?from=a@b.c&to=d@e.f"} {
			err := send(t.Context(), w, address, note{message: "m"})
			if err == nil || !strings.Contains(err.Error(), want) ||
				strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("%s: the error is %v, want %s", address, err, want)
			}
		}
	}
}
