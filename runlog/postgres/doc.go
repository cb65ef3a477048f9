// Package postgres keeps run logs in PostgreSQL databases, one for many programs. It links
// github.com/jackc/pgx/v5.
//
// [Log] writes a row of the table rkt_record for each record. The records of a call of Append
// are one statement, and so one transaction, which is durable before Append returns. The
// statement moves on the row of the schedule in rkt_lease: it says up to which Seq records are
// there, and for which epoch. So a batch is there once, even if the connection was lost before
// its outcome was known, and only the program that has begun the newest epoch appends.
//
// A program renews its lease as long as it runs. Another takes over, by the next epoch, if
// the lease has expired, or if the process that has it is dead on this machine. Nothing
// depends on the session of a connection, so that a proxy may give each transaction another.
//
// Some rows of rkt_head each sum up the records up to one of them, as heads of segments do in
// a file: old records can be removed without a condition noticing it, and a log is opened by
// reading the newest head and what follows.
package postgres
