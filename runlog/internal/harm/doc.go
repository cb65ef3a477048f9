// Package harm tests what run logs that last are made to survive.
//
// [Kill] kills a program of a chain of tasks, each of which runs after the one before it. Their
// commands note on their own that they begin and end, and the test compares the notes with the
// log: what has run is there, once, and nothing else is. [FullDisk] fills a disk, which is a
// small one in memory, and makes it read-only. It needs Linux, and root. [Former] goes on with the
// log of a former version. [Forced] asks a log each time instead of the memory of a session.
package harm
