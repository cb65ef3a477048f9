package web

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/control"
)

// How many lines of the log are kept, and shown at once.
const (
	logKept  = 1000
	logShown = 400
)

// A logPage shows the newest lines of the session's log, the newest first.
type logPage struct {
	Filter, Level string
	Lines         []control.LogLine
	Kept, Found   int
}

// log shows the log.
func (d *desk) log(w http.ResponseWriter, r *http.Request) {
	p := logPage{Filter: r.FormValue("q"), Level: r.FormValue("level")}
	least := slog.LevelInfo
	_ = least.UnmarshalText([]byte(p.Level)) // of another text it stays what it is
	if d.server.Tap != nil {
		p.Lines = d.server.Tap.Log()
	}
	p.Kept = len(p.Lines)
	text := strings.ToLower(p.Filter)
	p.Lines = slices.DeleteFunc(p.Lines, func(l control.LogLine) bool {
		return l.Level < least || !strings.Contains(strings.ToLower(l.Task+" "+l.Text), text)
	})
	p.Found = len(p.Lines)
	slices.Reverse(p.Lines)
	p.Lines = p.Lines[:min(len(p.Lines), logShown)]
	zone := d.session.Location()
	for i := range p.Lines {
		l := &p.Lines[i]
		l.Time, l.Text = l.Time.In(zone), cut(l.Text, errorRunes)
	}
	d.page(w, r, "log.html", "Log", p)
}

// indented returns JSON in lines.
func indented(text json.RawMessage) string {
	if len(text) == 0 {
		return ""
	}
	var b bytes.Buffer
	if json.Indent(&b, text, "", "  ") != nil {
		return string(text)
	}
	return b.String()
}
