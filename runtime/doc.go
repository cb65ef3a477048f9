// Package rocket runs a schedule: it is what a compiled .rkt file links.
//
// # A condition is a truth with an expiry date
//
// A [Condition] has one method, Observe, which says whether the condition
// holds now and until when that answer stands if nothing happens. What the
// condition read (a task's history, a parameter, the number of cycles) is
// noted by the [Observation] it was handed, and of a history also which events
// can change that. So the scheduler knows both things
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
//     whose answer the change may change;
//  2. observe what was touched and what has expired, by priority, and register
//     a run for each start condition that holds;
//  3. write the new records to the run log, in one batch;
//  4. begin the registered runs.
//
// So the record of a run is in the log before the run begins. Between rounds
// the loop sleeps until the earliest expiry or the next message. No sleep is
// longer than a minute, so that a step of the wall clock, or a laptop's sleep,
// is noticed; then everything is observed again. On Linux a step is noticed at once.
//
// Code of the program (hooks, conditions, namers of runs, run logs, log handlers,
// actions) never runs on the loop: it may ask the session, which only the loop can
// answer. It runs in a goroutine beside the loop, which takes messages while it
// waits. Only a condition that is [Plain] is observed by the loop itself.
//
// # Executions
//
// A task runs while the loop stands still (main), in a goroutine (thread and async, the
// default), in a process of its own: the same program, started again for that one run, or on
// another machine (remote). An executor says how, and one table has them all. A command is a
// process of its own, whatever the execution of its task.
//
// A run ends with everything that it has started; package process sees to that. The
// process of a run gets its arguments and returns its value as JSON, over pipes of
// its own, so what it prints does not matter. If it ends without a report, the run
// has failed, and the error says how the process ended.
//
// # Remote runs
//
// A remote run is started, recorded and ended by the loop as any other: conditions, overlap,
// pools, timeouts and retries are the same code. Only its order, which the process of a run
// would get over a pipe, goes to an [Engine], and from there to a worker: the same program, in
// [ServeWorker]. One goroutine, the dispatcher, talks to the engine, so that the loop never waits
// for it. Of the sessions of a schedule one leads: the one that has the lease of the run log; the
// others stand by. One that begins to lead reads the log, and adopts the runs without an
// outcome that the engine has. An end is settled with the engine when its record is in the log.
//
// # Arguments and steps
//
// Where an argument comes from is a value of package arg, what a metatask does a list of
// values of package step. Neither package knows sessions: a run lends each source a scope
// to be resolved in, and each step a scheduler to act on. An [Arg] has one source, and
// makes its value the type of a Go parameter.
//
// # The clock
//
// Conditions are told the wall clock, timeouts count elapsed time. When the wall
// clock is set back, all that conditions can see is moved back with it, so that
// elapsed time and order stay true; only [History.LastStart] remembers what the
// clock had shown, for the calendar, which must not come twice.
package rocket
