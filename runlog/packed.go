package runlog

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Another program may compress a file of a log, as logrotate does. The log does not read it then,
// but never takes it for pruned: what needs its records fails with an error that names the file.

// packers are the ends of the names that such programs give a file.
var packers = []string{".gz", ".bz2", ".xz", ".zst", ".zip"}

// unpacked returns the name that a file had before it was compressed, if it is.
func unpacked(name string) (plain string, packed bool) {
	ext := filepath.Ext(name)
	if !slices.Contains(packers, ext) {
		return name, false
	}
	return strings.TrimSuffix(name, ext), true
}

// packedAs returns the path of the compressed file that stands for the one at path; empty if there
// is none.
func packedAs(d disk, path string) string {
	names, err := d.list(filepath.Dir(path))
	if err != nil {
		return ""
	}
	for _, ext := range packers {
		if slices.Contains(names, filepath.Base(path)+ext) {
			return path + ext
		}
	}
	return ""
}

func isPacked(s segment) bool { return s.packed }

// missing returns the error for a segment that is not there. If another program has compressed
// the segment, the way out is to unpack it.
func missing(d disk, log string, first uint64) error {
	path := archive(log, first)
	way := wayOut(log)
	if packed := packedAs(d, path); packed != "" {
		way = wayOutPacked(packed)
	}
	return fmt.Errorf("the segment %s of the run log is missing; %s", path, way)
}

// wayOutPacked says what can be done about a compressed file of a log.
func wayOutPacked(path string) string {
	return path + " is there: unpack it, or move it away if its records need not be known, and " +
		"don't compress a run log"
}

// notPacked returns an error if the newest segment, which is not there, was compressed. While a log
// is archived, only what is to be the newest is there.
func notPacked(d disk, path string) error {
	packed := packedAs(d, path)
	if packed == "" || isPrepared(d, path) {
		return nil
	}
	return fmt.Errorf("the run log %s is not there; %s", path, wayOutPacked(packed))
}

// isPrepared reports whether a new segment is there that is to be the newest.
func isPrepared(d disk, path string) bool {
	f, err := d.open(path+".new", os.O_RDONLY)
	if err == nil {
		f.Close()
	}
	return err == nil
}
