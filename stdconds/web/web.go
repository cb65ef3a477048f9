// Package web has the sensor that asks a web server: the prelude's http_ok. Only
// programs that use this package link net/http. (docs/spec.md § Sensors)
package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// limit is how long a request may take, redirections included.
const limit = 10 * time.Second

// HTTPOK reports whether a GET of the URL, http or https, is answered with a status
// of 200 to 299 within 10 seconds. At most ten redirections are followed. The body
// is not read. If the server cannot be found or reached, or its certificate is not
// valid, the answer is false. It is an error if address is not such a URL, or if ctx
// is done. The environment names the proxies, as for [http.ProxyFromEnvironment].
func HTTPOK(ctx context.Context, address string) (bool, error) {
	u, err := url.Parse(address)
	if err != nil {
		return false, err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return false, fmt.Errorf("%q is not an http:// or https:// URL", address)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return false, err
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true,
		ForceAttemptHTTP2: true}
	client := http.Client{Transport: transport, Timeout: limit}
	response, err := client.Do(request)
	switch {
	case ctx.Err() != nil:
		return false, context.Cause(ctx)
	case err != nil:
		return false, nil
	}
	response.Body.Close()
	return response.StatusCode/100 == 2, nil
}
