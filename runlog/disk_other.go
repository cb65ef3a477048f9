//go:build !linux

package runlog

func (f osFile) sync() error { return f.Sync() }
