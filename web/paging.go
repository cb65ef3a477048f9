package web

import (
	"net/url"
	"strconv"
)

// A pager says which part of a list a page shows.
type pager struct {
	Page, Pages, Total int    // Page counts from 1
	Prev, Next         string // addresses; empty: there is none
	from, to           int    // of the list
}

// paged returns the part of a list of n that an address asks for.
func paged(u *url.URL, n, size int) pager {
	p := pager{Total: n, Pages: max((n+size-1)/size, 1)}
	asked, _ := strconv.Atoi(u.Query().Get("page"))
	p.Page = min(max(asked, 1), p.Pages)
	p.from = (p.Page - 1) * size
	p.to = min(p.from+size, n)
	if p.Page > 1 {
		p.Prev = with(u, "page", strconv.Itoa(p.Page-1))
	}
	if p.Page < p.Pages {
		p.Next = with(u, "page", strconv.Itoa(p.Page+1))
	}
	return p
}

// with returns an address with fields of its query changed; an empty value takes one out.
func with(u *url.URL, pairs ...string) string {
	query := u.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			query.Del(pairs[i])
		}
	}
	changed := url.URL{Path: u.Path, RawQuery: query.Encode()}
	return changed.String()
}
