// Package notify has the action that posts a message: to a web hook, a chat, a phone, by mail.
// Only programs whose schedule has `notify` link it, and with it net/http and net/smtp.
//
// An address says by its scheme how the message is sent, and else where to: [Schemes] lists
// the schemes, docs/spec.md § Alerts their forms. [Post] is the action of a task. [Send] does
// the same for Go code.
//
// A message is sent once, by one request or one mail; a `retry` of the task is what sends it
// again. No redirection is followed, because it could lead the message, and what is secret in
// the address, elsewhere. At most 64 KB of an answer are read. Nothing that this package
// returns, and no error, has a part of an address in it but the name of a host.
package notify
