package process

import (
	"crypto/rand"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The environment of all processes of a run: its id, and a mark that no other run has,
// even if the ids of two programs are the same.
const (
	runIDName   = "ROCKET_RUN_ID"
	runMarkName = "ROCKET_RUN_MARK"
)

// marks makes the marks of what a supervisor runs: the name of the family, a random word,
// a point and a number. The zero value is ready to use.
type marks struct {
	mu     sync.Mutex
	family string
	number int
}

// next returns a new mark.
func (m *marks) next() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.family == "" {
		m.family = rand.Text()
	}
	m.number++
	return m.family + "." + strconv.Itoa(m.number)
}

// familyOf returns the name of the family that a mark is of.
func familyOf(mark string) string {
	family, _, _ := strings.Cut(mark, ".")
	return family
}

// KillRuns kills the processes of the runs with these ids, whichever program has
// started them: those with the id as ROCKET_RUN_ID in their environment. It finds
// those of the same user, and as root those of all users. Empty ids name no run. On
// systems other than Linux it does nothing.
func KillRuns(ids ...string) {
	isEmpty := func(id string) bool { return id == "" }
	killMarked(runIDName, slices.DeleteFunc(slices.Clone(ids), isEmpty))
}

// searches kills processes by their marks. Whoever asks while a search is at work
// takes part in the next one, with all others.
type searches struct {
	atWork sync.Mutex
	mu     sync.Mutex
	next   *searchParty // nil: nobody waits
}

type searchParty struct {
	marks []string
	done  chan struct{}
}

// kill kills the processes with a mark.
func (s *searches) kill(mark string) {
	s.mu.Lock()
	party, leads := s.next, s.next == nil
	if leads {
		party = &searchParty{done: make(chan struct{})}
		s.next = party
	}
	party.marks = append(party.marks, mark)
	s.mu.Unlock()
	if leads {
		s.atWork.Lock()
		s.mu.Lock()
		s.next = nil
		s.mu.Unlock()
		killMarked(runMarkName, party.marks)
		s.atWork.Unlock()
		close(party.done)
	}
	<-party.done
}
