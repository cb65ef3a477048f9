package control

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Token returns the secret by which a schedule's page is opened on this machine. It is made
// the first time, and kept beside the socket, in a file that only the user can read: it is the
// same after a restart of the program.
func Token(schedule string) (token string, err error) {
	for _, dir := range Dirs() {
		if err = makeDir(dir); err != nil {
			continue
		}
		if token, err = tokenIn(filepath.Join(dir, fileName(schedule)+".token")); err == nil {
			return token, nil
		}
	}
	return "", err
}

// tokenIn returns the token that is kept in a file. If the file is not there, it is made.
func tokenIn(path string) (string, error) {
	made := path + "-" + rand.Text()
	defer os.Remove(made)
	if err := os.WriteFile(made, []byte(rand.Text()+"\n"), 0o600); err != nil {
		return "", err
	}
	if err := os.Link(made, path); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 {
		return "", errors.New(path + " is not a file that only its owner can read")
	}
	text, err := os.ReadFile(path)
	if token := strings.TrimSpace(string(text)); err == nil && len(token) >= 16 {
		return token, nil
	}
	return "", errors.Join(err, errors.New(path+" holds no token"))
}
