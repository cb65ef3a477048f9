package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A tally counts what has happened since the program started.
type tally struct {
	mu        sync.Mutex
	turned    time.Time // when the loop has last turned, as far as is known
	runs      map[taskWord]int
	missed    map[taskWord]int
	durations map[string]*histogram // of runs, by task
	delays    histogram             // of starts
	rounds    histogram             // how long each took

	waited atomic.Bool // a task has begun to wait since streams were told that
}

// A taskWord is a task, and an event or a reason.
type taskWord struct{ task, word string }

// trace returns what has a session counted.
func (c *tally) trace() rocket.Trace {
	return rocket.Trace{
		RunStart: func(_ context.Context, r rocket.Record) { c.start(r) },
		RunEnd:   func(_ context.Context, r rocket.Record) { c.end(r) },
		Missed: func(_ context.Context, r rocket.Record) {
			c.mu.Lock()
			defer c.mu.Unlock()
			count(&c.missed, taskWord{r.Task, r.Reason})
		},
		Waiting: func(string, string) { c.waited.Store(true) },
		Round: func(round rocket.RoundInfo) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.turned = time.Now()
			c.rounds.add(round.Duration)
		},
	}
}

func (c *tally) start(r rocket.Record) {
	if r.Scheduled.IsZero() {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.delays.add(r.Start.Sub(r.Scheduled))
}

func (c *tally) end(r rocket.Record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	count(&c.runs, taskWord{r.Task, r.Event.String()})
	if c.durations == nil {
		c.durations = map[string]*histogram{}
	}
	h := c.durations[r.Task]
	if h == nil {
		h = &histogram{}
		c.durations[r.Task] = h
	}
	h.add(r.End.Sub(r.Start))
}

func count(counts *map[taskWord]int, what taskWord) {
	if *counts == nil {
		*counts = map[taskWord]int{}
	}
	(*counts)[what]++
}

// bounds are the upper bounds of the buckets of histograms, in seconds.
var bounds = [...]float64{0.001, 0.01, 0.1, 0.5, 1, 5, 30, 60, 300, 1800, 3600, 14400}

// A histogram counts durations. Bucket i has those that are not in an earlier one.
type histogram struct {
	buckets [len(bounds) + 1]int
	sum     float64 // seconds
}

func (h *histogram) add(d time.Duration) {
	seconds := max(d, 0).Seconds()
	i, _ := slices.BinarySearch(bounds[:], seconds)
	h.buckets[i]++
	h.sum += seconds
}

// A metricsWriter writes metrics as Prometheus reads them.
type metricsWriter struct{ io.Writer }

// head begins a metric.
func (w metricsWriter) head(name, kind, help string) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %[1]s %[3]s\n", name, help, kind)
}

// value writes a value. labels are names and values by turns.
func (w metricsWriter) value(name string, value float64, labels ...string) {
	fmt.Fprintf(w, "%s%s %s\n", name, labelText(labels), number(value))
}

// one writes a metric that has one value.
func (w metricsWriter) one(name, kind, help string, value float64) {
	w.head(name, kind, help)
	w.value(name, value)
}

// at writes an instant in seconds, unless there is none.
func (w metricsWriter) at(name string, at time.Time, labels ...string) {
	if !at.IsZero() {
		w.value(name, float64(at.UnixMilli())/1000, labels...)
	}
}

// histogram writes a histogram.
func (w metricsWriter) histogram(name string, h *histogram, labels ...string) {
	total := 0
	for i, n := range h.buckets {
		bound := math.Inf(1)
		if i < len(bounds) {
			bound = bounds[i]
		}
		total += n
		le := append(slices.Clone(labels), "le", number(bound))
		w.value(name+"_bucket", float64(total), le...)
	}
	w.value(name+"_sum", h.sum, labels...)
	w.value(name+"_count", float64(total), labels...)
}

func number(v float64) string {
	if math.IsInf(v, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func labelText(labels []string) string {
	if len(labels) == 0 {
		return ""
	}
	var parts []string
	for pair := range slices.Chunk(labels, 2) {
		parts = append(parts, pair[0]+`="`+labelEscapes.Replace(pair[1])+`"`)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// metrics answers Prometheus. If the scheduler does not answer soon, that is an error.
func (d *desk) metrics(w http.ResponseWriter, r *http.Request) {
	const patience = 10 * time.Second
	var text bytes.Buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.writeMetrics(metricsWriter{&text})
	}()
	select {
	case <-done:
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_, _ = w.Write(text.Bytes())
	case <-time.After(patience):
		fail(w, http.StatusServiceUnavailable, "the scheduler does not answer")
	case <-r.Context().Done():
	}
}

// writeMetrics writes all metrics.
func (d *desk) writeMetrics(w metricsWriter) {
	asked := time.Now()
	stats := d.session.Stats()
	lag := time.Since(asked)
	w.head("rocket_build_info", "gauge", "1, with what the program is called.")
	w.value("rocket_build_info", 1, "schedule", d.server.Schedule, "build", d.server.Build)
	w.head("rocket_start_time_seconds", "gauge", "When the scheduler started.")
	w.at("rocket_start_time_seconds", stats.Started)
	w.one("rocket_tasks", "gauge", "How many tasks there are.", float64(stats.Tasks))
	w.one("rocket_runs_live", "gauge", "How many runs are live.", float64(stats.Live))
	held := 0.0
	if stats.Hold != nil {
		held = 1
	}
	w.one("rocket_held", "gauge", "1 if all tasks are held.", held)
	w.one("rocket_tasks_held", "gauge", "Tasks that are held, alone or with all others.",
		float64(stats.Held))
	w.one("rocket_loop_lag_seconds", "gauge", "How long the scheduler took to answer a question.",
		lag.Seconds())
	now := d.session.Overview()
	w.waiting(now.Waiting)
	if now.Remote {
		d.writeWorkers(w, &now)
	}
	w.pools(append([]rocket.PoolStats{stats.Processes}, stats.Pools...))
	w.tasks(d.session.Tasks())
	w.one("rocket_trace_dropped_total", "counter",
		"Events that are missing in the counters, because they came too fast.",
		float64(stats.Untraced))
	if d.server.Tap != nil {
		w.logged(d.server.Tap)
	}
	d.tally.write(w)
}

// logged writes how many lines the log had.
func (w metricsWriter) logged(tap *control.Tap) {
	w.head("rocket_log_lines_total", "counter", "Lines of the log, by level.")
	warnings, errors := tap.Troubles()
	w.value("rocket_log_lines_total", float64(warnings), "level", "warn")
	w.value("rocket_log_lines_total", float64(errors), "level", "error")
}

// waiting writes how many tasks wait for what.
func (w metricsWriter) waiting(list []rocket.Waiting) {
	w.head("rocket_tasks_waiting", "gauge",
		"Tasks that should start and cannot, by what they wait for.")
	numbers := map[string]int{"slot": 0, "overlap": 0, "held": 0, "disabled": 0}
	for _, one := range list {
		numbers[one.Obstacle]++
	}
	for _, obstacle := range slices.Sorted(maps.Keys(numbers)) {
		w.value("rocket_tasks_waiting", float64(numbers[obstacle]), "for", obstacle)
	}
}

// pools writes how full the pools are.
func (w metricsWriter) pools(list []rocket.PoolStats) {
	for _, metric := range []struct {
		name, help string
		of         func(rocket.PoolStats) int
	}{
		{"rocket_pool_places", "Places of a pool; 0: any number.",
			func(p rocket.PoolStats) int { return p.Size }},
		{"rocket_pool_taken", "Places that runs have taken.",
			func(p rocket.PoolStats) int { return p.Taken }},
		{"rocket_pool_waiting", "Tasks that wait for places.",
			func(p rocket.PoolStats) int { return p.Waiting }},
	} {
		w.head(metric.name, "gauge", metric.help)
		for _, pool := range list {
			w.value(metric.name, float64(metric.of(pool)), "pool", poolName(pool.Name))
		}
	}
}

// poolName returns what a pool is called; the process slots have no name of their own.
func poolName(name string) string {
	if name == "" {
		return "process slots"
	}
	return name
}

// tasks writes what the tasks are like now.
func (w metricsWriter) tasks(all []*rocket.Task) {
	type snapshot struct {
		task  string
		state rocket.TaskState
		next  time.Time
	}
	var list []snapshot
	for _, t := range all {
		state, err := t.State()
		if err != nil {
			continue // it was removed meanwhile
		}
		next, _ := t.Next()
		list = append(list, snapshot{t.Name(), state, next})
	}
	for _, metric := range []struct {
		name, help string
		of         func(snapshot) time.Time
	}{
		{"rocket_task_next_start_timestamp_seconds", "When the task starts next, by the clock.",
			func(s snapshot) time.Time { return s.next }},
		{"rocket_task_last_start_timestamp_seconds", "When the task started last.",
			func(s snapshot) time.Time { return s.state.Last(rocket.Started) }},
		{"rocket_task_last_success_timestamp_seconds", "When the task succeeded last.",
			func(s snapshot) time.Time { return s.state.Last(rocket.Succeeded) }},
		{"rocket_task_last_missed_timestamp_seconds",
			"When a window of the task was missed last.",
			func(s snapshot) time.Time { return s.state.Last(rocket.Missed) }},
		{"rocket_task_live_start_timestamp_seconds",
			"When the live run of the task started that has run longest.",
			func(s snapshot) time.Time {
				if len(s.state.Live) == 0 {
					return time.Time{}
				}
				return s.state.Live[0].Start
			}},
	} {
		w.head(metric.name, "gauge", metric.help)
		for _, s := range list {
			w.at(metric.name, metric.of(s), "task", s.task)
		}
	}
	w.head("rocket_task_failures", "gauge", "Failures since the last success of the task.")
	for _, s := range list {
		w.value("rocket_task_failures", float64(s.state.Failures), "task", s.task)
	}
}

// write writes what was counted.
func (c *tally) write(w metricsWriter) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w.counts("rocket_runs_total", "Runs that have ended, by how.", "event", c.runs)
	w.counts("rocket_windows_missed_total", "Windows that had no run, by why.", "reason",
		c.missed)
	w.head("rocket_run_duration_seconds", "histogram", "How long runs took.")
	for _, task := range slices.Sorted(maps.Keys(c.durations)) {
		w.histogram("rocket_run_duration_seconds", c.durations[task], "task", task)
	}
	w.head("rocket_start_delay_seconds", "histogram",
		"How long after their condition began to hold runs started.")
	w.histogram("rocket_start_delay_seconds", &c.delays)
	w.head("rocket_loop_round_seconds", "histogram", "How long rounds of the scheduler took.")
	w.histogram("rocket_loop_round_seconds", &c.rounds)
	w.head("rocket_loop_last_round_timestamp_seconds", "gauge",
		"When the scheduler has last turned.")
	w.at("rocket_loop_last_round_timestamp_seconds", c.turned)
}

// counts writes a counter for each task and word.
func (w metricsWriter) counts(name, help, label string, counts map[taskWord]int) {
	w.head(name, "counter", help)
	sorted := slices.SortedFunc(maps.Keys(counts), func(a, b taskWord) int {
		return strings.Compare(a.task+"\x00"+a.word, b.task+"\x00"+b.word)
	})
	for _, key := range sorted {
		w.value(name, float64(counts[key]), "task", key.task, label, key.word)
	}
}
