// Command floor is the least that a scheduler of goroutines can do: a heap of due instants, one
// timer, and a goroutine for each launch. It keeps no history and knows no errors; figures of
// real schedulers are told as multiples of its.
package main

import (
	"container/heap"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

func main() { subject.Main(newScheduler, nil) }

// An entry is a task, and when it is due next.
type entry struct {
	at     int64 // Unix nanoseconds
	grid   subject.Grid
	action func()
}

// A queue has its earliest entry first.
type queue []entry

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].at < q[j].at }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(any)          {} // nothing is added while it runs
func (q *queue) Pop() any          { return nil }

type scheduler struct {
	queue queue
	ended chan func() // what follows the action that has ended
}

func newScheduler() (subject.Scheduler, error) {
	return &scheduler{ended: make(chan func())}, nil
}

func (s *scheduler) Daily(second int, action func()) error {
	return s.On(subject.Grid{
		Period: 24 * time.Hour,
		Phase:  time.Duration(second) * time.Second,
	}, action)
}

func (s *scheduler) Each(period time.Duration, action func()) error {
	return s.On(subject.Grid{Period: period}, action)
}

func (s *scheduler) On(grid subject.Grid, action func()) error {
	s.queue = append(s.queue, entry{grid.Next(time.Now().UnixNano()), grid, action})
	return nil
}

func (s *scheduler) Chain(grid subject.Grid, a, b func()) error {
	return s.On(grid, func() { a(); s.ended <- b })
}

func (s *scheduler) Start() error {
	heap.Init(&s.queue)
	go s.loop()
	return nil
}

// loop launches what is due, and sleeps until the next is.
func (s *scheduler) loop() {
	timer := time.NewTimer(0)
	for {
		select {
		case <-timer.C:
		case next := <-s.ended:
			go next()
			continue
		}
		now := time.Now().UnixNano()
		for len(s.queue) > 0 && s.queue[0].at <= now {
			first := &s.queue[0]
			go first.action()
			first.at = first.grid.Next(now)
			heap.Fix(&s.queue, 0)
		}
		if len(s.queue) > 0 {
			timer.Reset(time.Duration(s.queue[0].at - time.Now().UnixNano()))
		}
	}
}
