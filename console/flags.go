package console

import (
	"fmt"
	"io"
	"strings"

	rocket "github.com/rocketc/rocketc/runtime"
)

// A flag is one that the schedule reads.
type flag struct {
	name  string   // as it is given: --region
	key   string   // as the schedule writes it; the session knows it by this
	about []string // what it is for, in lines
}

// flags returns what the schedule reads from the command line, each flag once,
// in the order of the declarations. A flag that a parameter and a task read is
// about the parameter.
func flags(s *rocket.Schedule) []flag {
	var found []flag
	note := func(v any, about ...string) {
		for _, key := range cliArgs(v) {
			if name := flagName(key); find(found, name) == nil {
				found = append(found, flag{name, key, about})
			}
		}
	}
	for _, p := range s.Params {
		note(p.Value, aboutParam(p)...)
	}
	note(s.Config, "for the session")
	for _, t := range s.Tasks {
		note(t, "for the task "+t.Name)
	}
	return found
}

// flagName returns the flag as it is given: `cli "region"` is --region.
func flagName(key string) string {
	if strings.HasPrefix(key, "-") {
		return key
	}
	return "--" + key
}

func aboutParam(p rocket.Param) []string {
	about := strings.TrimSpace(p.Description)
	if about == "" {
		about = "the parameter " + p.Name
	}
	lines := strings.Split(about, "\n")
	if !p.Secret {
		lines = append(lines, fmt.Sprintf("(%s = %s)", p.Name, p.Value))
	}
	return lines
}

func find(flags []flag, name string) *flag {
	for i := range flags {
		if flags[i].name == name {
			return &flags[i]
		}
	}
	return nil
}

// A commandLine is what the arguments of the program say.
type commandLine struct {
	values map[string]string // of the schedule's flags, by their keys
	config []string          // KEY=VALUE
	help   bool              // asked for; nothing after that is looked at
}

// configFlag sets an option of the configuration, unless the schedule has a
// flag of that name.
const configFlag = "--config"

// parse reads the arguments.
func parse(known []flag, args []string) (c commandLine, err error) {
	c.values = map[string]string{}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		name, value, given := strings.Cut(arg, "=")
		f := find(known, name)
		takes := f != nil || name == configFlag
		switch {
		case takes && given:
		case takes && len(args) > 0:
			value, args = args[0], args[1:]
		case takes:
			return commandLine{}, fmt.Errorf("flag %s needs a value", name)
		case arg == "-h" || arg == "--help":
			return commandLine{help: true}, nil
		case !strings.HasPrefix(arg, "-") || arg == "-" || arg == "--":
			return commandLine{}, fmt.Errorf("unexpected argument %q: only flags are taken", arg)
		default:
			return commandLine{}, unknown(known, name)
		}
		if f != nil {
			c.values[f.key] = value
		} else {
			c.config = append(c.config, value)
		}
	}
	return c, nil
}

// unknown is the error for a flag that the schedule does not read.
func unknown(known []flag, name string) error {
	if near := nearest(known, name); near != "" {
		return fmt.Errorf("unknown flag %s (did you mean %s?)", name, near)
	}
	return fmt.Errorf("unknown flag %s", name)
}

// usage writes what the program takes.
func usage(w io.Writer, program string, known []flag) {
	fmt.Fprintf(w, "Usage: %s [flags]\n\n", program)
	fmt.Fprint(w, "Runs the schedule until it shuts itself down, or until SIGINT or SIGTERM;\n"+
		"a second signal terminates what still runs.\n\nFlags:\n")
	rows := append(known[:len(known):len(known)],
		flag{name: configFlag, key: "KEY=", about: []string{"sets an option of the configuration, see below"}},
		flag{name: "-h, --help", about: []string{"shows this text"}})
	width := 0
	for _, f := range rows {
		width = max(width, len(f.label()))
	}
	for _, f := range rows {
		label := f.label()
		for _, line := range f.about {
			fmt.Fprintf(w, "  %-*s  %s\n", width, label, strings.TrimSpace(line))
			label = ""
		}
	}
	fmt.Fprint(w, "\nEnvironment:\n  ROCKET_LOG  lowest level that is logged: debug, info, warn or error\n")
	fmt.Fprint(w, "\nOptions, set by --config, else by ROCKET_CONFIG_ and the key in capitals, else by the schedule:\n")
	for _, s := range rocket.Settings() {
		fmt.Fprintf(w, "  %-22s  %s\n", s.Key, s.Values)
	}
}

// label is how the usage text names the flag.
func (f flag) label() string {
	if f.key == "" {
		return f.name
	}
	if f.name == configFlag {
		return f.name + " KEY=VALUE"
	}
	return f.name + " VALUE"
}
