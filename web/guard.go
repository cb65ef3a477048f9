package web

import (
	"net/http"
	"strings"
	"time"
)

// cookieTime is how long a browser is known.
const cookieTime = 30 * 24 * time.Hour

// policy is what a browser may do with a page: its own style, script and stream, no more.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// handler answers all requests.
func (d *desk) handler() http.Handler {
	open := http.NewServeMux() // without a token
	open.HandleFunc("GET /healthz", d.healthz)
	open.Handle("/", d.guarded(d.routes()))
	return http.MaxBytesHandler(hardened(open), maxBody)
}

// hardened has the answers of a handler carry what browsers are to obey, and end in time.
func hardened(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime))
		next.ServeHTTP(w, r)
	})
}

// guarded lets through who asks by the right name, from the right page, with a token.
func (d *desk) guarded(next http.Handler) http.Handler {
	inside := http.NewCrossOriginProtection().Handler(http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) { d.enter(w, r, next) }))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !d.hosts.has(r) {
			http.Error(w, "this program is not called so; `host` in its console can name it",
				http.StatusMisdirectedRequest)
			return
		}
		inside.ServeHTTP(w, r)
	})
}

// enter lets through who has a token.
func (d *desk) enter(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if strings.HasPrefix(r.URL.Path, "/static/") {
		next.ServeHTTP(w, r) // the login page has a style
		return
	}
	if r.Method == http.MethodPost && r.URL.Path == "/login" {
		d.login(w, r)
		return
	}
	if token := r.URL.Query().Get("token"); token != "" && r.Method == http.MethodGet {
		if d.admit(w, token) {
			query := r.URL.Query()
			query.Del("token")
			to := *r.URL
			to.RawQuery = query.Encode()
			http.Redirect(w, r, to.RequestURI(), http.StatusSeeOther)
			return
		}
	}
	right := d.rightOf(r)
	switch {
	case right == nothing:
		d.refuse(w, r)
	case right == look && r.Method != http.MethodGet && r.Method != http.MethodHead:
		show(r)
		fail(w, http.StatusForbidden, "this token is read_only")
	default:
		show(r)
		next.ServeHTTP(w, r.WithContext(withRight(r.Context(), right)))
	}
}

// refuse answers who has no token: a browser with a form that asks for it.
func (d *desk) refuse(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("WWW-Authenticate", "Bearer")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") || isAPI(r) {
		fail(w, http.StatusUnauthorized, "no token, or a wrong one")
		return
	}
	d.askToken(w, r.URL.Query().Get("token") != "")
}

// login takes a token from a form.
func (d *desk) login(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		fail(w, statusOf(err), "the form is not understood")
		return
	}
	if d.admit(w, strings.TrimSpace(r.PostForm.Get("token"))) {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	d.askToken(w, true)
}

// askToken answers with a form that asks for a token. wrong says that one was wrong.
func (d *desk) askToken(w http.ResponseWriter, wrong bool) {
	d.render(w, http.StatusUnauthorized, "login.html",
		page{Title: "Token", Schedule: d.server.Schedule, Wrong: wrong})
}

// isAPI reports whether a request is for programs.
func isAPI(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/v1/") || r.URL.Path == "/metrics" ||
		r.URL.Path == "/events"
}
