package files

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A notifier says when files change. It watches the directories in which they are, so that
// it sees them come and go.
type notifier struct {
	once sync.Once
	file *os.File // of inotify; nil: there is none

	mu   sync.Mutex
	dirs map[int32]*directory // by the descriptors of the watches
}

// A directory is watched for some of its entries.
type directory struct{ waiting map[string]chan struct{} }

// theNotifier is that of the program.
var theNotifier notifier

// events are those after which an answer about a file may be another.
const events = syscall.IN_CREATE | syscall.IN_DELETE | syscall.IN_MOVE | syscall.IN_MODIFY |
	syscall.IN_ATTRIB | syscall.IN_DELETE_SELF | syscall.IN_MOVE_SELF | syscall.IN_ONLYDIR

// changesOf returns a channel that is closed when the file changes, comes or goes. It is nil
// if that would not be noticed.
func changesOf(path string) <-chan struct{} {
	dir, name, ok := split(path)
	if !ok || !isLocal(dir) || isSimulated() {
		return nil
	}
	return theNotifier.wait(dir, name)
}

// split returns the directory and the name of a path that leads over no symbolic links.
func split(path string) (dir, name string, ok bool) {
	whole, err := filepath.Abs(path)
	if path == "" || err != nil || whole == "/" {
		return "", "", false
	}
	dir, name = filepath.Dir(whole), filepath.Base(whole)
	real, err := filepath.EvalSymlinks(dir)
	if err != nil || real != dir {
		return "", "", false
	}
	info, err := os.Lstat(whole)
	return dir, name, err != nil || info.Mode()&os.ModeSymlink == 0
}

// local are the kinds of file systems that nothing but this system changes.
var local = map[uint32]bool{
	0xEF53: true, 0x58465342: true, 0x9123683E: true, // ext, xfs, btrfs
	0x01021994: true, 0x794C7630: true, 0x2FC12FC1: true, // tmpfs, overlay, zfs
	0xF2F52010: true, 0x858458F6: true, // f2fs, ramfs
}

func isLocal(dir string) bool {
	var info syscall.Statfs_t
	return syscall.Statfs(dir, &info) == nil && local[uint32(info.Type)]
}

// isSimulated reports whether the clock of the program is that of a test, which does not go
// on while something waits for the system.
func isSimulated() bool {
	var now syscall.Timeval
	err := syscall.Gettimeofday(&now)
	return err != nil || time.Since(time.Unix(now.Unix())).Abs() > time.Hour
}

// wait returns a channel that is closed at the next event of an entry.
func (n *notifier) wait(dir, name string) <-chan struct{} {
	if n.once.Do(n.open); n.file == nil {
		return nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	var watch int
	err := n.control(func(fd int) (err error) {
		watch, err = syscall.InotifyAddWatch(fd, dir, events)
		return err
	})
	if err != nil {
		return nil
	}
	d := n.dirs[int32(watch)]
	if d == nil {
		d = &directory{map[string]chan struct{}{}}
		n.dirs[int32(watch)] = d
	}
	if d.waiting[name] == nil {
		d.waiting[name] = make(chan struct{})
	}
	return d.waiting[name]
}

func (n *notifier) open() {
	fd, err := syscall.InotifyInit1(syscall.IN_CLOEXEC | syscall.IN_NONBLOCK)
	if err != nil {
		return
	}
	n.file, n.dirs = os.NewFile(uintptr(fd), "inotify"), map[int32]*directory{}
	go n.serve()
}

// control calls f with the descriptor of inotify.
func (n *notifier) control(f func(fd int) error) (err error) {
	raw, err := n.file.SyscallConn()
	if err != nil {
		return err
	}
	if e := raw.Control(func(fd uintptr) { err = f(int(fd)) }); e != nil {
		return e
	}
	return err
}

// serve reads events for ever.
func (n *notifier) serve() {
	buffer := make([]byte, 64<<10)
	for {
		size, err := n.file.Read(buffer)
		if err != nil {
			n.tellAll()
			return
		}
		for rest := buffer[:size]; len(rest) >= syscall.SizeofInotifyEvent; {
			rest = n.take(rest)
		}
	}
}

// take takes the first event, and returns the others.
func (n *notifier) take(text []byte) (rest []byte) {
	watch := int32(binary.NativeEndian.Uint32(text))
	mask := binary.NativeEndian.Uint32(text[4:])
	end := syscall.SizeofInotifyEvent + int(binary.NativeEndian.Uint32(text[12:]))
	name := strings.TrimRight(string(text[syscall.SizeofInotifyEvent:end]), "\x00")
	const gone = syscall.IN_IGNORED | syscall.IN_DELETE_SELF | syscall.IN_MOVE_SELF |
		syscall.IN_UNMOUNT
	switch {
	case mask&syscall.IN_Q_OVERFLOW != 0:
		n.tellAll()
	case mask&gone != 0:
		n.tellDirectory(watch)
	default:
		n.tell(watch, name)
	}
	return text[end:]
}

// tell closes the channel of an entry. A directory of which no entry is waited for is not
// watched any more.
func (n *notifier) tell(watch int32, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	d := n.dirs[watch]
	if d == nil || d.waiting[name] == nil {
		return
	}
	close(d.waiting[name])
	delete(d.waiting, name)
	if len(d.waiting) == 0 {
		n.drop(watch)
	}
}

// tellDirectory closes the channels of all entries of a directory.
func (n *notifier) tellDirectory(watch int32) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if d := n.dirs[watch]; d != nil {
		d.tell()
		n.drop(watch)
	}
}

func (n *notifier) tellAll() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for watch, d := range n.dirs {
		d.tell()
		n.drop(watch)
	}
}

func (d *directory) tell() {
	for _, waiting := range d.waiting {
		close(waiting)
	}
}

// drop ends the watch of a directory. n.mu is held.
func (n *notifier) drop(watch int32) {
	delete(n.dirs, watch)
	_ = n.control(func(fd int) error {
		_, err := syscall.InotifyRmWatch(fd, uint32(watch))
		return err
	})
}
