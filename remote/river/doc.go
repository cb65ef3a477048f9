// Package river takes runs with execution remote to workers by River, a queue in PostgreSQL, in
// the database of the run log. It links github.com/riverqueue/river and github.com/jackc/pgx/v5.
//
// River delivers, the table rkt_run decides. The leader opens a run by a row in rkt_run and a
// job of River, in one transaction, which first checks that the leader has the newest epoch of
// rkt_lease: one that has lost its lease opens nothing. A worker that River gives the job claims
// the run: it turns the row from queued to running, if it is queued still. So River may deliver a
// job twice, late, or to a worker that dies, and the run starts at most once.
//
// A claim has a token, which is greater than those of all claims before, and a lease of 4.8
// seconds. A worker renews the leases of its runs each second, by one statement that returns
// which of them are to end. If it cannot, it kills its runs 0.8 seconds before their leases are
// over. The leader looks for leases that are over when the next one may be, and each half second,
// and counts these runs as lost; what their workers say later is refused by the token. All times
// that decide are those of the database, so a new leader gives the workers no more time, unless
// the server has just been started: then they report first.
//
// The end of a run is one statement: it sets the outcome, deletes the job and notifies the
// leader. While the database is away, a worker keeps outcomes and repeats them. The leader finds
// what has become of runs by reading rkt_run, of those that a notification names. So what it reads
// grows with what happens. Each 3 seconds it reads all, because a notification may be lost, and
// looks for runs that are queued although their job is gone, or was fetched 3 seconds ago: each
// gets another job. In the same way a worker fetches when it is notified, and once a second.
//
// River's tables lie in a schema of their own, rkt_river: another program may have a River of its
// own in the same database. The indexes that would keep a word of each job for ever are dropped. A
// queue is named after the schedule and its build, so that a worker of another build takes nothing,
// and the kind of a job after the label of the run.
//
// If a proxy pools transactions, notifications do not arrive. The package notices that when it
// connects, and polls ten times a second instead.
package river
