package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

// serve starts a server whose paths answer with the status of their name.
func serve(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	for path, status := range map[string]int{"/ok": 200, "/empty": 204, "/missing": 404,
		"/broken": 500, "/unchanged": 304} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
	mux.Handle("/moved", http.RedirectHandler("/ok", http.StatusFound))
	mux.Handle("/lost", http.RedirectHandler("/missing", http.StatusFound))
	mux.Handle("/circle", http.RedirectHandler("/circle", http.StatusFound))
	mux.HandleFunc("/long", func(w http.ResponseWriter, r *http.Request) {
		http.NewResponseController(w).Flush()
		<-r.Context().Done() // the body never ends
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func TestHTTPOK(t *testing.T) {
	server := serve(t)
	down := httptest.NewServer(nil)
	down.Close()
	secure := httptest.NewTLSServer(nil)
	t.Cleanup(secure.Close)
	for _, test := range []struct {
		address string
		want    bool
	}{
		{server.URL + "/ok", true},
		{server.URL + "/empty", true},
		{server.URL + "/moved", true},
		{server.URL + "/long", true},
		{server.URL + "/lost", false},
		{server.URL + "/circle", false},
		{server.URL + "/missing", false},
		{server.URL + "/broken", false},
		{server.URL + "/unchanged", false},
		{down.URL, false},
		{secure.URL, false}, // nobody knows who has signed its certificate
		{"http://rocketc.invalid/", false},
	} {
		if got, err := HTTPOK(t.Context(), test.address); got != test.want || err != nil {
			t.Errorf("HTTPOK(%q) = %v, %v, want %v", test.address, got, err, test.want)
		}
	}
}

func TestHTTPOKError(t *testing.T) {
	for _, address := range []string{"", "example.com", "ftp://example.com/", "http://",
		"http:///path", "http://:80", "http://a b/", "http://[::1", "file:///etc/passwd"} {
		if got, err := HTTPOK(t.Context(), address); got || err == nil {
			t.Errorf("HTTPOK(%q) = %v, %v, want an error", address, got, err)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	over := errors.New("over")
	cancel(over)
	if got, err := HTTPOK(ctx, serve(t).URL+"/ok"); got || !errors.Is(err, over) {
		t.Errorf("with a context that is done: %v, %v", got, err)
	}
}
