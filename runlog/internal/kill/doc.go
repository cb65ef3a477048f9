// Package kill tests run logs by killing programs that write them: what has run is in the log,
// once, and nothing else is.
//
// The program has a chain of tasks, each of which runs after the one before it. Their commands
// note on their own that they begin and end, and the test compares the notes with the log.
package kill
