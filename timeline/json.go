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
// Only those of the tasks are written; nil: of all. If the simulation is cut off, the last line
// is an object with cut_off (an instant), runs and task, and that is the error, too.
func WriteJSON(w io.Writer, s *simulate.Simulation, tasks []string) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
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
		case tasks == nil || slices.Contains(tasks, e.Task):
			failed = encoder.Encode(e)
		}
		if failed != nil {
			break
		}
	}
	return cmp.Or(failed, out.Flush())
}
