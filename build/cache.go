package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// CacheDir returns the directory of rocketc's cache: ROCKETC_CACHE, else
// rocketc in the user's cache directory. It need not exist.
func CacheDir() (string, error) {
	if dir := os.Getenv("ROCKETC_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("there is no directory for the cache: %w; ROCKETC_CACHE can name one",
			err)
	}
	return filepath.Join(dir, "rocketc"), nil
}

// Cached returns the path of the binary of the program, a file called name in
// the cache directory. A program that uses no Go package of the user is built
// only if the cache does not have it. Any other program is built every time,
// because the package may have changed. A binary that was returned is never
// changed: a process that runs it can start it again.
func (p Program) Cached(ctx context.Context, cache, name string) (string, error) {
	dir, err := realDir(p.Dir)
	if err != nil {
		return "", err
	}
	p.Dir = dir
	tools, err := findToolchain(ctx, dir)
	if err != nil {
		return "", err
	}
	shelf := filepath.Join(cache, "run")
	key := ""
	if len(p.userImports(tools)) == 0 {
		if key, err = p.key(tools); err != nil {
			return "", err
		}
		if file := filepath.Join(shelf, key, name); use(file) {
			return file, nil
		}
	}
	return p.shelve(ctx, tools, shelf, key, name)
}

// use reports whether the binary exists. If it does, use marks it as used now.
func use(file string) bool {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	now := time.Now()
	_ = os.Chtimes(filepath.Dir(file), now, now) // tidy goes by the age
	return true
}

// key returns the name under which the cache keeps the program: a hash of
// everything the binary is made of. The program uses no Go package of the user.
func (p Program) key(tools *toolchain) (string, error) {
	files, err := sources(p.Runtime)
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	for _, v := range variables {
		if v != "GOMOD" && v != "GOFLAGS" {
			fmt.Fprintf(hash, "%s=%q\n", v, tools.vars[v])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(hash, "%q %d\n%s", name, len(files[name]), files[name])
	}
	hash.Write(p.Main)
	return hex.EncodeToString(hash.Sum(nil)[:16]), nil
}

// shelve builds the program and puts the binary on the shelf, under the key. If
// the key is empty, a hash of the binary serves as the key.
func (p Program) shelve(ctx context.Context, tools *toolchain,
	shelf, key, name string) (string, error) {
	if err := os.MkdirAll(shelf, 0o700); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(shelf, newPrefix)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh)
	made := filepath.Join(fresh, name)
	if err := p.build(ctx, tools, made); err != nil {
		return "", err
	}
	if key == "" {
		if key, err = hashFile(made); err != nil {
			return "", err
		}
	}
	tidy(shelf)
	place := filepath.Join(shelf, key)
	file := filepath.Join(place, name)
	if err := os.Rename(fresh, place); err == nil || use(file) {
		return file, nil // use: another rocketc was quicker
	}
	if err := os.MkdirAll(place, 0o700); err != nil {
		return "", err
	}
	return file, os.Rename(made, file)
}

func hashFile(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)[:16]), nil
}

// What tidy keeps: the newest entries, and all entries that are not old.
const (
	keepEntries = 64
	keepFor     = 30 * 24 * time.Hour
	keepNew     = 24 * time.Hour
	newPrefix   = "new-"
)

// tidy removes binaries that nobody has started for a long time, and what
// interrupted builds have left. Errors are ignored: the next tidy tries again.
func tidy(shelf string) {
	type entry struct {
		name string
		age  time.Duration
	}
	var entries []entry
	listed, _ := os.ReadDir(shelf)
	for _, e := range listed {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err != nil {
			continue
		}
		age := time.Since(info.ModTime())
		if !strings.HasPrefix(e.Name(), newPrefix) {
			entries = append(entries, entry{e.Name(), age})
		} else if age > keepNew {
			_ = os.RemoveAll(filepath.Join(shelf, e.Name()))
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return int((a.age - b.age) / time.Second) })
	for i, e := range entries {
		if i >= keepEntries && e.age > keepFor {
			_ = os.RemoveAll(filepath.Join(shelf, e.name))
		}
	}
}
