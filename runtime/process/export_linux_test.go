package process

import "testing"

// WithoutControlGroups makes the supervisor do as on a system that has none.
func (s *Supervisor) WithoutControlGroups() { s.enclosures.once.Do(func() {}) }

// HasControlGroups reports whether a supervisor can make control groups.
func HasControlGroups() bool {
	var s Supervisor
	defer s.Close()
	e := s.enclosures.add("test")
	defer e.remove()
	return e.holds()
}

// MountedCgroup returns the directory in which a control group is mounted.
var MountedCgroup = mountedCgroup

// WithoutHandles makes supervisors do as on a kernel that gives no handles of processes.
func WithoutHandles() { handles = false }

// UntilRoom attempts something until the system has room for it.
var UntilRoom = untilRoom

// CountShortage has the test count what a file says that the kernel has killed.
func CountShortage(t *testing.T, file string) {
	before := shortageFile
	shortageFile = func() string { return file }
	t.Cleanup(func() { shortageFile = before })
}
