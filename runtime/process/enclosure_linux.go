package process

import (
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// enclosures makes the enclosures of a supervisor: a control group (cgroup v2) for
// each process, inside one of the supervisor's own.
//
// That one is a child of the control group that this program runs in, wherever the
// system has mounted it. Its name is cgroupPrefix and a random word. The supervisor
// holds a lock on its directory, which dies with the program: a control group of
// such a name whose lock nobody holds was left behind. If no control group can be
// made (no cgroup v2, no permission, a kernel before 5.14), enclosures have none.
type enclosures struct {
	once sync.Once
	dir  *os.File // nil if there are no control groups
}

const cgroupPrefix = "rocketc-"

// An enclosure holds a process and everything that it starts, whatever they do to
// their process groups and sessions.
type enclosure struct {
	path string // of its control group; empty if it has none
}

// add returns the enclosure of the processes with this mark.
func (s *enclosures) add(mark string) *enclosure {
	s.once.Do(s.open)
	if s.dir == nil {
		return &enclosure{}
	}
	path := filepath.Join(s.dir.Name(), mark)
	if err := os.Mkdir(path, 0o755); err != nil {
		return &enclosure{}
	}
	return &enclosure{path}
}

func (s *enclosures) open() {
	base, err := ownCgroup()
	if err != nil {
		return
	}
	for range 3 { // another program may take it for a leftover before it is locked
		if s.dir, err = newCgroup(base); err == nil || !errors.Is(err, errTaken) {
			return
		}
	}
}

var errTaken = errors.New("another program took the control group for a leftover")

// newCgroup makes the control group of a supervisor, and locks it.
func newCgroup(base string) (*os.File, error) {
	path := filepath.Join(base, cgroupPrefix+rand.Text())
	if err := os.Mkdir(path, 0o755); err != nil {
		return nil, err
	}
	dir, err := lockedDir(path)
	if err != nil {
		return nil, errTaken
	}
	if _, err := os.Stat(filepath.Join(path, "cgroup.kill")); err == nil {
		return dir, nil
	}
	dir.Close()
	if os.Remove(path) != nil {
		return nil, errTaken
	}
	return nil, errors.New("the kernel cannot kill a control group")
}

// path returns the directory of the control group; empty if there is none.
func (s *enclosures) path() string {
	if s.dir == nil {
		return ""
	}
	return s.dir.Name()
}

// close removes the control group of the supervisor.
func (s *enclosures) close() {
	s.once.Do(func() {})
	if s.dir != nil {
		removeCgroup(s.dir.Name())
		s.dir.Close()
	}
}

// ClearLeftovers kills what is left in the control groups of programs that died. It
// finds those beside the control groups of this program.
func ClearLeftovers() {
	base, err := ownCgroup()
	if err != nil {
		return
	}
	entries, _ := os.ReadDir(base)
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), cgroupPrefix) {
			continue
		}
		path := filepath.Join(base, entry.Name())
		if dir, err := lockedDir(path); err == nil {
			killCgroup(path)
			removeCgroup(path)
			dir.Close()
		}
	}
}

// lockedDir opens a directory and locks it. It fails if another holds the lock.
func lockedDir(path string) (*os.File, error) {
	dir, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		dir.Close()
		return nil, err
	}
	return dir, nil
}

// ownCgroup returns the directory of the control group that this process is in.
func ownCgroup() (string, error) {
	groups, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return "", err
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(groups)) {
		if group, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "0::"); ok {
			return mountedCgroup(string(mounts), group)
		}
	}
	return "", errors.New("the process is in no control group of version 2")
}

// mountedCgroup returns the directory in which a control group is mounted.
func mountedCgroup(mounts, group string) (string, error) {
	for line := range strings.Lines(mounts) {
		// id parent device root mountpoint options [tags] - type source options
		mount, source, _ := strings.Cut(line, " - ")
		f := strings.Fields(mount)
		if len(f) < 5 || !strings.HasPrefix(source, "cgroup2 ") {
			continue
		}
		root, at := unescapeMount(f[3]), unescapeMount(f[4])
		if rel, ok := below(root, group); ok {
			return filepath.Join(at, rel), nil
		}
	}
	return "", errors.New("the control group is not mounted")
}

// below returns the path of a control group relative to another. Paths that begin
// with /.. are outside of what this process sees.
func below(root, group string) (string, bool) {
	if group == "/.." || strings.HasPrefix(group, "/../") || strings.HasPrefix(root, "/..") {
		return "", false
	}
	rest, ok := strings.CutPrefix(group+"/", strings.TrimSuffix(root, "/")+"/")
	return rest, ok
}

// unescapeMount undoes the escapes of mountinfo, such as \040 for a space.
func unescapeMount(s string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(s)
}

// start starts a process, born inside the control group. If the kernel lets no
// process be born there, the enclosure has none.
func (e *enclosure) start(cmd *exec.Cmd) (*exec.Cmd, error) {
	if e.path == "" {
		return cmd, cmd.Start()
	}
	inside := unstarted(cmd)
	err := startInside(inside, e.path)
	if err == nil || refused(err) {
		return inside, err
	}
	e.remove()
	return cmd, cmd.Start()
}

// unstarted returns a copy of a command that has not started.
func unstarted(cmd *exec.Cmd) *exec.Cmd {
	attr := *cmd.SysProcAttr
	return &exec.Cmd{
		Path: cmd.Path, Args: cmd.Args, Env: cmd.Env, Dir: cmd.Dir, Err: cmd.Err,
		Stdin: cmd.Stdin, Stdout: cmd.Stdout, Stderr: cmd.Stderr,
		ExtraFiles: cmd.ExtraFiles, SysProcAttr: &attr,
	}
}

// startInside starts a process that is born inside a control group.
func startInside(cmd *exec.Cmd, cgroup string) error {
	dir, err := os.Open(cgroup)
	if err != nil {
		return err
	}
	defer dir.Close()
	cmd.SysProcAttr.UseCgroupFD, cmd.SysProcAttr.CgroupFD = true, int(dir.Fd())
	return cmd.Start()
}

// holds reports whether nothing leaves the enclosure.
func (e *enclosure) holds() bool { return e.path != "" }

// kill kills everything in the enclosure.
func (e *enclosure) kill() {
	if e.path != "" {
		killCgroup(e.path)
	}
}

// remove removes the enclosure, and kills what is left in it.
func (e *enclosure) remove() {
	if e.path == "" {
		return
	}
	if syscall.Rmdir(e.path) != nil {
		killCgroup(e.path)
		removeCgroup(e.path)
	}
	e.path = ""
}

// killCgroup kills all processes of a control group and of those in it.
func killCgroup(path string) {
	_ = os.WriteFile(filepath.Join(path, "cgroup.kill"), []byte("1"), 0)
}

// removeCgroup removes a control group and those in it. It waits a moment for
// what was killed to be gone.
func removeCgroup(path string) {
	for wait := time.Millisecond; wait < 200*time.Millisecond; wait *= 2 {
		err := os.Remove(path)
		if !errors.Is(err, syscall.EBUSY) {
			return
		}
		if entries, err := os.ReadDir(path); err == nil {
			for _, entry := range entries {
				if entry.IsDir() {
					removeCgroup(filepath.Join(path, entry.Name()))
				}
			}
		}
		pause(wait)
	}
}
