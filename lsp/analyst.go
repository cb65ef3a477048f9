package lsp

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"sync"
)

// documents are the files that the editor has open, and what is known of their directories.
type documents struct {
	mu   sync.Mutex
	open map[string]*document  // by path
	dirs map[string]*directory // those with open files
	work chan struct{}         // has an element if a directory may have changed
}

// A directory is the state of the files that are analysed together.
type directory struct {
	generation uint64 // counts changes
	done       *analysis
	ready      chan struct{}      // closed when done changes
	sources    map[string]*source // the latest that were parsed
	published  map[string]bool    // the files that have findings in the editor
}

func newDocuments() *documents {
	return &documents{open: map[string]*document{}, dirs: map[string]*directory{},
		work: make(chan struct{}, 1)}
}

// touch says that the directory of a path has changed. The lock is held.
func (d *documents) touch(path string) {
	dir := d.dirs[dirOf(path)]
	if dir == nil {
		dir = &directory{ready: make(chan struct{}), published: map[string]bool{}}
		d.dirs[dirOf(path)] = dir
	}
	dir.generation++
	d.wake()
}

// wake has the analyst look.
func (d *documents) wake() {
	select {
	case d.work <- struct{}{}:
	default:
	}
}

// set enters a document, or a new version of one.
func (d *documents) set(path string, doc *document) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open[path] = doc
	d.touch(path)
}

// get returns the document at a path, or nil.
func (d *documents) get(path string) *document {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open[path]
}

// close removes a document.
func (d *documents) close(path string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.open, path)
	d.touch(path)
}

// changedOutside says that files may have changed on the disk.
func (d *documents) changedOutside() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, dir := range d.dirs {
		dir.generation++
	}
	d.wake()
}

// await returns the analysis of the present text of the files around a path. It is nil if the
// editor has none of them open.
func (d *documents) await(ctx context.Context, path string) (*analysis, error) {
	for {
		d.mu.Lock()
		dir := d.dirs[dirOf(path)]
		if dir == nil {
			d.mu.Unlock()
			return nil, nil
		}
		if dir.done != nil && dir.done.generation == dir.generation {
			defer d.mu.Unlock()
			return dir.done, nil
		}
		ready := dir.ready
		d.mu.Unlock()
		select {
		case <-ready:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// latest returns the latest analysis of the files around a path, which may be of a text that
// is no more; nil: there is none.
func (d *documents) latest(path string) *analysis {
	d.mu.Lock()
	defer d.mu.Unlock()
	if dir := d.dirs[dirOf(path)]; dir != nil {
		return dir.done
	}
	return nil
}

// A job is a directory to analyse.
type job struct {
	path       string
	generation uint64
	open       map[string]*document // of the directory
	sources    map[string]*source
	first      bool // it has not been analysed yet
}

// next returns a directory that has changed, and forgets those without open files; false: there
// is none. forgotten are the files of those that have findings in the editor.
func (d *documents) next() (j job, forgotten []string, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	open := map[string]map[string]*document{}
	for path, doc := range d.open {
		dir := dirOf(path)
		if open[dir] == nil {
			open[dir] = map[string]*document{}
		}
		open[dir][path] = doc
	}
	for _, path := range slices.Sorted(maps.Keys(d.dirs)) {
		dir := d.dirs[path]
		switch {
		case open[path] == nil:
			forgotten = slices.AppendSeq(forgotten, maps.Keys(dir.published))
			delete(d.dirs, path)
			close(dir.ready)
		case !ok && (dir.done == nil || dir.done.generation != dir.generation):
			j = job{path, dir.generation, open[path], dir.sources, dir.done == nil}
			ok = true
		}
	}
	return j, forgotten, ok
}

// current reports whether nothing has changed since a job was taken.
func (d *documents) current(j job) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := d.dirs[j.path]
	return dir != nil && dir.generation == j.generation
}

// keep keeps the files that were parsed for a job. It returns false if its result is out of date.
func (d *documents) keep(j job, sources map[string]*source) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	dir := d.dirs[j.path]
	if dir != nil {
		dir.sources = sources
	}
	return dir != nil && dir.generation == j.generation
}

// finish enters the result of a job, unless that is out of date.
func (d *documents) finish(j job, a *analysis) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if dir := d.dirs[j.path]; dir != nil && dir.generation == j.generation {
		dir.done = a
		close(dir.ready)
		dir.ready = make(chan struct{})
	}
}

// publishes enters which files of a directory have findings in the editor, and returns all
// whose findings it has to be told: those, and those that had some.
func (d *documents) publishes(dirPath string, found map[string]bool) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := maps.Clone(found)
	if dir := d.dirs[dirPath]; dir != nil {
		maps.Copy(all, dir.published)
		dir.published = found
	}
	return slices.Sorted(maps.Keys(all))
}

// read returns the files of a directory, those that are open as the editor has them, parsed.
// What has been parsed before is not parsed again.
func (j job) read(d disk) (sources []*source, all map[string]*source) {
	paths := map[string]bool{}
	if filepath.Ext(j.path) != ".rkt" || !j.isFile() {
		for _, path := range members(j.path) {
			paths[path] = true
		}
	}
	for path := range j.open {
		paths[path] = true
	}
	all = map[string]*source{}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		var t *text
		if doc := j.open[path]; doc != nil {
			t = doc.text
		} else {
			t = d.read(path)
		}
		if t == nil {
			continue
		}
		src := j.sources[path]
		switch {
		case src == nil:
			src = parse(path, t)
		case src.text != t && src.text.content != t.content:
			src = src.again(t)
		}
		all[path] = src
		sources = append(sources, src)
	}
	return sources, all
}

// isFile reports whether the job is for one file that is a schedule of its own.
func (j job) isFile() bool { return j.open[j.path] != nil }

// paths returns the open files, sorted.
func (d *documents) paths() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(maps.Keys(d.open))
}
