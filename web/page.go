package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"sync"
	"time"

	"github.com/rocketc/rocketc/console"
)

//go:embed templates static openapi.json
var files embed.FS

// templates returns the pages.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"time": timeTag, "since": span, "dict": dict,
	}).ParseFS(files, "templates/*.html"))
})

// A page is what each page says.
type page struct {
	Title    string
	Schedule string
	Zone     string
	Now      time.Time
	Path     string // of the request
	Steers   bool   // who asks may change something
	Said     *said  // what was done last
	Wrong    bool   // the token was
	Data     any
}

// show answers with a page. The status of the session heads it.
func (d *desk) page(w http.ResponseWriter, r *http.Request, name, title string, data any) {
	zone := d.session.Location()
	now := time.Now().In(zone)
	d.render(w, http.StatusOK, name, page{
		Title: title, Schedule: d.server.Schedule, Zone: now.Format("MST -07:00"), Now: now,
		Path: r.URL.RequestURI(), Steers: maySteer(r), Said: d.said(w, r), Data: data,
	})
}

// render writes a page.
func (d *desk) render(w http.ResponseWriter, status int, name string, p page) {
	var text bytes.Buffer
	if err := templates().ExecuteTemplate(&text, name, p); err != nil {
		d.server.Session.Logger().Error("a page cannot be shown", "page", name, "error", err)
		fail(w, http.StatusInternalServerError, "the page cannot be shown")
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text.Bytes())
}

// trouble answers with a page that says what is wrong.
func (d *desk) trouble(w http.ResponseWriter, r *http.Request, status int, err error) {
	d.render(w, status, "trouble.html", page{
		Title: "Not done", Schedule: d.server.Schedule, Path: r.URL.RequestURI(),
		Steers: maySteer(r), Data: err.Error(), Now: time.Now().In(d.session.Location()),
	})
}

// static answers with the style and the script.
func static() http.Handler {
	inside, _ := fs.Sub(files, "static")
	serve := http.StripPrefix("/static/", http.FileServerFS(inside))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=60")
		serve.ServeHTTP(w, r)
	})
}

// timeTag returns an instant as a page shows it, in its own zone; a script adds the reader's.
func timeTag(t time.Time) template.HTML {
	if t.IsZero() {
		return ""
	}
	return template.HTML(`<time datetime="` + t.UTC().Format(time.RFC3339) + `">` +
		t.Format("2006-01-02 15:04:05") + `</time>`)
}

// span returns how long it is from one instant to another, in words: 3 h 20 min.
func span(from, to time.Time) string { return console.ShortDuration(to.Sub(from).Abs()) }

// dict returns the values of a part of a template, by their names.
func dict(pairs ...any) map[string]any {
	values := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return values
}
