package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/period"
)

// undoes has the orders that take back others.
var undoes = map[string]string{
	"hold": "resume", "resume": "hold", "disable": "enable", "enable": "disable",
}

// A said is what an order has done, and what takes it back.
type said struct {
	Done  string   `json:"done"`
	Undo  string   `json:"undo,omitempty"` // an order; empty: nothing takes it back
	Tasks []string `json:"tasks,omitempty"`
	Run   string   `json:"run,omitempty"` // or what the order is about
}

// do answers the buttons of pages: it gives an order, and leads back to the page, which says
// what was done.
func (d *desk) do(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		fail(w, statusOf(err), "the form is not understood")
		return
	}
	request, err := orderOf(r)
	if err != nil {
		d.trouble(w, r, http.StatusBadRequest, err)
		return
	}
	list, err := all[json.RawMessage](r.Context(), d, request)
	if err != nil {
		d.trouble(w, r, codeOf(err), err)
		return
	}
	s := said{Undo: undoes[request.Do], Tasks: request.Tasks}
	if len(list) > 0 {
		s.take(list[0])
	}
	d.say(w, s)
	http.Redirect(w, r, backOf(r), http.StatusSeeOther)
}

// take takes the answer to an order: what was done in words, or a backfill.
func (s *said) take(answer json.RawMessage) {
	var done control.Done
	if json.Unmarshal(answer, &done) == nil && done.Done != "" {
		s.Done = done.Done
		return
	}
	var b control.Backfill
	if json.Unmarshal(answer, &b) == nil && b.ID != "" {
		s.Done = "runs " + b.Task + " for " + counted(b.Windows, "window") + ", one after the other"
		s.Undo, s.Tasks, s.Run = "terminate", nil, b.ID
	}
}

// orderOf returns the request of a form.
func orderOf(r *http.Request) (request control.Request, err error) {
	form := r.PostForm
	request = control.Request{
		Do: r.PathValue("do"), Tasks: form["task"], Run: form.Get("run"), By: by(r),
		Reason: form.Get("reason"), Detach: true, Force: form.Get("force") == "true",
		From: form.Get("from"), To: form.Get("to"),
	}
	if request.Args, err = argsOf(form); err != nil {
		return request, err
	}
	if text := form.Get("for"); text != "" {
		if request.For, err = period.ParseDuration(text); err != nil || request.For <= 0 {
			return request, errors.New("a hold lasts a duration, such as 2h")
		}
	}
	if control.Looks(request.Do) {
		return request, errors.New(request.Do + " is no order")
	}
	return request, nil
}

// argsOf returns the arguments of a form: the fields arg.NAME that are not empty, and those of
// the field args, each a line NAME=VALUE.
func argsOf(form url.Values) (map[string]any, error) {
	args := map[string]any{}
	for name, values := range form {
		if name, is := strings.CutPrefix(name, "arg."); is && values[0] != "" {
			args[name] = values[0]
		}
	}
	for line := range strings.Lines(form.Get("args")) {
		name, value, is := strings.Cut(strings.TrimSpace(line), "=")
		switch {
		case is && name != "":
			args[name] = value
		case name != "":
			return nil, errors.New("an argument is NAME=VALUE, not " + name)
		}
	}
	return args, nil
}

// backOf returns the page from which a form was sent.
func backOf(r *http.Request) string {
	if back := r.PostForm.Get("back"); strings.HasPrefix(back, "/") &&
		!strings.HasPrefix(back, "//") && !strings.HasPrefix(back, `/\`) {
		return back
	}
	return "/"
}

// saidCookie is the name of the cookie that carries what was done to the next page.
func (d *desk) saidCookie() string { return "rocket_said_" + d.port }

// say has the next page say what was done.
func (d *desk) say(w http.ResponseWriter, s said) {
	text, _ := json.Marshal(s)
	d.setSaid(w, base64.RawURLEncoding.EncodeToString(text), int(time.Minute.Seconds()))
}

func (d *desk) setSaid(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: d.saidCookie(), Value: value, Path: "/", MaxAge: age, HttpOnly: true,
		Secure: d.secure, SameSite: http.SameSiteStrictMode,
	})
}

// said returns what was done last, once; nil if nothing was.
func (d *desk) said(w http.ResponseWriter, r *http.Request) *said {
	cookie, err := r.Cookie(d.saidCookie())
	if err != nil {
		return nil
	}
	d.setSaid(w, "", -1)
	text, _ := base64.RawURLEncoding.DecodeString(cookie.Value)
	var s said
	if json.Unmarshal(text, &s) != nil || s.Done == "" {
		return nil
	}
	return &s
}
