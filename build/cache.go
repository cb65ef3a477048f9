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

// ErrNoCache is returned if nothing says where the cache is.
var ErrNoCache = errors.New("there is no directory for the cache")

// cacheDir returns the directory of rocketc's cache: ROCKETC_CACHE, else rocketc in the
// user's cache directory. It need not exist.
func cacheDir() (string, error) {
	if dir := os.Getenv("ROCKETC_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("%w: %w; ROCKETC_CACHE can name one", ErrNoCache, err)
	}
	return filepath.Join(dir, "rocketc"), nil
}

// openShelf returns the directory of the binaries in the cache. It makes both, if need be,
// and trusts them only if they belong to the user.
func openShelf() (string, error) {
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	shelf := filepath.Join(cache, "run")
	if err := ownLink(cache); err != nil {
		return "", unusable(err)
	}
	if err := os.MkdirAll(shelf, 0o700); err != nil {
		return "", unusable(err)
	}
	real, err := filepath.EvalSymlinks(cache)
	if err != nil {
		return "", unusable(err)
	}
	for _, dir := range []string{real, filepath.Join(real, "run")} {
		if err := ownDirectory(dir); err != nil {
			return "", unusable(err)
		}
	}
	return shelf, nil
}

// Cached returns the path of the binary of the program, a file called name in
// the cache. A program that uses no Go package of the user is built
// only if the cache does not have it. Any other program is built every time,
// because the package may have changed. A binary that was returned is never
// changed: a process that runs it can start it again.
//
// The cache is the directory ROCKETC_CACHE, else rocketc in the user's cache directory. The
// error is [ErrNoGo] or [ErrNoCache] if one of them is missing.
func (p Program) Cached(ctx context.Context, name string) (string, error) {
	dir, err := realDir(p.Dir)
	if err != nil {
		return "", err
	}
	p.Dir = dir
	tools, err := findToolchain(ctx, dir)
	if err != nil {
		return "", err
	}
	shelf, err := openShelf()
	if err != nil {
		return "", err
	}
	key := ""
	if len(p.userImports(tools)) == 0 {
		if key = p.Key; key == "" {
			key, err = p.key(tools)
		}
		if err != nil {
			return "", err
		}
		file := filepath.Join(shelf, key, name)
		if found, err := use(file); err != nil || found {
			return file, err
		}
	}
	return p.shelve(ctx, tools, shelf, key, name)
}

// unusable returns the error for a cache that cannot be used.
func unusable(err error) error {
	return fmt.Errorf("the cache cannot be used: %w; ROCKETC_CACHE can name another directory", err)
}

// use reports whether the cache has the binary. If it does, use marks it as used now. It is
// an error if somebody else could have put the binary there.
func use(file string) (bool, error) {
	err := ownProgram(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, unusable(err)
	}
	now := time.Now()
	_ = os.Chtimes(filepath.Dir(file), now, now) // tidy goes by the age
	return true, nil
}

// key returns the name under which the cache keeps the program: a hash of
// everything the binary is made of. The program uses no Go package of the user.
func (p Program) key(tools *toolchain) (string, error) {
	files, err := sources(p.Runtime)
	if err != nil {
		return "", err
	}
	if packages, err := p.thirdParty(); err != nil {
		return "", err
	} else if len(packages) > 0 {
		if err := p.addModules(files); err != nil {
			return "", err
		}
	}
	hash := sha256.New()
	for _, v := range decisive {
		fmt.Fprintf(hash, "%s=%q\n", v, tools.vars[v])
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(hash, "%q %d\n%s", name, len(files[name]), files[name])
	}
	for _, text := range append([][]byte{p.Main}, p.Tasks...) {
		fmt.Fprintf(hash, "%d\n%s", len(text), text)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16]), nil
}

// shelve builds the program and puts the binary on the shelf, under the key. If
// the key is empty, a hash of the binary serves as the key.
func (p Program) shelve(ctx context.Context, tools *toolchain,
	shelf, key, name string) (string, error) {
	fresh, err := newScratch(shelf, newPrefix)
	if err != nil {
		return "", unusable(explainRoom(err))
	}
	defer fresh.remove()
	made := filepath.Join(fresh.dir, name)
	if err := p.build(ctx, tools, made); err != nil {
		return "", err
	}
	if err := os.Chmod(made, 0o700); err != nil { // whatever the umask is
		return "", err
	}
	if len(p.Notes) > 0 {
		if err := os.WriteFile(made+notesEnd, p.Notes, 0o600); err != nil {
			return "", unusable(explainRoom(err))
		}
	}
	if key == "" {
		if key, err = hashFile(made); err != nil {
			return "", err
		}
	}
	tidy(shelf)
	place := filepath.Join(shelf, key)
	file := filepath.Join(place, name)
	if err := os.Rename(fresh.dir, place); err == nil {
		return file, nil
	}
	if found, err := use(file); err != nil || found {
		return file, err // another rocketc was quicker
	}
	if err := errors.Join(os.MkdirAll(place, 0o700), ownDirectory(place)); err != nil {
		return "", err
	}
	if len(p.Notes) > 0 {
		if err := os.Rename(made+notesEnd, file+notesEnd); err != nil {
			return "", err
		}
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
	newPrefix   = "new-"
)

// tidy removes binaries that nobody has started for a long time. Errors are ignored: the
// next tidy tries again.
func tidy(shelf string) {
	type entry struct {
		name string
		age  time.Duration
	}
	var entries []entry
	listed, _ := os.ReadDir(shelf)
	for _, e := range listed {
		info, err := e.Info()
		if err == nil && !strings.HasPrefix(e.Name(), newPrefix) {
			entries = append(entries, entry{e.Name(), time.Since(info.ModTime())})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return int((a.age - b.age) / time.Second) })
	for i, e := range entries {
		if i >= keepEntries && e.age > keepFor {
			_ = os.RemoveAll(filepath.Join(shelf, e.name))
		}
	}
}
