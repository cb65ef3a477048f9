package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/rocketc/rocketc/runlog"
	rocket "github.com/rocketc/rocketc/runtime"
)

// Log is a run log in a database of SQLite. What Append has acknowledged survives a crash of
// the program and a loss of power. The log must be opened before records are appended, by
// one program at a time; any may read it meanwhile, also with other programs of SQLite.
type Log struct {
	// Path is the path of the database. A relative path is below the directory that systemd
	// gives the program ($STATE_DIRECTORY), else below the working directory. The directory
	// must exist, and be on a disk of this machine.
	Path string
	// Keep says what is kept; the zero value keeps all. What Keep.Bytes bounds is the text of
	// the records: the database is larger. Space that is given up is used again, but the
	// database does not shrink.
	Keep runlog.Keep

	long int64 // how much text of records follows a head; 0: headBytes

	mu      sync.Mutex
	w       *writer // nil: not open
	readers *sql.DB // nil: not open
}

// headBytes is how much text of records follows a head until the next one, unless Keep says
// that less is kept.
const headBytes = 4 << 20

// String returns the log as a schedule has it: sqlite "runs.db" keep 2160h0m0s.
func (l *Log) String() string {
	return strings.TrimSpace(fmt.Sprintf("sqlite %q %v", l.Path, l.Keep))
}

// Open opens the log, and makes the database if it is not there. A note says that its file was
// empty: somebody has emptied it, or a program has died while it made it. The errors are a
// [runlog.LockedError] if another program has the log open, one that names the version if a
// newer rocketc has written it, one that says so if the file is another database or damaged,
// and those of SQLite.
func (l *Log) Open(ctx context.Context) (notes []string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.w != nil {
		return nil, nil
	}
	path := runlog.Locate(l.Path)
	held, err := runlog.Lock(path)
	if err != nil {
		return nil, err
	}
	before, err := os.Stat(path)
	if err == nil && before.Size() == 0 {
		notes = []string{fmt.Sprintf("the run log %s was empty: it begins anew, and what ran "+
			"before is not known", path)}
	}
	w := &writer{path: path, keep: l.Keep, lock: held, long: cmp.Or(l.long, headBytes)}
	if err = w.open(context.WithoutCancel(ctx)); err == nil {
		w.file, err = os.Stat(path)
	}
	if err == nil {
		w.wal, err = os.Stat(path + "-wal")
	}
	if err == nil {
		l.readers, err = openToRead(path)
	}
	if err != nil {
		return nil, errors.Join(explain(path, err), w.close())
	}
	l.w = w
	return notes, nil
}

var errNotOpen = errors.New("the run log is not open")

// Append writes the records as one transaction. If it fails, none of them is in the log: what
// was written is taken back, at the latest by the next call.
func (l *Log) Append(ctx context.Context, records []rocket.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.w == nil:
		return errNotOpen
	case len(records) == 0:
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	err := l.intact(ctx)
	if err == nil {
		err = l.w.append(ctx, records)
	}
	return explain(l.w.path, err)
}

// Close closes the log, so that another program can open it. The error says what another
// program has done to its file since the latest Append.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.w == nil {
		return nil
	}
	err := explain(l.w.path, l.intact(context.Background()))
	err = errors.Join(err, l.readers.Close(), l.w.close())
	l.w, l.readers = nil, nil
	return err
}
