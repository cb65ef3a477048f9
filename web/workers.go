package web

import (
	"maps"
	"slices"

	rocket "github.com/rocketc/rocketc/runtime"
)

// writeWorkers writes what a schedule with tasks for workers has of these.
func (d *desk) writeWorkers(w metricsWriter, now *rocket.Overview) {
	leads := 1.0
	if now.Standby != "" {
		leads = 0
	}
	w.one("rocket_leader", "gauge", "1 if the program leads, 0 if it stands by.", leads)
	if leads == 0 {
		return
	}
	serving, waiting := map[string]int{}, map[string]int{}
	for _, t := range d.session.Tasks() {
		if label := d.labelOf(t); label != "" {
			serving[label], waiting[label] = 0, 0
		}
	}
	slots, taken := map[string]int{}, map[string]int{}
	for _, worker := range now.Workers {
		taken[worker.Host] += len(worker.Running)
		slots[worker.Host] += 0
		if worker.Lost || worker.Draining || worker.Build != d.server.Build {
			continue
		}
		slots[worker.Host] += worker.Slots
		for _, label := range labelsOf(worker) {
			serving[label]++
		}
	}
	for _, run := range now.Live {
		if run.Waits != "" {
			waiting[d.labelOf(d.session.Task(run.Task))]++
		}
	}
	w.perLabel("rocket_workers", "Workers that take runs of a label.", "label", serving)
	w.perLabel("rocket_runs_waiting", "Runs that wait for a worker.", "label", waiting)
	w.perLabel("rocket_worker_slots", "Runs that the workers of a machine take.", "host", slots)
	w.perLabel("rocket_worker_runs", "Runs that the workers of a machine have.", "host", taken)
}

// perLabel writes a gauge with a value for each value of a label.
func (w metricsWriter) perLabel(name, help, label string, numbers map[string]int) {
	w.head(name, "gauge", help)
	for _, of := range slices.Sorted(maps.Keys(numbers)) {
		w.value(name, float64(numbers[of]), label, of)
	}
}

// labelsOf returns the labels of the runs that a worker takes.
func labelsOf(w rocket.Worker) []string {
	if len(w.Labels) == 0 {
		return []string{rocket.DefaultLabel}
	}
	return w.Labels
}

// labelOf returns the label of the workers that take the runs of a task; empty if none does.
func (d *desk) labelOf(t *rocket.Task) string {
	spec, err := t.Spec()
	if err != nil {
		return "" // it was removed meanwhile
	}
	config := d.session.Config()
	return config.WorkerLabel(&spec)
}
