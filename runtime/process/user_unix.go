//go:build unix

package process

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// An account is a user as /etc/passwd and /etc/group know it. They are read here,
// not by os/user, so that programs need no C library. A user that is known
// elsewhere can be given by numbers.
type account struct {
	name, home string // empty if the user is known by number only
	uid, gid   uint32
	groups     []uint32
}

// runAs has a process run as a user, "name" or "name:group", each by name or
// number. The USER, LOGNAME and HOME of its environment become those of the user.
func runAs(cmd *exec.Cmd, user string) error {
	a, err := findAccount(user)
	if err != nil {
		return err
	}
	cmd.Env = without(cmd.Env, "USER", "LOGNAME", "HOME")
	if a.name != "" {
		cmd.Env = append(cmd.Env, "USER="+a.name, "LOGNAME="+a.name, "HOME="+a.home)
	}
	if me := os.Geteuid(); me != 0 {
		if uint32(me) == a.uid && uint32(os.Getegid()) == a.gid {
			return nil
		}
		return fmt.Errorf("only root can start a command as another user or group,"+
			" and the scheduler is user %d", me)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Credential: &syscall.Credential{Uid: a.uid, Gid: a.gid, Groups: a.groups},
	}
	return nil
}

func findAccount(user string) (a account, err error) {
	name, group, grouped := strings.Cut(user, ":")
	line, err := systemLine("/etc/passwd", name, 7)
	switch {
	case err != nil:
		return a, err
	case line != nil:
		a.name, a.home = line[0], line[5]
		if a.uid, err = number32(line[2]); err == nil {
			a.gid, err = number32(line[3])
		}
	case !grouped:
		return a, errors.New("there is no such user" +
			" (one that is not known can be given by numbers, 1000:1000)")
	default:
		if a.uid, err = number32(name); err != nil {
			return a, errors.New("there is no such user")
		}
	}
	if err == nil && grouped {
		a.gid, err = findGroup(group)
	}
	if err == nil {
		a.groups, err = groupsOf(a.name)
	}
	return a, err
}

func findGroup(group string) (uint32, error) {
	line, err := systemLine("/etc/group", group, 4)
	if err != nil {
		return 0, err
	}
	if line != nil {
		group = line[2]
	}
	gid, err := number32(group)
	if err != nil {
		return 0, fmt.Errorf("there is no group %q", group)
	}
	return gid, nil
}

// groupsOf returns the groups that list the user as a member.
func groupsOf(user string) (groups []uint32, err error) {
	lines, err := systemLines("/etc/group", 4)
	for _, line := range lines {
		if user == "" || !slices.Contains(strings.Split(line[3], ","), user) {
			continue
		}
		if gid, err := number32(line[2]); err == nil {
			groups = append(groups, gid)
		}
	}
	return groups, err
}

// systemLine returns the fields of the line with this name or, if there is none,
// with this number (the third field). It returns nil if there is neither.
func systemLine(path, name string, fields int) ([]string, error) {
	lines, err := systemLines(path, fields)
	for _, field := range []int{0, 2} {
		for _, line := range lines {
			if line[field] == name {
				return line, nil
			}
		}
	}
	return nil, err
}

// systemLines returns the lines of a file such as /etc/passwd, split into fields.
// It leaves out lines with another number of fields. A file that does not exist
// has no lines.
func systemLines(path string, fields int) (lines [][]string, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Split(strings.TrimSpace(line), ":"); len(f) == fields {
			lines = append(lines, f)
		}
	}
	return lines, err
}

func number32(s string) (uint32, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	return uint32(n), err
}

// What keeps a process from a working directory.
var (
	errNoDirectory error = syscall.ENOTDIR
	errNotEntered  error = syscall.EACCES
)

// mayEnter reports whether a user (see runAs; empty: that of this process) may enter a
// directory, as far as the modes of the directory and those above it tell.
func mayEnter(dir, user string) bool {
	const execute = 1
	if user == "" || os.Geteuid() != 0 {
		return syscall.Access(dir, execute) == nil
	}
	a, err := findAccount(user)
	path, err2 := filepath.Abs(dir)
	if err != nil || err2 != nil || a.uid == 0 {
		return true
	}
	for {
		if !a.mayEnter(path) {
			return false
		}
		above := filepath.Dir(path)
		if above == path {
			return true
		}
		path = above
	}
}

// mayEnter reports whether the mode of a directory lets the account enter.
func (a account) mayEnter(dir string) bool {
	info, err := os.Stat(dir)
	if err != nil {
		return true
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	bit := os.FileMode(0o001)
	switch {
	case !ok:
		return true
	case stat.Uid == a.uid:
		bit = 0o100
	case stat.Gid == a.gid || slices.Contains(a.groups, stat.Gid):
		bit = 0o010
	}
	return info.Mode()&bit != 0
}
