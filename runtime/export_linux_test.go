package rocket

// WithoutEnclosures makes the session do as on a system that has none.
func WithoutEnclosures() Option { return func(s *Session) { s.enclosures.once.Do(func() {}) } }

// Enclosed reports whether the session can make enclosures.
func (s *Session) Enclosed() bool {
	defer s.enclosures.close()
	e := s.enclosures.add("test")
	defer e.remove()
	return e.dir != nil
}

// MountedCgroup finds where a group is in the file system.
var MountedCgroup = mountedCgroup
