//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package control

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Listen listens on the socket of a schedule, in the first of [Dirs] in which that is
// possible. What a program that has died has left there is removed; beside a program that
// answers, the socket is called NAME-PID.sock. Closing the listener removes the file.
func Listen(schedule string) (*Listener, error) {
	var failures []error
	for _, dir := range Dirs() {
		l, err := listenIn(dir, fileName(schedule))
		if err == nil {
			return l, nil
		}
		failures = append(failures, err)
	}
	return nil, errors.Join(failures...)
}

func listenIn(dir, name string) (*Listener, error) {
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	unlock, err := lock(filepath.Join(dir, ".lock"))
	if err != nil {
		return nil, err
	}
	defer unlock()
	path := filepath.Join(dir, name+suffix)
	if Answers(path) {
		path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", name, os.Getpid(), suffix))
	}
	if len(path) > longest {
		return nil, fmt.Errorf("%s: the path of a socket has at most %d bytes", path, longest)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	l, err := listenAt(path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.close()
		return nil, err
	}
	own, err := os.Lstat(path)
	if err != nil {
		l.close()
		return nil, err
	}
	return &Listener{l, path, own}, nil
}

// Answers reports whether a program listens on a socket.
func Answers(path string) bool {
	conn, err := connect(context.Background(), path)
	if err != nil {
		return errors.Is(err, syscall.EAGAIN) // more wait than the system lets wait
	}
	conn.Close()
	return true
}

// lock keeps other programs from listening meanwhile.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	return func() { f.Close() }, err
}

// checkDir returns an error if somebody else could put a socket into a directory.
func checkDir(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is no directory", dir)
	case info.Mode().Perm()&0o022 != 0:
		return fmt.Errorf("%s: others may write there", dir)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && int(stat.Uid) != os.Getuid() &&
		os.Getuid() != 0 {
		return fmt.Errorf("%s belongs to another user", dir)
	}
	return nil
}
