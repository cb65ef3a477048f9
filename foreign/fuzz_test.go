package foreign_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/rocketc/rocketc/foreign"
)

// FuzzImport: no text panics a reader, and what a reader makes of it the writer writes and the
// checker takes.
func FuzzImport(f *testing.F) {
	kinds := slices.Sorted(maps.Keys(readers))
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		kind := slices.Index(kinds, filepath.Base(filepath.Dir(path)))
		for _, file := range slices.DeleteFunc(archive.Files, isWanted) {
			f.Add(kind, file.Name, string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, kind int, name, text string) {
		if kind < 0 || strings.ContainsAny(name, "\x00\n") {
			return
		}
		read := readers[kinds[kind%len(kinds)]]
		m := read([]foreign.File{{Name: name, Text: []byte(text)}},
			foreign.Options{Zone: time.UTC})
		written := m.Write()
		if len(m.Jobs) > 0 {
			checked(t, written)
		}
	})
}
