// Package harm tests what run logs on a disk are made to survive.
//
// [Kill] kills a program of a chain of tasks, each of which runs after the one before it. Their
// commands note on their own that they begin and end, and the test compares the notes with the
// log: what has run is there, once, and nothing else is. [FullDisk] fills a disk, which is a
// small one in memory, and makes it read-only. It needs Linux, and root.
package harm
