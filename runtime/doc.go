// Package rocket runs a schedule: it is what a compiled .rkt file links.
//
// # A condition is a truth with an expiry date
//
// A [Condition] has one method, Observe, which says whether the condition
// holds now and until when that answer stands if nothing happens. What the
// condition read (a task's history, a parameter, the number of cycles) is
// noted by the [Observation] it was handed. So the scheduler knows both things
// that can change an answer: the clock passing the expiry, and an event in
// something that was read. It never asks for any other reason.
//
// # The loop
//
// One goroutine owns all state of a [Session]; nothing in it is locked.
// Everything else (the end of a run, a request to shut down, a metatask)
// reaches it as a message. A round is:
//
//  1. take the messages, which change histories and touch those conditions
//     that have read them;
//  2. observe what was touched and what has expired, by priority, and register
//     a run for each start condition that holds;
//  3. write the new records to the run log, in one batch;
//  4. begin the registered runs.
//
// So the record of a run is in the log before the run begins. Between rounds
// the loop sleeps until the earliest expiry or the next message. No sleep is
// longer than a minute, so that a step of the wall clock, or a laptop's sleep,
// is noticed; then everything is observed again.
//
// # Executions
//
// A task runs on the loop (main), in a goroutine (thread and async, the
// default), or in a process of its own: the same binary started again for that
// one run. A command is always a process of its own.
//
// # Processes
//
// A run ends with everything it has started. Its process leads a group of its
// own and, on Linux where that can be, is born inside a control group of its
// own, which no process can leave and which is killed as one. All are started
// by one thread that lasts as long as the session, because Linux lets a process
// die with the thread that started it: so nothing survives a scheduler that is
// killed. What was out of reach then is cleared at the next start.
//
// A process run gets its arguments and returns its value as JSON over pipes of
// its own, so what it prints does not matter. What a run does not come to
// report is a failure that says how the process ended.
//
// # The clock
//
// Conditions are told the wall clock, timeouts count elapsed time. When the wall
// clock is set back, all that conditions can see is moved back with it, so that
// elapsed time and order stay true; only [History.LastShown] remembers what the
// clock had shown, for the calendar, which must not come twice.
package rocket
