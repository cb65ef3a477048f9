package process_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

func needControlGroups(t *testing.T) {
	t.Helper()
	if !process.HasControlGroups() {
		t.Skip("no control group can be made here")
	}
}

func TestMountedCgroup(t *testing.T) {
	const (
		v1      = "31 25 0:27 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu\n"
		hybrid  = "32 25 0:28 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw\n"
		unified = "33 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
		part    = "34 24 0:26 /system.slice/a.service /cgroup rw - cgroup2 none rw\n"
		spaced  = `35 24 0:26 / /mnt/control\040groups rw - cgroup2 none rw` + "\n"
	)
	for _, test := range []struct{ name, mounts, group, want string }{
		{"unified", unified, "/system.slice/a.service", "/sys/fs/cgroup/system.slice/a.service"},
		{"hybrid", v1 + hybrid, "/", "/sys/fs/cgroup/unified"},
		{"a part is mounted", part, "/system.slice/a.service/x", "/cgroup/x"},
		{"another part is mounted", part, "/system.slice/b.service", ""},
		{"another, then all", part + unified, "/b", "/sys/fs/cgroup/b"},
		{"outside of the namespace", unified, "/../b", ""},
		{"a space", spaced, "/..b", "/mnt/control groups/..b"},
		{"only version 1", v1, "/", ""},
		{"nothing", "", "/", ""},
		{"not a line", "x - cgroup2\n", "/", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := process.MountedCgroup(test.mounts, test.group)
			if got != test.want || (err == nil) != (test.want != "") {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

// TestControlGroupsAreRemoved: a supervisor leaves nothing behind.
func TestControlGroupsAreRemoved(t *testing.T) {
	needControlGroups(t)
	var s process.Supervisor
	result, err := s.Run(t.Context(), shell("grep ^0:: /proc/self/cgroup"))
	s.Close()
	if err != nil {
		t.Fatal(err)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	group, err := process.MountedCgroup(string(mounts), result.Stdout[len("0::"):])
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{group, filepath.Dir(group)} {
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("%s is left behind (%v)", path, err)
		}
	}
}
