package notify

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// scheme returns the scheme of the requests to a server of one's own: https, unless the
// settings say http.
func scheme(set map[string]string) (string, error) {
	switch strings.ToLower(set["scheme"]) {
	case "", "https":
	case "http":
		return "http", nil
	default:
		return "", bad("the scheme of an address is http or https")
	}
	switch strings.ToLower(set["disabletls"]) {
	case "", "no", "false", "0":
		return "https", nil
	case "yes", "true", "1":
		return "http", nil
	}
	return "", bad("disabletls of an address is yes or no")
}

// priority returns the number of a priority.
func priority(text string, from, to int, names ...string) (int, error) {
	n, err := strconv.Atoi(text)
	for i, name := range names {
		if strings.EqualFold(text, name) {
			n, err = from+i, nil
		}
	}
	if err != nil || n < from || n > to {
		return 0, bad("the priority of an address is a number from %d to %d", from, to)
	}
	return n, nil
}

// readNtfy reads ntfy://HOST/TOPIC, with USER:PASSWORD@ or :TOKEN@ before the host.
func readNtfy(u *url.URL) (target, error) {
	set, err := settings(u, "scheme", "disabletls", "priority", "tags", "click")
	if err != nil {
		return nil, err
	}
	by, err := scheme(set)
	if err != nil {
		return nil, err
	}
	parts := segments(u.Path)
	if len(parts) != 1 {
		return nil, bad("the address names no topic, or more than one")
	}
	fixed := map[string]any{"topic": parts[0]}
	if text := set["priority"]; text != "" {
		n, err := priority(text, 1, 5, "min", "low", "default", "high", "max")
		if err != nil {
			return nil, err
		}
		fixed["priority"] = n
	}
	if tags := set["tags"]; tags != "" {
		fixed["tags"] = strings.Split(tags, ",")
	}
	if click := set["click"]; click != "" {
		fixed["click"] = click
	}
	// The topic is in the body, where texts can have any letters; in headers they cannot.
	q := &request{service: "ntfy", limit: 3500, header: http.Header{},
		url: &url.URL{Scheme: by, Host: u.Host, Path: "/"}}
	q.body = func(n note) any {
		m := map[string]any{"title": n.title, "message": n.message}
		for key, value := range fixed {
			m[key] = value
		}
		return m
	}
	if u.User != nil {
		password, _ := u.User.Password()
		if r := (http.Request{Header: q.header}); u.User.Username() != "" {
			r.SetBasicAuth(u.User.Username(), password)
		} else {
			q.header.Set("Authorization", "Bearer "+password)
		}
	}
	return q, nil
}

// readGotify reads gotify://HOST[/PATH]/TOKEN.
func readGotify(u *url.URL) (target, error) {
	set, err := settings(u, "scheme", "disabletls", "priority")
	if err != nil {
		return nil, err
	}
	by, err := scheme(set)
	if err != nil {
		return nil, err
	}
	parts := segments(u.Path)
	if len(parts) == 0 {
		return nil, bad("the address has no token after its host")
	}
	urgent := 5
	if text := set["priority"]; text != "" {
		if urgent, err = priority(text, 0, 10); err != nil {
			return nil, err
		}
	}
	last := len(parts) - 1
	path := "/" + strings.Join(append(parts[:last:last], "message"), "/")
	return &request{
		service: "Gotify", url: &url.URL{Scheme: by, Host: u.Host, Path: path},
		header: http.Header{"X-Gotify-Key": {parts[last]}},
		body: func(n note) any {
			return map[string]any{"title": n.title, "message": n.message, "priority": urgent}
		},
	}, nil
}
