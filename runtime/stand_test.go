package rocket_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// answers is a Go function as a condition.
type answers func(ctx context.Context) bool

func (f answers) Ask(o *rocket.Observation) (bool, error) { return f(o.Context()), nil }

// TestAnswerStands: a Go function is asked again when its answer has expired, or when what
// it has said changes, and else once a cycle_sleep.
func TestAnswerStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin, changed := time.Now(), make(chan struct{})
		var asked, changing, plain []time.Duration
		note := func(list *[]time.Duration) { *list = append(*list, time.Since(begin)) }
		ask := func(f answers) *rocket.TaskSpec {
			return &rocket.TaskSpec{When: stdconds.Ask{Call: f}, Action: rocket.Do{}}
		}
		tasks := []*rocket.TaskSpec{
			ask(func(ctx context.Context) bool {
				note(&asked)
				rocket.AnswerStands(ctx, 20*time.Minute, nil)
				return false
			}),
			ask(func(ctx context.Context) bool {
				note(&changing)
				rocket.AnswerStands(ctx, time.Hour, changed)
				return len(changing) == 2
			}),
			ask(func(ctx context.Context) bool {
				note(&plain)
				rocket.AnswerStands(ctx, 0, make(chan struct{}))
				rocket.AnswerStands(context.Background(), time.Hour, nil)
				return false
			}),
		}
		for i, t := range tasks {
			t.Name = string(rune('a' + i))
		}
		log := &rocket.MemoryLog{}
		s := newSession(t, rocket.Schedule{Config: rocket.Config{CycleSleep: time.Second},
			Tasks: tasks}, rocket.WithRunLog(log))
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Minute)
		defer cancel()
		time.AfterFunc(10*time.Minute, func() {
			was := changed
			changed = nil
			close(was)
		})
		if err := s.Run(ctx); err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // what was asked last may answer after the end
		expect(t, durations(asked), "0s 20m0s 40m0s")
		expect(t, durations(changing[:2]), "0s 10m0s")
		if len(plain) < 50*60*9/10 {
			t.Errorf("what says nothing was asked %d times", len(plain))
		}
		expect(t, story(recordsOf(t, log)), "b:run@0s b:success@0s")
	})
}

func durations(list []time.Duration) (text string) {
	for i, d := range list {
		if i > 0 {
			text += " "
		}
		text += d.String()
	}
	return text
}
