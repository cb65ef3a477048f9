// Package fleet runs the program of a schedule as a fleet, for tests and the benchmark: processes
// that lead and that work, each of which reaches the database through a proxy of its own. A
// member can be killed, frozen with all that it has started, or cut off from the database, as a
// machine is. It does so on Linux only.
//
// Members are told apart by a variable of their environment, which what they start inherits, so
// whatever is left of a member is found. All members end with this process at the latest.
package fleet
