package control

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// longest is how long the path of a socket may be, by the system's structure for one.
const longest = 103

// suffix ends the name of a socket.
const suffix = ".sock"

// Dirs returns the directories in which programs of this user listen, in the order in which a
// program tries them: below $RUNTIME_DIRECTORY, which systemd sets for a service that has one,
// below $XDG_RUNTIME_DIR, /run/rocketc for root, and a directory of the user among the
// temporary files.
func Dirs() (dirs []string) {
	if own, _, _ := strings.Cut(os.Getenv("RUNTIME_DIRECTORY"), ":"); own != "" {
		dirs = append(dirs, own)
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		dirs = append(dirs, filepath.Join(dir, "rocketc"))
	}
	if os.Getuid() == 0 {
		dirs = append(dirs, "/run/rocketc")
	}
	return append(dirs, filepath.Join(os.TempDir(), fmt.Sprintf("rocketc-%d", os.Getuid())))
}

// fileName returns the name of the file of a socket: the name of the schedule if a file can
// have it, else what can be had of it and a hash.
func fileName(schedule string) string {
	const most = 40
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) || r > '~' {
			return '_'
		}
		return r
	}, schedule)
	if plain == schedule && len(plain) <= most && strings.Trim(plain, ".") != "" {
		return plain
	}
	h := fnv.New32a()
	h.Write([]byte(schedule))
	return fmt.Sprintf("%.*s-%08x", most, strings.Trim(plain, "."), h.Sum32())
}

// makeDir makes the directory of sockets. Only its owner may use it, so that nobody else can
// put a socket there.
func makeDir(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) {
		return err
	}
	return checkDir(dir)
}

// A Place is where a program listens.
type Place struct {
	// Path is the file of the socket.
	Path string
	// Name is the file's name without the ending.
	Name string
}

// Places returns the sockets that there are, sorted by name. A program need not listen there
// any more. Who has a directory of a service, by $RUNTIME_DIRECTORY, sees only what is there.
func Places() (places []Place) {
	dirs := append(Dirs(), otherDirs()...)
	if os.Getenv("RUNTIME_DIRECTORY") != "" {
		dirs = dirs[:1]
	}
	seen := map[string]bool{}
	for _, dir := range dirs {
		if seen[dir] || checkDir(dir) != nil {
			continue
		}
		seen[dir] = true
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			name, isSocket := strings.CutSuffix(e.Name(), suffix)
			if isSocket && e.Type()&os.ModeSocket != 0 {
				places = append(places, Place{filepath.Join(dir, e.Name()), name})
			}
		}
	}
	slices.SortFunc(places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Path, b.Path))
	})
	return places
}

// otherDirs returns the directories of other users, which root may ask.
func otherDirs() (dirs []string) {
	if os.Getuid() != 0 {
		return nil
	}
	for _, pattern := range []string{
		"/run/*", "/run/user/*/rocketc", filepath.Join(os.TempDir(), "rocketc-*"),
	} {
		found, _ := filepath.Glob(pattern)
		dirs = append(dirs, found...)
	}
	return dirs
}
