package rocketc_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/rocketc/rocketc/format"
)

// TestFormatted: every schedule of the repository has its layout: files, files of archives and
// the blocks of pages. Those that do not parse have none, and testdata/unformatted.txt lists
// those that show another layout. With -update the test gives them their layout.
func TestFormatted(t *testing.T) {
	odd, seen := reasonsIn(t, "testdata/unformatted.txt"), map[string]bool{}
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if base := entry.Name(); err == nil && (base == ".git" || base == "node_modules") &&
			entry.IsDir() {
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() {
			return err
		}
		lay := func(part string, src []byte) []byte {
			text, err := format.Source(part, src)
			if err != nil || bytes.Equal(text, src) {
				return src
			}
			for prefix := range odd {
				if strings.HasPrefix(part, prefix) {
					seen[prefix] = true
					return src
				}
			}
			if !*update {
				t.Errorf("%s is not formatted; run go test . -run TestFormatted -update", part)
				return src
			}
			return text
		}
		return formatParts(filepath.ToSlash(name), lay)
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range odd {
		if !seen[name] && !strings.HasSuffix(name, "/") {
			t.Errorf("testdata/unformatted.txt lists %s, which is formatted or not there", name)
		}
	}
}

// formatParts calls lay for each schedule in a file, and writes the file anew if one changes.
func formatParts(name string, lay func(part string, src []byte) []byte) error {
	extension := filepath.Ext(name)
	if extension != ".rkt" && extension != ".txtar" && extension != ".md" {
		return nil
	}
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text := old
	switch extension {
	case ".rkt":
		text = lay(name, old)
	case ".txtar":
		archive, changed := txtar.Parse(old), false
		for i, f := range archive.Files {
			if filepath.Ext(f.Name) == ".rkt" {
				archive.Files[i].Data = lay(name+"/"+f.Name, f.Data)
				changed = changed || !bytes.Equal(archive.Files[i].Data, f.Data)
			}
		}
		if changed {
			text = txtar.Format(archive)
		}
	case ".md":
		text = formatBlocks(name, old, lay)
	}
	if bytes.Equal(text, old) {
		return nil
	}
	return os.WriteFile(name, text, 0o644)
}

// formatBlocks calls lay for each rkt block of a page.
func formatBlocks(name string, page []byte, lay func(part string, src []byte) []byte) []byte {
	const fence = "```\n"
	var b strings.Builder
	rest := string(page)
	for {
		before, after, ok := strings.Cut(rest, "```rkt")
		kind, block, _ := strings.Cut(after, "\n")
		body, next, closed := strings.Cut(block, fence)
		if !ok || !closed {
			return []byte(b.String() + rest)
		}
		b.WriteString(before + "```rkt" + kind + "\n")
		b.WriteString(string(lay(name, []byte(body))) + fence)
		rest = next
	}
}
