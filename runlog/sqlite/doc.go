// Package sqlite keeps run logs in SQLite databases, so that SQL can be asked about them. It
// links modernc.org/sqlite, which needs no C compiler.
//
// [Log] writes a row of the table records for each record. The records of a call of Append
// are one transaction, which is on the disk before Append returns: the database has a
// write-ahead log, and synchronous is FULL. One connection writes, others read.
//
// Some rows of the table heads each sum up the records up to one of them: the newest of each
// event of each task, and how many there were of each. So old records can be removed without
// a condition noticing it, and a log is opened by reading the newest head and what follows.
package sqlite
