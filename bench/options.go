package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// The options of the command line.
type options struct {
	quick bool
	only  []string // scenarios; empty: all
	peers []string // empty: all
	json  string   // file for the figures
	svg   string   // directory for the pictures
	doc   string   // page whose tables are renewed
	soak  time.Duration
}

// soakTime is how long a soak takes if nothing is said.
const soakTime = 3 * time.Minute

// parse reads the command line.
func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.quick, "quick", false, "less: one repetition, "+
		"short, no 100,000 tasks, and no slow peer unless -peers names it")
	flags.Var(names{&o.only, scenarioNames()}, "only", "`scenarios`: "+
		strings.Join(scenarioNames(), ", ")+"; without, all but those of run logs that last")
	flags.Var(names{&o.peers, columnNames()}, "peers", "`names`: "+
		strings.Join(columnNames(), ", "))
	flags.StringVar(&o.json, "json", "", "`file` for all figures")
	flags.StringVar(&o.svg, "svg", "", "`directory` for the pictures")
	flags.StringVar(&o.doc, "doc", "", "`page` whose tables and pictures are renewed; without "+
		"-only, what has a table there is measured")
	flags.Var((*soakFlag)(&o.soak), "soak", "run a schedule of all sorts of tasks for a "+
		"`duration`, 3 minutes if none is given, and see that nothing is left over or lost")
	err = flags.Parse(joinSoak(args))
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("there is no argument %q; -help lists the flags", flags.Arg(0))
	}
	return o, err
}

// joinSoak joins -soak with the duration that follows: package flag takes the value of a flag
// that needs none after an equals sign only.
func joinSoak(args []string) []string {
	args = slices.Clone(args)
	isSoak := func(arg string) bool { return strings.TrimLeft(arg, "-") == "soak" }
	at := slices.IndexFunc(args, isSoak)
	if at < 0 || at+1 == len(args) {
		return args
	}
	if _, err := time.ParseDuration(args[at+1]); err != nil {
		return args
	}
	return slices.Replace(args, at, at+2, "-soak="+args[at+1])
}

// names is the value of a flag: names of a set, separated by commas.
type names struct {
	chosen *[]string
	known  []string
}

func (n names) String() string { return "" }

func (n names) Set(text string) error {
	for name := range strings.SplitSeq(text, ",") {
		if !slices.Contains(n.known, name) {
			return fmt.Errorf("there is no %q, only %s", name, strings.Join(n.known, ", "))
		}
		*n.chosen = append(*n.chosen, name)
	}
	return nil
}

// A soakFlag is the value of the flag -soak.
type soakFlag time.Duration

func (s *soakFlag) IsBoolFlag() bool { return true }

func (s *soakFlag) String() string { return "" }

func (s *soakFlag) Set(text string) error {
	if text == "true" {
		*s = soakFlag(soakTime)
		return nil
	}
	d, err := time.ParseDuration(text)
	if err == nil && d < shortestSoak {
		err = fmt.Errorf("a soak takes at least %v", shortestSoak)
	}
	*s = soakFlag(d)
	return err
}

// repetitions returns how often each measurement is repeated.
func (o options) repetitions() int { return pick(o, 1, 3) }

// pick returns the first value for the option -quick, else the second.
func pick[T any](o options, quick, full T) T {
	if o.quick {
		return quick
	}
	return full
}
