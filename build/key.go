package build

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Key returns the name under which the cache keeps the program of a schedule that uses no
// Go package of the user. It says what the program is made of without checking the schedule:
// the parts (the sources, their names, whatever else decides), their directory, this
// rocketc, and the go command with its settings. There is no key, but "", if there is no go
// command.
func Key(dir string, parts ...string) string {
	dir, err := realDir(dir)
	if err != nil {
		return ""
	}
	command, err := exec.LookPath("go")
	if err != nil {
		return ""
	}
	self, err := os.Executable()
	if err != nil {
		return ""
	}
	hash := sha256.New()
	for _, program := range []string{self, command} {
		if err := identify(hash, program); err != nil {
			return ""
		}
	}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "GO") || strings.HasPrefix(name, "CGO_") || name == "CC" {
			fmt.Fprintf(hash, "%q\n", variable)
		}
	}
	for _, name := range settingFiles(dir) {
		text, err := os.ReadFile(name)
		fmt.Fprintf(hash, "%q %t %q\n", name, err == nil, text)
	}
	for _, part := range parts {
		fmt.Fprintf(hash, "%d\n%s", len(part), part)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// identify writes what tells a program from another that takes its place.
func identify(w io.Writer, program string) error {
	file, err := filepath.EvalSymlinks(program)
	if err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%q %d %d\n", file, info.Size(), info.ModTime().UnixNano())
	return err
}

// settingFiles returns the files that may choose the toolchain of the go command in a
// directory. They need not exist.
func settingFiles(dir string) (names []string) {
	if config, err := os.UserConfigDir(); err == nil {
		names = append(names, filepath.Join(config, "go", "env"))
	}
	if name := os.Getenv("GOENV"); name != "" && name != "off" {
		names = append(names, name)
	}
	for {
		names = append(names, filepath.Join(dir, "go.mod"), filepath.Join(dir, "go.work"))
		parent := filepath.Dir(dir)
		if parent == dir {
			return names
		}
		dir = parent
	}
}

// Kept returns the binary that the cache has under a key, a file called name, and the notes
// that were kept with it; ok is false if the cache has none that can be used.
func Kept(key, name string) (file string, notes []byte, ok bool) {
	if key == "" {
		return "", nil, false
	}
	shelf, err := openShelf()
	if err != nil {
		return "", nil, false
	}
	file = filepath.Join(shelf, key, name)
	if ok, err = use(file); err != nil || !ok {
		return "", nil, false
	}
	notes, err = os.ReadFile(file + notesEnd)
	return file, notes, err == nil || errors.Is(err, fs.ErrNotExist)
}

// notesEnd is what the name of the file with the notes has more than that of the binary.
const notesEnd = ".notes"
