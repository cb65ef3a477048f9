package web

import "net/http"

// openapi answers with the description of the API.
func (d *desk) openapi(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	http.ServeFileFS(w, r, files, "openapi.json")
}
