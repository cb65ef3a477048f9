// Package console is what a compiled schedule answers to on its command line.
//
// The first word of the command line is a command: run, version or help; without
// one, the program runs the schedule. `run TASK NAME=VALUE` runs one task now,
// with these arguments, and ends with its outcome: see [rocket.Session.RunTask].
// --if-due has it obey the start condition of the task. It takes the flags that its schedule
// reads with `cli "--flag"`, and flags of its own, which [Reserved] lists.
//
// The program logs to standard error: as text for people if that is a terminal,
// as text with the level before each line if it leads to the system's journal
// (JOURNAL_STREAM), else as JSON, an object a line. --log-format chooses.
// --log, else ROCKET_LOG, is the lowest level that is logged: debug, info (the
// default), warn or error. NO_COLOR and TERM=dumb turn colours off.
//
// SIGINT and SIGTERM ask the session to end in good order; a second one
// terminates what still runs, and ends the program whatever its code does. A
// third one ends the program at once. SIGHUP does the same if the program has a
// controlling terminal; without one it restarts the program in place, in good
// order. SIGINT and SIGHUP stay ignored if they were ignored when the program
// started. Other signals do what they do to any program.
//
// The exit status is 0 after an orderly end, 1 if the session could not be made
// or was stopped by an error, or if the run of the command run has not
// succeeded, 2 if the command line or the environment is wrong, and 128 and
// the number of the signal if a second signal has forced the end.
//
// Under systemd the program is a service of Type=notify: it reports that it is
// ready, what it does and that it stops, and heeds WatchdogSec; see
// [rocket.WithServiceManager]. As process 1, in a container, it is a small
// process that reaps orphans and starts the program again as its child, to
// which it forwards signals, and whose exit status it returns: 128 and the
// number of the signal if one has killed the child.
//
// A program that was started for one run of a process task has the same
// command line and goes the same way: [rocket.Session.Run] then does only that
// run.
package console
