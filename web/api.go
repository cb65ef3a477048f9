package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

type rightKey struct{}

func withRight(ctx context.Context, r right) context.Context {
	return context.WithValue(ctx, rightKey{}, r)
}

// maySteer reports whether one who asks may change something.
func maySteer(r *http.Request) bool { return r.Context().Value(rightKey{}) == steer }

// fail answers with an error, as JSON.
func fail(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(struct {
		Error string `json:"error"`
	}{text})
}

// look answers GET /v1/NAME: a request that changes nothing, with its fields in the query.
func (d *desk) look(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if wrong := wrongField(query); wrong != "" {
		fail(w, http.StatusBadRequest, wrong)
		return
	}
	request := control.Request{
		Do: r.PathValue("do"), Tasks: query["tasks"], Run: query.Get("run"), At: query.Get("at"),
		Since: query.Get("since"), Failed: query.Get("failed") == "true",
		Follow: query.Get("follow") == "true",
	}
	if n := query.Get("n"); n != "" {
		var err error
		if request.N, err = strconv.Atoi(n); err != nil || request.N < 1 {
			fail(w, http.StatusBadRequest, "n is a whole number from 1 on")
			return
		}
	}
	if !control.Looks(request.Do) {
		w.Header().Set("Allow", http.MethodPost)
		fail(w, http.StatusMethodNotAllowed, "GET changes nothing: "+request.Do+" is a POST")
		return
	}
	d.reply(w, r, request)
}

// fields are the fields of a query, with the values that they may have; empty: any.
var fields = map[string][]string{
	"tasks": nil, "run": nil, "at": nil, "since": nil, "n": nil,
	"failed": {"true", "false"}, "follow": {"true", "false"},
}

// wrongField says what is wrong with the fields of a query; empty if nothing is.
func wrongField(query url.Values) string {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		allowed, known := fields[name]
		switch {
		case !known:
			return fmt.Sprintf("there is no field %q; there are %s", name,
				strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
		case allowed != nil && !slices.Contains(allowed, query.Get(name)):
			return name + " is true or false"
		}
	}
	return ""
}

// steer answers POST /v1/NAME: any request, its fields as JSON.
func (d *desk) steer(w http.ResponseWriter, r *http.Request) {
	var request control.Request
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&request); err != nil {
		fail(w, statusOf(err), "the request is not understood: "+err.Error())
		return
	}
	request.Do, request.By = r.PathValue("do"), by(r)
	d.reply(w, r, request)
}

// statusOf returns the status that answers a body that cannot be read.
func statusOf(err error) int {
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}

// codeOf returns the status that answers what could not be done.
func codeOf(err error) int {
	standby := (*rocket.StandbyError)(nil)
	switch {
	case errors.Is(err, control.ErrUsage):
		return http.StatusBadRequest
	case errors.As(err, &standby):
		return http.StatusConflict
	}
	return http.StatusInternalServerError
}

// by says who asks.
func by(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return "the page, from " + host
}

// reply answers a request with lines of JSON.
func (d *desk) reply(w http.ResponseWriter, r *http.Request, request control.Request) {
	stream := http.NewResponseController(w)
	if request.Follow || request.Do == "run" {
		_ = stream.SetReadDeadline(time.Time{})
	}
	begun := false
	for data, err := range d.server.Answer(r.Context(), request) {
		switch {
		case err != nil && begun:
			data, _ = json.Marshal(control.Reply{Error: err.Error()})
		case err != nil:
			fail(w, codeOf(err), err.Error())
			return
		}
		if !begun {
			begun = true
			w.Header().Set("Content-Type", "application/jsonl")
		}
		_ = stream.SetWriteDeadline(time.Now().Add(writeTime))
		if _, err := w.Write(append(data, '\n')); err != nil {
			return
		}
		if request.Follow || request.Do == "run" {
			_ = stream.Flush()
		}
	}
	if !begun {
		w.Header().Set("Content-Type", "application/jsonl")
	}
}

// routes are the ways to what needs a token.
func (d *desk) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", static())
	mux.HandleFunc("GET /v1/openapi.json", d.openapi)
	mux.HandleFunc("GET /v1/{do}", d.look)
	mux.HandleFunc("POST /v1/{do}", d.steer)
	mux.HandleFunc("GET /events", d.events)
	mux.HandleFunc("GET /metrics", d.metrics)
	mux.HandleFunc("GET /{$}", d.now)
	mux.HandleFunc("GET /timeline", d.timeline)
	mux.HandleFunc("GET /tasks", d.tasks)
	mux.HandleFunc("GET /task", d.task)
	mux.HandleFunc("GET /graph", d.graph)
	mux.HandleFunc("GET /runs", d.runs)
	mux.HandleFunc("GET /run", d.run)
	mux.HandleFunc("GET /log", d.log)
	mux.HandleFunc("POST /do/{do}", d.do)
	return mux
}
