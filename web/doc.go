// Package web is the page and the HTTP API of a running program: what `console` in a schedule
// opens. Only a program with such a schedule links the package.
//
// What is asked is what the control socket is asked (see package control): /v1/status,
// /v1/why and so on answer the requests of these names, and the pages are made of the same
// answers. So the scheduler never waits for one who asks.
//
// Nothing is answered without a token but /healthz. A token is the program's own, which is
// made at its first start and kept beside the control socket, or one that the schedule names.
// A browser gets a cookie in exchange for it. Each request goes through the same guard: the
// name by which the program is asked must be one of its own, so that no page of another name
// reaches it by DNS; what changes something is a POST of the same origin; read-only tokens
// change nothing. The sizes of requests, their time, and the number of connections are
// bounded. A connection that has not shown a token gives way to a newer one.
package web
