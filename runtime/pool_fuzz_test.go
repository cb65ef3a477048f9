package rocket_test

import (
	"cmp"
	"fmt"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A poolTask is one task of a random schedule with pools, and what became of its run.
type poolTask struct {
	spec       *rocket.TaskSpec
	due        time.Duration
	start, end time.Duration // of the run; -1: it was not
}

// poolTasks makes tasks of random bytes, six for a task: when it is due, how long it takes,
// its priority, and its weights in pools, of which zero is none.
func poolTasks(pools []rocket.Pool, random []byte, j *journal) (tasks []*poolTask) {
	for len(random) >= 6 && len(tasks) < 16 {
		due := time.Duration(random[0]%8) * time.Second
		task := &poolTask{due: due, start: -1, end: -1, spec: &rocket.TaskSpec{
			Name: fmt.Sprint(len(tasks)), Priority: int(random[2] % 3),
			When: fromThen{due}, Action: j.does(time.Duration(1+random[1]%8) * time.Second),
		}}
		for i, p := range pools {
			if weight := int(random[3+i]) % (p.Size + 1); weight > 0 {
				share := rocket.PoolShare{Pool: p.Name, Weight: weight}
				task.spec.Pools = append(task.spec.Pools, share)
			}
		}
		tasks, random = append(tasks, task), random[6:]
	}
	return tasks
}

// weight returns how many places of a pool a run of the task takes.
func (p *poolTask) weight(pool string) int {
	for _, share := range p.spec.Pools {
		if share.Pool == pool {
			return share.Weight
		}
	}
	return 0
}

// isBefore reports whether p comes before other in the line of a pool that both are in.
func (p *poolTask) isBefore(other *poolTask) bool {
	for _, share := range p.spec.Pools {
		if other.weight(share.Pool) > 0 {
			return cmp.Or(cmp.Compare(other.spec.Priority, p.spec.Priority),
				cmp.Compare(p.due, other.due)) < 0
		}
	}
	return false
}

// FuzzPools runs tasks with random priorities, weights and lengths: a pool is never overdrawn,
// each task has its run, nobody overtakes another, and nobody waits while the places are
// there.
func FuzzPools(f *testing.F) {
	f.Add([]byte("a schedule of four tasks"))
	f.Add([]byte("\x00\x03\x00\x01\x02\x00\x01\x03\x00\x02\x01\x00\x01\x02\x01\x01\x00\x01"))
	f.Add([]byte("\x00\x07\x00\x03\x01\x01\x01\x02\x00\x01\x01\x00\x02\x05\x02\x03\x02\x02" +
		"\x02\x01\x02\x01\x00\x00\x03\x03\x01\x02\x02\x01\x03\x03\x01\x02\x00\x01"))
	pools := []rocket.Pool{{Name: "p", Size: 3}, {Name: "q", Size: 2}, {Name: "r", Size: 1}}
	f.Fuzz(func(t *testing.T, random []byte) {
		var j journal
		tasks := poolTasks(pools, random, &j)
		if len(tasks) == 0 {
			return
		}
		var specs []*rocket.TaskSpec
		for _, task := range tasks {
			specs = append(specs, task.spec)
		}
		first := &rocket.TaskSpec{Name: "first", When: once{}, Priority: 9,
			Action: rocket.Func(noop)}
		records, _ := play(t, rocket.Schedule{Pools: pools, Tasks: append(specs, first)},
			200*time.Second)
		followPools(t, pools, tasks, records)
		for _, task := range tasks {
			judgeWait(t, task, tasks)
		}
	})
}

// followPools notes when the tasks ran, and fails if a pool is overdrawn meanwhile.
func followPools(t *testing.T, pools []rocket.Pool, tasks []*poolTask, records []rocket.Record) {
	t.Helper()
	taken := map[string]int{}
	for _, r := range records {
		n := -1
		if _, err := fmt.Sscan(r.Task, &n); err != nil {
			continue // the first
		}
		task, sign := tasks[n], 1
		if r.Event == rocket.Started {
			task.start = r.Start.Sub(records[0].Start).Round(time.Millisecond)
		} else {
			task.end, sign = r.End.Sub(records[0].Start).Round(time.Millisecond), -1
		}
		for _, p := range pools {
			if taken[p.Name] += sign * task.weight(p.Name); taken[p.Name] > p.Size {
				t.Errorf("%d places of pool %s are taken at %v", taken[p.Name], p.Name, task.start)
			}
		}
	}
}

// judgeWait fails if a task did not run, was overtaken, or waited although it was first and
// its places were there.
func judgeWait(t *testing.T, task *poolTask, tasks []*poolTask) {
	t.Helper()
	if task.start < 0 || task.end < 0 {
		t.Errorf("task %s had no run", task.spec.Name)
	}
	because := task.start == task.due
	for _, other := range tasks {
		because = because || other.end == task.start
		if task.isBefore(other) && task.due < other.start && other.start < task.start {
			t.Errorf("task %s, due at %v, started at %v, after %s, which started at %v",
				task.spec.Name, task.due, task.start, other.spec.Name, other.start)
		}
	}
	if !because {
		t.Errorf("task %s, due at %v, started at %v, when nothing ended", task.spec.Name, task.due,
			task.start)
	}
}
