package timeline

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/rocketc/rocketc/simulate"
)

// WriteJSON writes the events of a simulation, a JSON object a line: see [simulate.Event].
// Only those of the tasks are written, if o names some. Lines with load follow, a line for
// each resource, and lines with clock_change, if o asks for them. If the simulation is cut
// off, the last line is an object with cut_off (an instant), runs and task, and that is the
// error, too.
func WriteJSON(w io.Writer, s *simulate.Simulation, o Options) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	var load *Load
	if o.Load {
		load = newLoad(s.Schedule, s.From, s.To)
	}
	var failed error
	for e, err := range s.Events() {
		switch cut := (*simulate.CutOff)(nil); {
		case errors.As(err, &cut):
			failed = cmp.Or(encoder.Encode(struct {
				CutOff time.Time `json:"cut_off"`
				Runs   int       `json:"runs"`
				Task   string    `json:"task,omitempty"`
			}{cut.At, cut.Runs, cut.Task}), err)
		case err != nil:
			failed = err
		case o.Tasks == nil || slices.Contains(o.Tasks, e.Task):
			failed = encoder.Encode(e)
		}
		if load != nil && err == nil {
			load.take(&e)
		}
		if failed != nil {
			break
		}
	}
	if failed == nil {
		failed = writeMore(encoder, s, o, load)
	}
	return cmp.Or(failed, out.Flush())
}

// writeMore writes the load, and the changes of clocks.
func writeMore(e *json.Encoder, s *simulate.Simulation, o Options, load *Load) error {
	if load != nil {
		load.finish(s.To)
		for _, r := range load.Resources {
			err := e.Encode(struct {
				Load  string    `json:"load"`
				Limit int       `json:"limit,omitempty"`
				Most  int       `json:"most"`
				At    time.Time `json:"at,omitzero"`
				Tasks []string  `json:"tasks,omitempty"`
				Full  float64   `json:"full_ms,omitempty"`
			}{r.Name, r.Limit, r.Most, r.At, r.Tasks,
				float64((time.Duration(r.Full) * load.Step).Milliseconds())})
			if err != nil {
				return err
			}
		}
	}
	if !o.Clocks {
		return nil
	}
	changes, err := ClockChanges(s, o.Tasks)
	for _, c := range changes {
		for _, effect := range append(c.Effects, Effect{})[:max(len(c.Effects), 1)] {
			if err := e.Encode(struct {
				At     time.Time `json:"clock_change"`
				Zone   string    `json:"zone"`
				Task   string    `json:"task,omitempty"`
				Effect string    `json:"effect,omitempty"`
			}{c.At, c.Zone, effect.Task, effect.Text}); err != nil {
				return err
			}
		}
	}
	return err
}
