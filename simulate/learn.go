package simulate

import (
	"cmp"
	"slices"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// learnt is how many of the newest runs of a task tell how long it takes.
const learnt = 1000

// Learn assumes that the runs of each task take as long as those in a history that succeeded:
// the median of the newest thousand. Tasks of which something is assumed already, and those
// that the schedule does not have, are left alone.
func (a *Assumptions) Learn(schedule *rocket.Schedule, history []rocket.Record) {
	took := map[string][]time.Duration{}
	for _, r := range history {
		if r.Event == rocket.Succeeded {
			list := took[r.Task]
			if len(list) == learnt {
				list = list[1:]
			}
			took[r.Task] = append(list, cmp.Or(r.Duration, r.End.Sub(r.Start)))
		}
	}
	for _, t := range schedule.Tasks {
		list := slices.Clone(took[t.Name])
		for _, former := range t.Formerly {
			list = append(list, took[former]...)
		}
		if _, assumed := a.Tasks[t.Name]; assumed || len(list) == 0 {
			continue
		}
		slices.Sort(list)
		if a.Tasks == nil {
			a.Tasks = map[string]Outcomes{}
		}
		a.Tasks[t.Name] = Outcomes{{Takes: list[(len(list)-1)/2]}}
	}
}
