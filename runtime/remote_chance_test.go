package rocket_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// countOf returns the number that an environment variable has, or a default.
func countOf(t *testing.T, name string, otherwise int) int {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// TestRemoteByChance: whatever dies, is cut off or is away, each run is begun once at most, has
// one outcome, and is settled; runs of a task that may have one at a time do not overlap, and
// there are not more than max_process_count. ROCKETC_TEST_MISFORTUNES says how many fates are
// tried.
func TestRemoteByChance(t *testing.T) {
	for seed := range countOf(t, "ROCKETC_TEST_MISFORTUNES", 12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				newMisfortune(t, uint64(seed)).check()
			})
		})
	}
}

// A misfortune is a cluster to which things happen by chance.
type misfortune struct {
	*cluster
	*rand.Rand
	slots int
	alive []*host // that nobody has killed or drains
	cut   map[string]bool
	away  bool
	next  int // the number of the next worker
	leads *leader
}

func newMisfortune(t *testing.T, seed uint64) *misfortune {
	m := &misfortune{Rand: rand.New(rand.NewPCG(seed, 18)), cut: map[string]bool{}}
	var tasks []*rocket.TaskSpec
	acts := map[string]act{}
	for i := range 6 {
		when := every{time.Duration(1+m.IntN(8000)) * time.Millisecond}
		task := remoteTask(fmt.Sprint("t", i), when)
		if i%2 == 1 {
			task.Multilaunch = 3
		}
		if i == 2 {
			task.Timeout = 3 * time.Second
		}
		if i == 3 {
			task.On = "gpu"
		}
		a := act{takes: time.Duration(m.IntN(5000)) * time.Millisecond}
		if i == 4 {
			a.report = `{"error":"boom"}`
		}
		acts[task.Name] = a
		tasks = append(tasks, task)
	}
	m.slots = 2 + m.IntN(6)
	config := rocket.Config{MaxProcessCount: m.slots}
	m.cluster = newCluster(t, rocket.Schedule{Config: config, Tasks: tasks}, acts)
	return m
}

// check lets two minutes pass, in which things happen, and then one in which all is well.
func (m *misfortune) check() {
	defer m.close()
	m.hire()
	m.hire()
	m.leads = m.lead()
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); {
		time.Sleep(time.Duration(1+m.IntN(4000)) * time.Millisecond)
		m.happen()
	}
	m.mend()
	time.Sleep(time.Minute)
	m.leads.end(m)
	m.checkRuns()
	m.checkRecords()
	if n := m.engine.Size("desk"); n != 0 {
		m.Errorf("%d runs are not settled", n)
	}
}

func (m *misfortune) hire() {
	m.next++
	labels := []string{"default"}
	if m.IntN(2) == 0 {
		labels = append(labels, "gpu")
	}
	m.alive = append(m.alive, m.serve(fmt.Sprint("w", m.next), 1+m.IntN(4), labels...))
}

// happen is what happens next.
func (m *misfortune) happen() {
	switch m.IntN(8) {
	case 0:
		m.hire()
	case 1:
		if h := m.fire(); h != nil {
			m.engine.Kill(h.name)
		}
	case 2:
		if h := m.fire(); h != nil {
			h.drain()
		}
	case 3, 4:
		if len(m.alive) > 0 {
			name := m.alive[m.IntN(len(m.alive))].name
			m.cut[name] = !m.cut[name]
			m.engine.Cut(name, m.cut[name])
		}
	case 5:
		m.away = !m.away
		m.engine.Away(m.away)
	case 6:
		m.away = false // a session that begins to lead needs the engine
		m.engine.Away(false)
		m.leads.kill()
		m.leads = m.lead()
	case 7:
		_ = m.leads.Task(fmt.Sprint("t", m.IntN(6))).Terminate()
	}
}

// fire takes a worker out of those that are alive; nil if there is none.
func (m *misfortune) fire() *host {
	if len(m.alive) == 0 {
		return nil
	}
	i := m.IntN(len(m.alive))
	h := m.alive[i]
	m.alive = slices.Delete(m.alive, i, i+1)
	return h
}

func (m *misfortune) mend() {
	m.engine.Away(false)
	for name := range m.cut {
		m.engine.Cut(name, false)
	}
	m.serve("last", 4, "default", "gpu")
}

// checkRuns looks at what was done on workers.
func (m *misfortune) checkRuns() {
	if more := m.timesBegun(); len(more) > 0 {
		m.Errorf("begun more than once: %v", more)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	byTask := map[string][]*span{}
	for _, s := range m.spans {
		if task := m.schedule.Tasks[int(s.task[1]-'0')]; task.Multilaunch == 0 && !s.to.IsZero() {
			byTask[s.task] = append(byTask[s.task], s)
		}
	}
	for task, spans := range byTask {
		slices.SortFunc(spans, func(a, b *span) int {
			return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to))
		})
		for i := 1; i < len(spans); i++ {
			if spans[i].from.Before(spans[i-1].to) {
				m.Errorf("%s: %+v overlaps %+v", task, spans[i-1], spans[i])
			}
		}
	}
}

// checkRecords looks at the run log.
func (m *misfortune) checkRecords() {
	type run struct{ starts, ends int }
	runs := map[string]*run{}
	live, most := 0, 0
	events := map[rocket.Event]int{}
	records := m.records()
	slices.SortFunc(records, func(a, b rocket.Record) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, r := range records {
		if runs[r.RunID] == nil {
			runs[r.RunID] = &run{}
		}
		events[r.Event]++
		if r.Event == rocket.Started {
			runs[r.RunID].starts++
			live++
		} else {
			runs[r.RunID].ends++
			live--
		}
		most = max(most, live)
		m.mu.Lock()
		begun := m.begun[r.RunID]
		m.mu.Unlock()
		if r.Event == rocket.Succeeded && begun != 1 {
			m.Errorf("%s has succeeded and was begun %d times", r.RunID, begun)
		}
	}
	for id, r := range runs {
		if r.starts != 1 || r.ends != 1 {
			m.Errorf("run %s of: %d starts, %d ends", id, r.starts, r.ends)
		}
	}
	for id := range m.begun {
		if runs[id] == nil {
			m.Errorf("run %s is not in the log", id)
		}
	}
	if most > m.slots {
		m.Errorf("%d live runs, at most %d", most, m.slots)
	}
	if events[rocket.Succeeded] < 10 {
		m.Errorf("hardly anything has happened: %v", events)
	}
	m.Logf("%d runs: %v", len(runs), events)
}
