package main

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// boot boots systemd as process 1 of a container in which the package is installed and
// rocketc@first is enabled. It looks at what the schedule has done when it was started, started
// again and stopped.
func boot(t *testing.T, deb string) {
	if os.Geteuid() != 0 {
		t.Skip("it needs to be root")
	}
	if _, err := os.Stat("/lib/systemd/systemd"); err != nil {
		t.Skip("systemd is not installed: apt-get install systemd")
	}
	namespaces := []string{"--fork", "--pid", "--mount", "--uts", "--ipc", "--cgroup",
		"--kill-child"}
	out, err := exec.Command("unshare", append(namespaces, "true")...).CombinedOutput()
	if err != nil {
		t.Skipf("no container can be made here: %v %s", err, out)
	}
	dir := t.TempDir()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "unshare",
		append(namespaces, "testdata/boot.sh", dir, deb)...)
	group, remove := controlGroup(t)
	defer remove()
	cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c",
		`echo $$ > "$0/cgroup.procs" && exec "$@"`, group}, cmd.Args...)
	printed, err := cmd.CombinedOutput()
	text, readErr := os.ReadFile(filepath.Join(dir, "root/root/probe.out"))
	if readErr != nil {
		t.Fatalf("%v, %v\n%s", err, readErr, printed)
	}
	for _, want := range []string{"StatusText=scheduling: 2 tasks",
		"\nactive\ninactive\ninactive\n", "│ hello from /\n", "│ bye\n",
		`"return":"hello from /"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the probe did not find %q, but\n%s", want, text)
		}
	}
	if n := strings.Count(string(text), `"task":"bye"`); n < 2 {
		t.Errorf("it has ended %d times in good order\n%s", n, text)
	}
}

// controlGroup makes a control group for the container, in the hierarchy that systemd takes, and
// returns what removes it with all that is in it.
func controlGroup(t *testing.T) (dir string, remove func()) {
	parent := "/sys/fs/cgroup/systemd" // beside hierarchies of version 1
	if _, err := os.Stat(parent); err != nil {
		parent = "/sys/fs/cgroup"
	}
	dir, err := os.MkdirTemp(parent, "rocketc-boot-")
	if err != nil {
		t.Skipf("no control group can be made here: %v", err)
	}
	return dir, func() {
		var groups []string
		_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				groups = append(groups, path)
			}
			return err
		})
		for _, group := range slices.Backward(groups) {
			if err := os.Remove(group); err != nil {
				t.Error(err)
			}
		}
	}
}
