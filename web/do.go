package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
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
}

// do answers the buttons of pages: it gives an order, and leads back to the page, which says
// what was done.
func (d *desk) do(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		fail(w, http.StatusBadRequest, "the form is not understood")
		return
	}
	request, err := orderOf(r)
	if err != nil {
		d.trouble(w, r, http.StatusBadRequest, err)
		return
	}
	done, err := all[control.Done](r.Context(), d, request)
	switch {
	case errors.Is(err, control.ErrUsage):
		d.trouble(w, r, http.StatusBadRequest, err)
		return
	case err != nil:
		d.trouble(w, r, http.StatusInternalServerError, err)
		return
	}
	s := said{Undo: undoes[request.Do], Tasks: request.Tasks}
	if len(done) > 0 {
		s.Done = done[0].Done
	}
	d.say(w, s)
	http.Redirect(w, r, backOf(r), http.StatusSeeOther)
}

// orderOf returns the request of a form.
func orderOf(r *http.Request) (request control.Request, err error) {
	form := r.PostForm
	request = control.Request{
		Do: r.PathValue("do"), Tasks: form["task"], Run: form.Get("run"), By: by(r),
		Reason: form.Get("reason"), Detach: true, Force: form.Get("force") == "true",
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
