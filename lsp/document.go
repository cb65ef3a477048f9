package lsp

import (
	"os"
	"path/filepath"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// A document is a file that the editor has open. It does not change: an edit makes a new one.
type document struct {
	uri     uri.URI
	version int32
	text    *text
}

// A source is a version of a file, parsed.
type source struct {
	path   string // how diagnostics name the file
	text   *text
	tree   *grammar.File
	syntax diag.List
}

func parse(path string, t *text) *source {
	tree, list := grammar.Parse(path, []byte(t.content))
	return &source{path, t, tree, list}
}

// again returns the file with another text.
func (s *source) again(t *text) *source {
	tree, list := grammar.ParseAgain(s.tree, []byte(t.content))
	return &source{s.path, t, tree, list}
}

// configs returns how many configurations the file has.
func (s *source) configs() (n int) {
	for _, d := range s.tree.Decls {
		if _, ok := d.(*grammar.Config); ok {
			n++
		}
	}
	return n
}

// pathOf returns the path of a file, or the whole URI of what is no file.
func pathOf(u uri.URI) string {
	if !u.IsFile() {
		return string(u)
	}
	return filepath.Clean(u.FsPath())
}

// uriOf returns the URI of a path that pathOf has returned.
func uriOf(path string) uri.URI {
	if !filepath.IsAbs(path) {
		return uri.URI(path)
	}
	return uri.File(path)
}

// dirOf returns the directory whose files are analysed together with the one at a path: that
// of the file, or the path itself if the file is a schedule of its own.
func dirOf(path string) string {
	if !filepath.IsAbs(path) || !isMember(filepath.Base(path)) {
		return path
	}
	return filepath.Dir(path)
}

// isMember reports whether a file of that name is a part of the schedule of its directory.
func isMember(name string) bool {
	return filepath.Ext(name) == ".rkt" && !strings.ContainsRune("._", rune(name[0]))
}

// maxFile is the size of the largest file that is read, in bytes.
const maxFile = 32 << 20

// A onDisk is what was read of a file, and when it had last been changed.
type onDisk struct {
	info os.FileInfo
	text *text
}

// disk keeps what was read of files that the editor does not have open.
type disk map[string]onDisk

// read returns the text of a file, or nil if it cannot be read.
func (d disk) read(path string) *text {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		delete(d, path)
		return nil
	}
	if known, ok := d[path]; ok && known.info.Size() == info.Size() &&
		known.info.ModTime().Equal(info.ModTime()) {
		return known.text
	}
	content, err := os.ReadFile(path)
	if err != nil {
		delete(d, path)
		return nil
	}
	d[path] = onDisk{info, newText(string(content))}
	return d[path].text
}

// members returns the paths of the files in a directory that make its schedule.
func members(dir string) (paths []string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if isMember(e.Name()) && !e.IsDir() {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths
}

// edit applies the changes that an editor tells of to a text, in their order.
func edit(t *text, in encoding, changes []protocol.TextDocumentContentChangeEvent) *text {
	for _, change := range changes {
		switch change := change.(type) {
		case *protocol.TextDocumentContentChangeWholeDocument:
			t = newText(change.Text)
		case *protocol.TextDocumentContentChangePartial:
			t = t.edited(change.Range, in, change.Text)
		}
	}
	return t
}
