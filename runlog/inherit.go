package runlog

import (
	"context"
	"errors"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Inherit has the log take over what another knows of records that it no longer has, before
// all records. The log must be open, and have no records yet.
func (f *File) Inherit(_ context.Context, older rocket.Summary) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.w == nil:
		return errNotOpen
	case f.w.now.Before.Seq > 0 || f.w.batch > 1:
		return errors.New("the run log has records already")
	}
	return f.w.inherit(older)
}

// inherit begins the newest segment, which has its head only, anew.
func (w *writer) inherit(older rocket.Summary) error {
	w.now.Before = older.Clone()
	if w.f != nil {
		w.distrust() // there are systems that replace no open file
	}
	w.batch, w.next = 0, true
	return w.anew()
}
