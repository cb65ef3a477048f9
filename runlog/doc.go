// Package runlog keeps run logs in files, so that a schedule knows after a restart what has
// run before.
//
// [File] writes a line a record, of JSON or CSV. The records of a call of Append are a batch: they
// are written by one call of the system and synced by one more before Append returns. Each
// line ends with the number of its batch, how many lines of the batch follow, and a checksum
// of all that stands before it in the line. So what a crash has torn, which can only be the
// last batch, is told from damage: the former was never acknowledged and is cut off, the
// latter is an error.
//
// A log is a row of segments. The newest has the name of the log, the others also the number
// of their first batch. A segment begins with a line, its head, that sums up all records
// before it: the newest of each event of each task, and how many there were of each. So a
// segment can be removed without a condition noticing it, and a log is opened by reading its
// newest segment only.
package runlog
