package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// A scenario is something that is measured.
type scenario struct {
	name string
	says string // what the table says, as a sentence
	is   trait
	run  func(*bench, context.Context) error
}

// A trait of a scenario says how it is run.
type trait uint8

const (
	often  trait = 0         // once a repetition
	once   trait = 1 << iota // it repeats itself, or takes so long that one repetition has to do
	onLogs                   // of run logs that last: only if it is asked for
	first                    // before the others; see peakMemory
)

// scenarios are all scenarios, in the order of the report.
var scenarios = []scenario{
	{"rest", "Tasks that are due once a day, none of them now: `RSS` is the memory of the " +
		"process, `ready` the time from its start until it schedules.", often, (*bench).rest},
	{"fire", "Each task does nothing, and is due once a second (100k: every two seconds): " +
		"all at one instant (burst), or one after the other (spread). Delays count from the " +
		"due instant to the first line of the action.", often, (*bench).fire},
	{"throughput", "1,000 tasks are asked for more and more launches per second. " +
		"Sustained is the highest rate of which 99 of 100 were made, peak the most that were " +
		"made at any rate.", once, (*bench).throughput},
	{"chain", "Task B follows task A, which runs every 20 ms: from the last line of A to the " +
		"first of B.", often, (*bench).chain},
	{"command", "100 shell commands at each whole second, as they are written in a crontab: the " +
		"delay ends in the command. CPU is that of the scheduler and of the commands.",
		often, (*bench).commands},
	{"next", "CPU time to compute the next instant of a cron expression. A scheduler that " +
		"computes another instant has none.", once, (*bench).next},
	{"record", "A record of the run log in memory, with 50,000 kept.", once, (*bench).record},
	{"append", "Records a second that are durable when `Append` returns. The floor writes as " +
		"many bytes as `log file`, and calls fdatasync, in turn with each log; × is of that.",
		often | onLogs, (*bench).appends},
	{"logchain", "Task B follows task A, which runs every 20 ms, with each run log: from the " +
		"last line of A to the first of B. In between the outcome of A and the start of B become " +
		"durable, by one batch. The engine alone commits one row, with the settings that the log " +
		"has, after the same rest; the floor is one write and fdatasync then.",
		often | onLogs, (*bench).logChain},
	{"open", "A program that starts with so long a run log: the time from its start until it " +
		"schedules, and its memory at most. The log in memory has nothing.", once | onLogs,
		(*bench).opens},
	{"remote", "The engine of `execution remote` alone, with its database: workers in one " +
		"process, whose runs do nothing. 50 runs a second, one by one, for the delays and what " +
		"a run costs the database; then as many as there can be.", once | onLogs, (*bench).remote},
	{"fleet", "A compiled schedule with `execution remote`: leader, workers and database are " +
		"processes of one machine. 50 commands a second, each due at an instant of its own, up " +
		"to the first line of the command; then as many runs of `true` as there can be.",
		once | onLogs, (*bench).fleets},
	{"compile", "Commands with ten kinds of conditions. `gen` writes the Go file anew; `build` " +
		"is after a change of one line, and includes the Go compiler. `peak` is the memory of " +
		"the largest process.", once | first, (*bench).compiler},
	{"run", "`rocketc run` of a schedule of commands that has not changed since the last time, " +
		"and ends at once: all of it, and what of it is not the program's own.", once,
		(*bench).rerun},
}

// inTurn returns the scenarios in the order in which they run.
func inTurn() []scenario {
	return slices.SortedStableFunc(slices.Values(scenarios), func(a, b scenario) int {
		return cmp.Compare(b.is&first, a.is&first)
	})
}

func scenarioNames() (names []string) {
	for _, s := range scenarios {
		names = append(names, s.name)
	}
	return names
}

// base returns the second of the day with which tasks at rest begin: an hour from now, the
// same in all repetitions, so that schedules are compiled once.
func (b *bench) base() int {
	at := b.began.UTC().Add(time.Hour)
	return at.Hour()*3600 + at.Minute()*60 + at.Second()
}

// short writes a number in thousands if it is round.
func short(n int) string {
	if n >= 1_000_000 && n%1_000_000 == 0 {
		return fmt.Sprintf("%dM", n/1_000_000)
	}
	if n >= 1000 && n%1000 == 0 {
		return fmt.Sprintf("%dk", n/1000)
	}
	return fmt.Sprint(n)
}
