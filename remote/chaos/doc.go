// Package chaos holds what remote runs promise against a fleet that is harmed: workers and leaders
// are killed, frozen and cut off while they run a schedule, and the database is restarted. All of
// it is tests.
//
// The witness is a file to which each run appends a line when it begins, while it goes on and
// when it ends, with its id and its token; what is done to the fleet has lines there, too. So the
// order of the lines is the order of what happened, whatever the database says. The verdict
// compares the witness with the run log and with the tables of the engine.
package chaos
