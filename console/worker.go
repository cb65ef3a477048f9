package console

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/rocketc/rocketc/control"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A program has three roles. As it is, it runs the schedule: with tasks that have execution
// remote, it leads or stands by. As `PROGRAM worker` it does the runs of such tasks, and decides
// nothing. As `PROGRAM migrate` it makes the tables that the others share.

// maxSlots is how many runs a worker does at a time, at most.
const maxSlots = 1000

// workerSpec returns what the flags of worker say.
func (c *commandLine) workerSpec() (w rocket.WorkerSpec, err error) {
	w.Slots = min(runtime.GOMAXPROCS(0), maxSlots)
	if c.slots != "" {
		w.Slots, err = strconv.Atoi(c.slots)
		if err != nil || w.Slots < 1 || w.Slots > maxSlots {
			return w, fmt.Errorf("%s %s: want a whole number from 1 to %d", slotsFlag, c.slots,
				maxSlots)
		}
	}
	for _, label := range strings.Split(cmp.Or(c.on, rocket.DefaultLabel), ",") {
		label = strings.TrimSpace(label)
		switch {
		case !rocket.IsLabel(label):
			return w, fmt.Errorf("%s %s: %q is no label: want 1 to 40 letters, digits, _ - or ., "+
				"and a comma between two labels", onFlag, c.on, label)
		case !slices.Contains(w.Labels, label):
			w.Labels = append(w.Labels, label)
		}
	}
	return w, nil
}

// labels returns the labels of the tasks of a schedule that run on workers, sorted.
func labels(s *rocket.Schedule) (all []string) {
	for _, t := range s.Tasks {
		if label := s.Config.WorkerLabel(t); label != "" && !slices.Contains(all, label) {
			all = append(all, label)
		}
	}
	slices.Sort(all)
	return all
}

// A worker is a program in that role.
type worker struct {
	spec   rocket.WorkerSpec
	drain  chan struct{}
	drains atomic.Bool
}

// asWorker has the program be a worker: the first signal drains it, the second ends what it
// does. It returns what does the work.
func (p *program) asWorker(ctx context.Context, session *rocket.Session,
	o *obedience) func() error {
	w := &worker{drain: make(chan struct{})}
	w.spec, _ = p.line.workerSpec() // it was read when the command line was
	w.spec.Host, _ = os.Hostname()
	w.spec.Name = fmt.Sprintf("%s:%d:%s", w.spec.Host, os.Getpid(), rand.Text()[:6])
	w.spec.Build = p.build
	p.worker = w
	once, end := sync.OnceFunc(func() { close(w.drain) }), o.stop
	o.stop = func(error) {
		w.drains.Store(true)
		once()
	}
	o.force, o.stays = func(cause error) { end(cause) }, true
	return func() error {
		for _, label := range w.spec.Labels {
			if !slices.Contains(p.labels, label) {
				session.Logger().Warn("no task of the schedule is on this label", "label", label,
					"labels", strings.Join(p.labels, ", "))
			}
		}
		return rocket.ServeWorker(ctx, session, w.spec, w.drain)
	}
}

// tell has a server of questions answer for the worker, and returns under which name.
func (w *worker) tell(server *control.Server) (name string) {
	if w == nil {
		return server.Schedule
	}
	server.Worker, server.Draining = &w.spec, w.drains.Load
	return control.WorkerName(server.Schedule)
}

// migrate makes the tables of the schedule, and says what was done.
func (p *program) migrate(ctx context.Context, session *rocket.Session) error {
	notes, err := session.Migrate(ctx)
	if err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintln(p.stdout, Printable(note))
	}
	if len(notes) == 0 {
		fmt.Fprintln(p.stdout, "all tables are there")
	}
	return nil
}
