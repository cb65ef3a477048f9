package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/rocketc/rocketc/console"
)

//go:embed templates static openapi.json
var files embed.FS

// templates returns the pages.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"time": timeTag, "since": span, "dict": dict, "tabs": tabs, "mark": mark,
		"took": took, "clock": clock, "silent": silent,
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

// A tab is a page that each page leads to.
type tab struct{ Path, Name string }

// tabs returns the tabs.
func tabs() []tab {
	return []tab{{"/", "Now"}, {"/timeline", "Timeline"}, {"/tasks", "Tasks"}, {"/graph", "Graph"},
		{"/runs", "Runs"}, {"/log", "Log"}}
}

// In reports whether the page is that of a tab, or is below it: /task is one of /tasks.
func (p page) In(t tab) bool {
	path, _, _ := strings.Cut(p.Path, "?")
	return path == t.Path || path+"s" == t.Path
}

// page answers with a page.
func (d *desk) page(w http.ResponseWriter, r *http.Request, name, title string, data any) {
	zone := d.session.Location()
	now := time.Now().In(zone)
	d.render(w, http.StatusOK, name, page{
		Title: title, Schedule: d.server.Schedule, Zone: zoneName(now), Now: now,
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

// zoneName returns the name of the zone of an instant, and how far it is from UTC.
func zoneName(t time.Time) string {
	if name := t.Format("MST"); name[0] != '+' && name[0] != '-' && name != "UTC" {
		return name + t.Format(" -07:00")
	}
	return t.Format("MST")
}

// clock returns an instant of a day as a label has it.
func clock(t time.Time) string { return t.Format("15:04:05") }

// silent says how long ago something was heard of, of milliseconds.
func silent(ms int64) string {
	const beat = 2 * time.Second // that a worker may take is nothing to show
	if d := time.Duration(ms) * time.Millisecond; d >= beat {
		return console.ShortDuration(d) + " ago"
	}
	return "now"
}

// took returns a duration in words; empty if it is not known.
func took(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return console.ShortDuration(d)
}

// mark returns the sign of an event, which tells it from others without colour.
func mark(event string) string {
	signs := map[string]string{
		"run": "▶", "success": "✓", "fail": "✗", "crash": "!", "terminate": "■",
		"inaction": "–", "missed": "○", "waiting": "…", "held": "‖", "disabled": "×",
	}
	return signs[event]
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
