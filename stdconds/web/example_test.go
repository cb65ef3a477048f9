package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/rocketc/rocketc/stdconds/web"
)

// A schedule asks the same by http_ok("https://example.com/healthz").
func ExampleHTTPOK() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	fmt.Println(web.HTTPOK(context.Background(), server.URL+"/healthz"))
	fmt.Println(web.HTTPOK(context.Background(), server.URL+"/other"))
	// Output:
	// true <nil>
	// false <nil>
}
