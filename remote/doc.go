// Package remote has an engine in memory, for tests of what leads and what serves: no server, no
// other process. See [rocket.Engine] for what an engine is.
//
// [Memory] keeps for each schedule the runs that were opened and not settled, in the order in
// which they were opened, and the workers. A run is handed to a worker as soon as one with its
// label and its build has a free slot; that is the claim, and it is decided under one mutex.
// Workers beat once a second; the session that leads looks every half a second for those that
// have not, and tells that their runs are lost. All of this goes by the clock of package time, so
// a bubble of testing/synctest can run hours of it in seconds.
//
// [Memory.Kill], [Memory.Cut] and [Memory.Away] are the faults: a worker that dies, a worker that
// does not reach the engine, an engine that nobody reaches.
package remote
