// Package control lets a running program be asked and steered from outside: by itself,
// started a second time (`PROGRAM status`), or by `rocketc ctl`.
//
// A program listens on a Unix socket ([Listen]) that only its own user and root can use. Its
// file is NAME.sock in a directory of its user, see [Dirs]; a second program of the same name
// has NAME-PID.sock. A connection is one question: a [Request] as one line of JSON. The answer
// is a [Reply] a line, the last of which says that it is the last, or what is wrong. An answer
// that follows what happens goes on until the session ends or the one who asked hangs up.
//
// A [Server] answers for a session. All it does goes through the methods of the session, so
// that the scheduler never waits for one who asks: a question costs the loop one look. Output
// of runs is kept by a [Tap], a handler of the session's log: the newest lines of each live
// run, and of some that have ended.
package control
