package lsp

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/tools/go/packages"

	"github.com/rocketc/rocketc/golang"
)

// loads keeps the Go packages that were loaded, because loading takes a second and a schedule
// is checked at each keystroke. What was loaded is loaded again when its files change.
type loads struct {
	ctx   context.Context // ends with the conversation
	files *goFiles
	mu    sync.Mutex
	known map[string]loaded // by what was asked for
}

type loaded struct {
	packages []*packages.Package
	err      error
	stamp    string // of the files
	at       time.Time
}

// maxLoads is how many answers are kept.
const maxLoads = 6

// unsure is how long an answer counts that has errors: what mends them may be any file.
const unsure = 2 * time.Second

// load loads packages as package packages does, of the text that Go files have in the editor.
func (l *loads) load(config *packages.Config, patterns ...string) ([]*packages.Package, error) {
	_, root := golang.Module(config.Dir)
	unsaved, outlines := l.files.unsaved(cmp.Or(root, config.Dir))
	key := keyOf(config, slices.Concat(patterns, outlines))
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.known[key]; ok && known.isFresh(config.Dir) {
		return known.packages, known.err
	}
	own := *config
	own.Context = l.ctx
	own.Overlay = map[string][]byte{}
	maps.Copy(own.Overlay, unsaved)
	maps.Copy(own.Overlay, config.Overlay)
	found, err := packages.Load(&own, patterns...)
	if l.known == nil || len(l.known) >= maxLoads {
		l.known = map[string]loaded{}
	}
	l.known[key] = loaded{found, err, stampOf(config.Dir, found), time.Now()}
	return found, err
}

// forget has everything loaded again.
func (l *loads) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known = nil
}

// keyOf identifies what is asked for.
func keyOf(config *packages.Config, patterns []string) string {
	parts := slices.Clone(patterns)
	for name, text := range config.Overlay {
		parts = append(parts, name+"\x00"+string(text))
	}
	slices.Sort(parts)
	return fmt.Sprintf("%q %q %q", config.Dir, config.BuildFlags, parts)
}

func (l loaded) isFresh(dir string) bool {
	wrong := l.err != nil || slices.ContainsFunc(l.packages,
		func(p *packages.Package) bool { return len(p.Errors) > 0 })
	return (!wrong || time.Since(l.at) < unsure) && l.stamp == stampOf(dir, l.packages)
}

// stampOf returns the sizes and times of the files of packages, of their directories, and of
// the files of the module that dir is in.
func stampOf(dir string, list []*packages.Package) string {
	var names []string
	if _, root := golang.Module(dir); root != "" {
		names = append(names, filepath.Join(root, "go.mod"), filepath.Join(root, "go.sum"))
	}
	for _, p := range list {
		if p.Dir != "" {
			names = append(names, p.Dir)
		}
		names = append(names, p.GoFiles...)
	}
	var b strings.Builder
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}
