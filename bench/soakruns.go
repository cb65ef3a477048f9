package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// soakRuns is what came of the tasks of a soak, by their names.
type soakRuns struct {
	noted map[string]int            // what the tasks say themselves: how often their action began
	ends  map[string]map[string]int // what the log says: how often a run had an event
	open  map[string]int            // runs without an outcome, by their ids
	twice []string                  // ids of runs with more than one start or outcome
}

// maxMistakes is how many mistakes are told.
const maxMistakes = 20

// readRuns reads the log of the program, and the notes of the tasks.
func readRuns(log, notes string) (*soakRuns, error) {
	s := &soakRuns{
		noted: map[string]int{}, ends: map[string]map[string]int{}, open: map[string]int{},
	}
	err := eachLine(log, func(line string) {
		var l struct {
			Event, Task string
			RunID       string `json:"run_id"`
		}
		if json.Unmarshal([]byte(line), &l) == nil && l.RunID != "" {
			s.event(l.Task, l.RunID, l.Event)
		}
	})
	noted := eachLine(notes, func(line string) { s.noted[line]++ })
	return s, errors.Join(err, noted)
}

func eachLine(name string, do func(line string)) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, mib)
	for lines.Scan() {
		do(lines.Text())
	}
	return lines.Err()
}

// event enters an event of a run. A run is 1 while it is live, and 0 after its outcome.
func (s *soakRuns) event(task, id, event string) {
	if s.ends[task] == nil {
		s.ends[task] = map[string]int{}
	}
	s.ends[task][event]++
	if event == rocket.Started.String() {
		s.open[id]++
	} else {
		s.open[id]--
	}
	if n := s.open[id]; n < 0 || n > 1 {
		s.twice = append(s.twice, id)
	}
}

// count returns how often the log has an event of a task.
func (s *soakRuns) count(task string, event rocket.Event) int {
	return s.ends[task][event.String()]
}

// mistakes reports what is wrong with the counts.
func (s *soakRuns) mistakes(ran []time.Duration) error {
	var errs []error
	for id, live := range s.open {
		if live != 0 {
			errs = append(errs, fmt.Errorf("the run %s has no outcome", id))
		}
	}
	for _, id := range s.twice {
		errs = append(errs, fmt.Errorf("the run %s has two starts or outcomes", id))
	}
	for _, kind := range soakKinds {
		for i := range kind.tasks {
			if wrong := s.mistake(kind, i, ran); wrong != "" {
				errs = append(errs, fmt.Errorf("%s: %s", nameOf(kind.name, i), wrong))
			}
		}
	}
	if more := len(errs) - maxMistakes; more > 0 {
		errs = append(errs[:maxMistakes], fmt.Errorf("and %d more", more))
	}
	return errors.Join(errs...)
}

// mistake says what is wrong with the counts of task i of a kind; empty if nothing is. On a
// busy machine a run may be ended by its timeout before its action has noted anything.
func (s *soakRuns) mistake(kind soakKind, i int, ran []time.Duration) string {
	name := nameOf(kind.name, i)
	starts, ends := s.count(name, rocket.Started), s.count(name, kind.ends)
	low, high := s.expected(kind, i, ran)
	unnoted := starts - s.noted[name]
	switch {
	case unnoted < 0 || unnoted > 0 && kind.ends != rocket.Terminated:
		return fmt.Sprintf("the log has %d starts, the task noted %d", starts, s.noted[name])
	case kind.ends != 0 && starts != ends:
		return fmt.Sprintf("%d of %d runs %s", ends, starts, kind.ends)
	case starts < low || starts > high:
		return fmt.Sprintf("%d runs, and %d to %d were due", starts, low, high)
	}
	return ""
}

// expected returns between which bounds the runs of task i of a kind must be. Runs on an
// interval may be late if the machine is busy, which makes fewer of them; a task that follows
// another may be held at the end.
func (s *soakRuns) expected(kind soakKind, i int, ran []time.Duration) (low, high int) {
	if kind.after != "" {
		leader := nameOf(kind.after, i)
		ends := s.count(leader, rocket.Succeeded) + s.count(leader, rocket.Failed)
		return ends - 1, ends
	}
	if kind.each == 0 {
		return 0, 0
	}
	const onTime = 0.3 // more than a task has that runs until the first hold only
	for _, d := range ran {
		due := float64(d) / float64(kind.each)
		low += int(due * onTime)
		high += int(due) + 2
	}
	return max(low-1, 1), high
}

// table writes how many runs each kind had.
func (s *soakRuns) table(ran []time.Duration) string {
	var text strings.Builder
	text.WriteString(row([]string{"kind", "tasks", "runs", "due", "ended"}) + rule(5))
	for _, kind := range soakKinds {
		runs, low, high := 0, 0, 0
		for i := range kind.tasks {
			runs += s.count(nameOf(kind.name, i), rocket.Started)
			least, most := s.expected(kind, i, ran)
			low, high = low+least, high+most
		}
		text.WriteString(row([]string{
			kind.name, fmt.Sprint(kind.tasks), fmt.Sprint(runs), fmt.Sprintf("%d to %d", low, high),
			word(kind.ends),
		}))
	}
	return text.String()
}

// word returns the word of an event; empty if there is none.
func word(event rocket.Event) string {
	if event == 0 {
		return ""
	}
	return event.String()
}
