package runlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Other programs may move, remove, empty or write the file of a log while it is open, as
// logrotate does. So before a batch is written, and when the log is closed, the writer looks
// whether the path still names the file, and whether that is as long as it should be. If it is
// not, the writer mends the log as well as it can, and the batch fails with an error that says
// what has happened; the next attempt goes on.

// intact returns an error if another program has done something to the newest segment, which
// is to be end bytes long.
func (w *writer) intact(end int64) error {
	size, named, err := w.disk.look(w.path, w.f)
	if err != nil {
		return err
	}
	if !named {
		return w.restore()
	}
	var first [1]byte // of a file that was emptied and then written at an offset it is 0
	if _, err := w.f.ReadAt(first[:], 0); err != nil && err != io.EOF {
		return err
	}
	switch {
	case first[0] == 0:
		return w.replace("was emptied")
	case size < end:
		return w.replaceCut(size, end)
	case size > end:
		return w.cutForeign(end, size)
	}
	return nil
}

// restore writes the newest segment, which the open file still has, to its path again, unless
// another file is there.
func (w *writer) restore() error {
	there, err := w.disk.open(w.path, os.O_RDONLY)
	if err == nil {
		size, err := there.size()
		if err = errors.Join(err, there.Close()); err != nil {
			return err
		}
		if size > 0 {
			return fmt.Errorf("another file has taken the place of the run log %s; move that "+
				"file away, and the log is written there again", w.path)
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	text, err := w.rest(0, w.size)
	if err != nil {
		return err
	}
	if err := w.writeFile(w.path+".new", text); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("the directory of the run log was removed; make it again, and nothing "+
			"is lost: %w", err)
	} else if err != nil {
		return err
	}
	w.distrust()
	if err := w.disk.rename(w.path+".new", w.path); err != nil {
		return err
	}
	return w.told("was moved or removed by another program: it is written there again, and " +
		"nothing is lost")
}

// replace begins the newest segment anew. Its head has what is known of the records that are
// lost.
func (w *writer) replace(what string) error {
	w.distrust()
	w.batch = w.first - 1
	if err := w.anew(); err != nil {
		w.next = true
		return err
	}
	return w.told(what + " by another program: single records are lost, and it begins anew " +
		"with the totals and the latest event of each kind of each task")
}

// replaceCut begins the newest segment anew, and keeps aside what is left of it.
func (w *writer) replaceCut(size, end int64) error {
	rest, err := w.rest(0, size)
	if err != nil {
		return err
	}
	aside, err := w.aside(rest)
	if err != nil {
		return err
	}
	return w.replace(fmt.Sprintf("was cut from %d bytes to %d, which are in %s,", end, size, aside))
}

// cutForeign keeps aside what another program has written behind the end of the log.
func (w *writer) cutForeign(end, size int64) error {
	rest, err := w.rest(end, size)
	if err != nil {
		return err
	}
	first, _, _ := bytes.Cut(rest, []byte("\n"))
	if _, err := w.format.parse(first); err == nil {
		return fmt.Errorf("the run log %s: %w, although this one has it open; was the file "+
			"%[1]s.lock removed?", w.path, rocket.ErrLogTaken)
	}
	aside, err := w.aside(rest)
	if err == nil {
		err = w.truncate()
	}
	if err != nil {
		return err
	}
	return w.told(fmt.Sprintf("was written by another program: these %d bytes are in %s", len(rest),
		aside))
}

// rest returns what the file has from one place to another.
func (w *writer) rest(from, to int64) ([]byte, error) {
	text := make([]byte, to-from)
	n, err := w.f.ReadAt(text, from)
	if err == io.EOF {
		err = nil
	}
	return text[:n], err
}

// told notes in the log what has happened to it, and returns that as an error.
func (w *writer) told(what string) error {
	text := fmt.Sprintf("the run log %s %s; don't rotate it, and don't edit it: keep removes what "+
		"is old", w.path, what)
	_, err := w.note(text)
	return errors.Join(errors.New(text), err)
}
