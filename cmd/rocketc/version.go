package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"

	"github.com/rocketc/rocketc"
	rocket "github.com/rocketc/rocketc/runtime"
)

// versionCommand prints the version of rocketc.
type versionCommand struct{}

// Help returns what `rocketc help version` adds.
func (versionCommand) Help() string {
	return `The second line names the commit that rocketc was built from, if that is known. The
third names the runtime that it puts into programs: the version of the code that
it generates, and a hash of the sources.

A program says with --version by which rocketc it was compiled, and of which
schedule: the first digits of what "cat *.rkt | sha256sum" prints.`
}

// Run does it.
func (versionCommand) Run(inv *invocation) error {
	sources, err := embeddedHash(rocketc.ProgramSources())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(inv.stdout, "rocketc %s %s %s/%s\ncommit %s\nruntime %d, sources %s\n",
		version(), runtime.Version(), runtime.GOOS, runtime.GOARCH,
		commit(debug.ReadBuildInfo()), rocket.GeneratedV1, sources)
	return err
}

// released is the version of a binary that the program in the directory release has made,
// releasedFrom its commit. The linker sets them; other binaries have none.
var released, releasedFrom string

// version is that of the release, else of the module rocketc was built from, "(devel)" if it
// was built in a working tree.
func version() string {
	if released != "" {
		return released
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// pseudoVersion is the version of a commit that has no tag, which ends in the commit.
var pseudoVersion = regexp.MustCompile(`[.-]\d{14}-([0-9a-f]{12})(?:\+dirty)?$`)

// commit returns the commit that a program was built from, with the word "modified" after it
// if files had changed since, or "unknown".
func commit(info *debug.BuildInfo, known bool) string {
	switch {
	case releasedFrom != "":
		return releasedFrom
	case !known:
		return "unknown"
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	revision := settings["vcs.revision"]
	if m := pseudoVersion.FindStringSubmatch(info.Main.Version); m != nil {
		revision = cmp.Or(revision, m[1])
	}
	if revision != "" && settings["vcs.modified"] == "true" {
		revision += ", modified"
	}
	return cmp.Or(revision, "unknown")
}

// hashDigits is the length of the hashes that a version has.
const hashDigits = 12

// embeddedHash returns a hash of the names and texts of files.
func embeddedHash(files fs.FS) (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		fmt.Fprintf(hash, "%q %d\n%s", name, len(text), text)
		return err
	})
	return hex.EncodeToString(hash.Sum(nil))[:hashDigits], err
}

// mark notes in the schedule of a program what it was compiled of: the files in the order of
// their names, one after the other.
func (s *schedule) mark(of *rocket.Schedule) {
	hash := sha256.New()
	for _, source := range slices.SortedFunc(slices.Values(s.sources), byBaseName) {
		hash.Write(source.Text)
	}
	of.Sources, of.Compiler = hex.EncodeToString(hash.Sum(nil))[:hashDigits], version()
}

func byBaseName(a, b rocketc.Source) int {
	return cmp.Compare(filepath.Base(a.Name), filepath.Base(b.Name))
}
