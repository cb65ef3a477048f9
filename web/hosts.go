package web

import (
	"net"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
)

// hosts are the names by which a program may be asked. A page of another origin can have its
// own name lead to this machine, and its requests then count as of the same origin; but they
// have that name.
type hosts struct {
	names []string // lower case
	any   []string // names that may have any port: the program stands behind a proxy, perhaps
	port  string
	local bool // only this machine reaches the address
}

// hostsOf returns the names by which a program is asked that listens at a port.
func hostsOf(c Console, port string) hosts {
	host, _, _ := net.SplitHostPort(c.Address)
	ip, err := netip.ParseAddr(host)
	h := hosts{port: port, local: host == "localhost" || err == nil && ip.IsLoopback()}
	if host != "" {
		h.names = append(h.names, strings.ToLower(host))
	}
	if h.local || host == "" || isUnspecified(host) {
		h.names = append(h.names, "localhost", "127.0.0.1", "::1")
	}
	if name, err := os.Hostname(); err == nil && !h.local {
		h.names = append(h.names, strings.ToLower(name))
	}
	for _, name := range c.Hosts {
		h.any = append(h.any, strings.ToLower(name))
	}
	return h
}

// has reports whether a request is for one of the names.
func (h hosts) has(r *http.Request) bool {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		host, port = r.Host, ""
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if slices.Contains(h.any, host) {
		return true
	}
	if port != h.port && (port != "" || h.port != defaultPort(r)) {
		return false
	}
	return slices.Contains(h.names, host) || h.isOwnAddress(r, host)
}

// isOwnAddress reports whether a host is the address at which the connection has arrived. A
// foreign name cannot be one.
func (h hosts) isOwnAddress(r *http.Request, host string) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	address, _, err := net.SplitHostPort(local.String())
	return err == nil && address == host
}

func defaultPort(r *http.Request) string {
	if r.TLS != nil {
		return "443"
	}
	return "80"
}
