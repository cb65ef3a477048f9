// Package console is what a compiled schedule answers to on its command line.
//
// A program takes the flags that its schedule reads with `cli "--flag"`, and
// -h or --help, which lists them; nothing else. It logs to standard error, as
// text where that is a terminal and as JSON, one object a line, where it is
// not. ROCKET_LOG is the lowest level that is logged: debug, info (the
// default), warn or error.
//
// SIGINT and SIGTERM ask the session to end in good order; a second one
// terminates what still runs. SIGHUP and the other signals do what they do to
// any program.
//
// The exit status is 0 after an orderly end, 1 where the session could not be
// made or was stopped by an error, and 2 where the command line or ROCKET_LOG
// is wrong.
//
// Under systemd the program is a service of Type=notify: it reports that it is
// ready, what it does and that it stops, and heeds WatchdogSec; see
// [rocket.WithServiceManager]. As process 1, in a container, it is a small
// process that reaps orphans and starts the program again as its child, to
// which it forwards signals, and whose exit status it returns: 128 and the
// number of the signal where the child was killed.
//
// A program that was started for one run of a process task has the same
// command line and goes the same way: [rocket.Session.Run] then does only that
// run.
package console
