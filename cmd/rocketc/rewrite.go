package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// rewrite puts a text into the place of that of a file, in one step: nobody sees half of it,
// and if it fails, the file is as it was. The mode and the owner of the file stay, and what
// links to it does. A file that may not be written is not replaced either.
func rewrite(name string, text []byte) error {
	err := replaceText(name, text)
	if err == nil {
		return nil
	}
	var path *os.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return fmt.Errorf("writing %s: %w", name, err)
}

func replaceText(name string, text []byte) error {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	old, err := os.OpenFile(name, os.O_WRONLY, 0) // may it be written?
	if err != nil {
		return err
	}
	info, err := old.Stat()
	if err := errors.Join(err, old.Close()); err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	_, err = fresh.Write(text)
	err = errors.Join(err, keepOwner(fresh, info), fresh.Chmod(info.Mode()), fresh.Sync(),
		fresh.Close())
	if err == nil {
		err = os.Rename(fresh.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(fresh.Name()))
	}
	return nil
}
