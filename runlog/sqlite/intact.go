package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Other programs may move, remove or replace the file of a database, or that of its write-ahead
// log, while it is open. SQLite goes on with the files that it has, which nobody finds any more. So
// before a batch is written the log looks whether the paths still name the files.

// intact returns an error if another program has done something to the file. If it is gone,
// the log is mended, and the next attempt goes on.
func (l *Log) intact(ctx context.Context) error {
	w := l.w
	info, err := os.Stat(w.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return l.restore(ctx, "it")
	case err != nil:
		return err
	case w.file == nil:
	case !os.SameFile(info, w.file):
		return errors.New("another file has taken its place; move that file away, and the log is " +
			"written there again")
	case info.Size() < w.file.Size(): // SQLite never makes it shorter
		return fmt.Errorf("another program has cut it from %d bytes to %d; end this program, and "+
			"restore the file from a backup, or move it away to begin anew", w.file.Size(),
			info.Size())
	}
	w.file = info
	return l.intactWAL(ctx)
}

// intactWAL does so for the write-ahead log: what was acknowledged may be only there.
func (l *Log) intactWAL(ctx context.Context) error {
	w := l.w
	info, err := os.Stat(w.path + "-wal")
	switch {
	case w.db == nil: // it is opened before the batch
		return nil
	case w.wal == nil:
		w.wal = info
		return nil
	case errors.Is(err, fs.ErrNotExist), err == nil && !os.SameFile(info, w.wal):
		return l.restore(ctx, "its write-ahead log")
	}
	return err
}

// restore writes the database, which the open files still have, to its path again. Another program
// has moved or removed what.
func (l *Log) restore(ctx context.Context, what string) error {
	w := l.w
	if w.db == nil {
		return errors.New("another program has moved or removed it; put it back")
	}
	if _, err := os.Stat(filepath.Dir(w.path)); err != nil {
		return fmt.Errorf("its directory was removed; make it again, and nothing is lost: %w", err)
	}
	again := w.path + ".new"
	if err := removeAll(again); err != nil {
		return err
	}
	if _, err := w.db.ExecContext(ctx, "VACUUM INTO ?", again); err != nil {
		return err
	}
	if err := syncFile(again); err != nil {
		return err
	}
	err := errors.Join(l.readers.Close(), w.distrust(), removeAll(w.path+"-wal", w.path+"-shm"))
	if err == nil {
		err = os.Rename(again, w.path)
	}
	if err == nil {
		err = syncFile(filepath.Dir(w.path))
	}
	if err == nil {
		l.readers, err = openToRead(w.path)
	}
	w.file = nil
	return errors.Join(fmt.Errorf("another program has moved or removed %s: it is written there "+
		"again, and nothing is lost", what), err)
}

// removeAll removes files, if they are there.
func removeAll(paths ...string) (err error) {
	for _, path := range paths {
		if e := os.Remove(path); !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// syncFile makes that last what a file or a directory has.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
