// Package lsp is the language server of rocketc: it tells an editor what is wrong with a
// schedule while it is written, what its names stand for, and when its tasks will run.
//
// # Documents and schedules
//
// The editor owns the text of the files that it has open ([documents]); all other files are
// read from the disk. The .rkt files of a directory are one schedule, unless more than one of
// them has a config: then each is a schedule of its own. A file whose name begins with a dot or
// an underscore, and one that is not on a disk, is always one of its own.
//
// # Analyses
//
// Whatever the editor changes counts up the generation of a directory. One goroutine, the
// analyst, takes the directories that have changed, parses the files whose text is new, checks
// each schedule, and publishes what it finds; if the directory changes meanwhile, it gives up
// and begins again. Of a long file it parses what follows the first change only, and it checks
// the tasks that have changed first, and publishes what it finds in them together with what the
// analysis before has found elsewhere (early.go). An analysis never changes, so requests read
// it without locks. A request that needs the meaning of names waits for the analysis of the
// present text; completion, which comes with each keystroke, makes do with the last one.
//
// # Requests
//
// Notifications are handled in the order in which they come, requests each in a goroutine of
// its own, whose context ends when the editor cancels it. The features are one file each.
package lsp
