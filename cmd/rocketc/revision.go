package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// extract writes the files of a revision of the git repository that has a path into a
// temporary directory. It returns what the path is there, and what removes the directory.
func (inv *invocation) extract(revision, path string) (there string, remove func(), err error) {
	defer inv.doing("reading")()
	if revision == "" || strings.HasPrefix(revision, "-") {
		return "", nil, fmt.Errorf("%q is no revision of git", revision)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", nil, err
	}
	near := abs // the nearest directory that is there now
	for info, err := os.Stat(near); err != nil || !info.IsDir(); info, err = os.Stat(near) {
		near = filepath.Dir(near)
	}
	top, err := inv.git(near, "rev-parse", "--show-cdup")
	if err != nil {
		return "", nil, err
	}
	root := filepath.Join(near, strings.TrimSpace(string(top)))
	rel, err := filepath.Rel(root, abs)
	if err != nil {
		return "", nil, err
	}
	archive, err := inv.git(root, "archive", "--format=tar", revision)
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "rocketc-git-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	if err := untar(dir, archive); err != nil {
		remove()
		return "", nil, err
	}
	return filepath.Join(dir, rel), remove, nil
}

// git returns what a git command prints.
func (inv *invocation) git(dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(inv.ctx, "git", append([]string{"-C", dir}, args...)...)
	out, err := cmd.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		first, _, _ := strings.Cut(strings.TrimSpace(string(failed.Stderr)), "\n")
		err = errors.New(strings.TrimPrefix(first, "fatal: "))
	}
	return out, err
}

// untar writes the directories, files and symbolic links of an archive below a directory, and
// nothing outside.
func untar(dir string, archive []byte) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := filepath.FromSlash(strings.TrimSuffix(h.Name, "/"))
		switch h.Typeflag {
		case tar.TypeDir:
			err = root.MkdirAll(name, 0o700)
		case tar.TypeSymlink:
			err = root.Symlink(h.Linkname, name)
		case tar.TypeReg:
			var text []byte
			if text, err = io.ReadAll(r); err == nil {
				err = root.WriteFile(name, text, 0o600)
			}
		}
		if err != nil {
			return err
		}
	}
}
