// Package remotetest has the suite that each engine of remote runs passes: [Test]. It leads and
// serves as sessions and workers do, several of each on one [Store], cuts them off from it, and
// holds what is told to what [rocket.Engine] promises.
package remotetest
