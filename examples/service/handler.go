package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// stale is the age at which rates are too old for the service to be healthy.
const stale = 30 * time.Minute

// handler returns what the service answers. Its tasks have the Go types of their functions.
func handler(session *rocket.Session, book *Book) http.Handler {
	tasks, mux := TasksOf(session), http.NewServeMux()

	// The rates of a currency. If the book does not have them, a run of lookup fetches them, and
	// the client waits for its end. If the client goes away, the run goes on.
	mux.HandleFunc("GET /rates/{base}", func(w http.ResponseWriter, r *http.Request) {
		base := Currency(strings.ToUpper(r.PathValue("base")))
		rates, _, found := book.Latest(base)
		if !found {
			var err error
			rates, err = tasks.Lookup.Run(r.Context(), FetchArgs{Base: &base})
			if err != nil {
				http.Error(w, err.Error(), status(err))
				return
			}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(rates) // an error is the client's
	})

	// Has the rates fetched now, and does not wait.
	mux.HandleFunc("POST /refresh", func(w http.ResponseWriter, _ *http.Request) {
		if _, err := tasks.Refresh.Start(); err != nil {
			http.Error(w, err.Error(), status(err))
			return
		}
		w.WriteHeader(http.StatusAccepted)
	})

	// Whether the service can be relied upon.
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		state, err := tasks.Refresh.Task().State()
		age := time.Since(state.Last(rocket.Succeeded)).Round(time.Second)
		switch {
		case err != nil:
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		case age > stale:
			http.Error(w, fmt.Sprint("the rates are old: ", age), http.StatusServiceUnavailable)
		}
	})
	return mux
}

// status returns the HTTP status for the error of a run.
func status(err error) int {
	switch {
	case errors.Is(err, errUnknown):
		return http.StatusNotFound
	case errors.Is(err, rocket.ErrTimeout):
		return http.StatusGatewayTimeout
	case errors.Is(err, rocket.ErrShutdown), errors.Is(err, rocket.ErrStopped):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
