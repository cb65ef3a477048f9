package sqlite

import (
	"errors"
	"os"
)

// walPages is after how many pages the write-ahead log is taken over into the database. Then it
// begins at the front again, and its file stays as long as it was.
const walPages = 500

// walBytes is how long the file gets then.
const walBytes = walPages*(pageBytes+24) + 32

// pageBytes is how long the pages of a database are.
const pageBytes = 4096

// grow makes the file of the write-ahead log of a database as long as it gets, by zeros, which
// SQLite takes for the end of the log. A commit that makes the file longer takes twice the time.
// It has no error: without it commits are slower at first.
func grow(path string) {
	f, err := os.OpenFile(path+"-wal", os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() >= walBytes {
		return
	}
	_, err = f.WriteAt(make([]byte, walBytes-info.Size()), info.Size())
	if err := errors.Join(err, f.Sync()); err != nil { // the disk is nearly full, perhaps
		_ = f.Truncate(info.Size())
	}
}
