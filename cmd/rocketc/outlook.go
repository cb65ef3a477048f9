package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"github.com/rocketc/rocketc/eval"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
)

// outlookFlags are flags of the commands that tell what a schedule will do.
type outlookFlags struct {
	TZ      string   `name:"tz" placeholder:"ZONE" help:"The time zone, such as Europe/Helsinki."`
	Assume  []string `sep:"none" placeholder:"TEXT" help:"An assumption, such as 'dump takes 40m'."`
	History string   `placeholder:"FILE" help:"What has happened: a run log of any kind."`
}

// lessCollecting has memory collected less often, unless the environment says how often: a
// simulation makes much that is garbage soon, and keeps little. From 1 GB on, it is collected
// as needed.
func lessCollecting() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(1 << 30)
	}
}

// zone returns the time zone in which instants are read and shown: that of --tz, of the
// schedule, or of the system. A schedule that names none is simulated in it, too.
func (o *outlookFlags) zone(p *plan.Plan) (*time.Location, error) {
	name := o.TZ
	if name == "" {
		name = p.Schedule.Config.Timezone
	}
	if name == "" {
		name = localZone()
	}
	return loadZone(name)
}

// simulation returns the simulation of a plan, from an instant on.
func (o *outlookFlags) simulation(
	inv *invocation, p *plan.Plan, from time.Time,
) (*simulate.Simulation, error) {
	lessCollecting()
	schedule := p.Schedule
	schedule.Tasks = slices.Clone(schedule.Tasks)
	schedule.Tasks = slices.DeleteFunc(schedule.Tasks, func(t *rocket.TaskSpec) bool {
		return t.Check // what it would answer is assumed
	})
	s := &simulate.Simulation{Schedule: &schedule, From: from, Zone: from.Location().String(),
		Context: inv.ctx}
	if o.History != "" {
		var err error
		if s.Before, s.History, err = recordsBefore(inv, o.History, from); err != nil {
			return nil, err
		}
		s.Learn(s.Schedule, s.History)
	}
	for _, text := range o.Assume {
		if err := s.Assume(text); err != nil {
			return nil, usagef("--assume: %w", err)
		}
	}
	return s, nil
}

// instantOf reads the instant that a flag gives; the default is now, to the second.
func instantOf(flag, text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return time.Now().Truncate(time.Second).In(zone), nil
	}
	at, err := period.ParseInstant(text, zone)
	if err != nil {
		return at, usagef("%s: %w", flag, err)
	}
	return at, nil
}

// recordsBefore returns what a history has before an instant, oldest first: a run log with all
// of its segments, or the log of a program. older stands for the records that a run log no
// longer has. If some of these are later than the second of the instant, it does not count.
func recordsBefore(inv *invocation, name string, at time.Time) (older rocket.Summary,
	records []rocket.Record, err error) {
	_, isLog, _ := kindOfContent(name)
	if !isLog && !isAddress(name) && !isSchedule(name) {
		records, err = recordsOfText(name, at)
		return older, records, err
	}
	named, err := inv.openRunLog(name)
	if err != nil {
		return older, nil, err
	}
	older, all := everything(inv.ctx, named.log)
	for r, err := range all {
		if err != nil {
			return older, nil, err
		}
		if r.Created.Before(at) {
			records = append(records, r)
		}
	}
	if older.Latest.Truncate(time.Second).After(at) { // which is to the second, too
		older = rocket.Summary{}
	}
	return older, records, nil
}

// recordsOfText returns what a history has that is a text, a JSON object a line.
func recordsOfText(name string, at time.Time) (records []rocket.Record, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	events, err := eval.ReadHistory(text)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	for _, e := range events {
		r, err := e.Record(at.Location())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if r.Created.Before(at) {
			records = append(records, r)
		}
	}
	return records, nil
}
