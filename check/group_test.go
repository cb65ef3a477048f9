package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// TestJoinedMaps: the maps of a task and of its groups are joined, entry by entry. The
// innermost entry of a name wins. Any other attribute of the task replaces the group's.
func TestJoinedMaps(t *testing.T) {
	for _, test := range []struct{ group, inner, task, want string }{
		{"env { A 1 }", "", "", "env A=1; params"},
		{"env { A 1 }", "", "env { B 2 }", "env A=1 B=2; params"},
		{"env { A 1; B 1 }", "", "env { A 2 }", "env B=1 A=2; params"},
		{"env { A 1 }", "env { B 2 }", "env { C 3 }", "env A=1 B=2 C=3; params"},
		{"env { A 1; X 1 }", "env { A 2 }", "", "env X=1 A=2; params"},
		{"env { A 1 }", "env { A 2 }", "env { A 3 }", "env A=3; params"},
		{"env { A 1 }", "env {}", "env {}", "env A=1; params"},
		{"params { a: 1 }", "params { b: 2 }", "params { c: 3; a: 4 }", "env; params b=2 c=3 a=4"},
		{"env { A 1 }\nsuccess [0, 1]", "", "success [0, 2]", "env A=1; params; [0 2]"},
	} {
		source := "group g {\n" + test.group + "\ngroup h {\n" + test.inner +
			"\ntask t when daily { command 'x'\n" + test.task + "\n} } }"
		p, list := parse("a.rkt", []byte(source), check.Options{})
		if list.HasErrors() {
			t.Fatal(source, list.Err())
		}
		command := p.Schedule.Tasks[0].Action.(rocket.Command)
		got := "env" + entriesText(command.Env) + "; params" + entriesText(command.Params)
		if command.Success != nil {
			got += fmt.Sprint("; ", command.Success)
		}
		if got != test.want {
			t.Errorf("%s\ngot %s, want %s", source, got, test.want)
		}
	}
}

// TestCommandDefaults: what config says of commands stands in the configuration, not in
// each task, so that it can be overridden.
func TestCommandDefaults(t *testing.T) {
	const source = "config { env { A 1; B region }\nshell 'bash'\nuser 'a:b'\ndir '/srv' }\n" +
		"param region = 'eu'\n" +
		"group g { env { C 1 }\ntask t when daily { command 'x'\nshell 'zsh' } }"
	p, list := parse("a.rkt", []byte(source), check.Options{})
	if list.HasErrors() {
		t.Fatal(list.Err())
	}
	c, command := p.Schedule.Config, p.Schedule.Tasks[0].Action.(rocket.Command)
	got := fmt.Sprint(c.Dir, " ", c.Shell, " ", c.User, entriesText(c.Env), "; ", command.Dir,
		command.Shell, command.User, entriesText(command.Env))
	if want := "/srv bash a:b A=1 B=region; zsh C=1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestTasksOfGroups: what a name of a task means depends on where it is written.
func TestTasksOfGroups(t *testing.T) {
	for source, want := range map[string]string{
		"group g { task a when daily { X }\ntask b when after a { X } }": "after g.a",
		"group g { group h { task a when daily { X }\n" +
			"task b when after a { X } } }": "after g.h.a",
		"group g { task a when daily { X }\ngroup h { task b when after a { X } } }": "after g.a",
		"group g { group h { task a when daily { X } }\n" +
			"task b when after h.a { X } }": "after g.h.a",
		"group g { task a when daily { X }\n" +
			"group h { task a when daily { X }\ntask b when after a { X } } }": "after g.h.a",
		"task a when daily { X }\ngroup g { task a when daily { X }\n" +
			"task b when after 'a' { X } }": "after a",
		"task a when daily { X }\ngroup g { task b when after a { X } }":           "after a",
		"group { task a when daily { X }\ntask b when after a { X } }":             "after a",
		"group g { group { task a when daily { X }\ntask b when after a { X } } }": "after g.a",
		"task a when daily { X }\ncond x = after a\n" +
			"group g { task a when daily { X }\ntask b when x { X } }": "after a",
		"group g { task x.y when daily { X } }": "",
	} {
		source = strings.ReplaceAll(source, "X", "command 'x'")
		p, list := parse("a.rkt", []byte(source), check.Options{})
		if want == "" {
			if !list.HasErrors() {
				t.Errorf("%s: no error", source)
			}
			continue
		}
		if list.HasErrors() {
			t.Errorf("%s: %v", source, list.Err())
			continue
		}
		for _, task := range p.Schedule.Tasks {
			if named, ok := task.When.(stdconds.Named); ok {
				task.When = named.Of
			}
			if strings.HasSuffix(task.Name, "b") && fmt.Sprint(task.When) != want {
				t.Errorf("%s\ngot %s, want %s", source, task.When, want)
			}
		}
	}
}

// TestTimezones: the zone of a task is its own or that of its innermost group that has one.
func TestTimezones(t *testing.T) {
	const rome, oslo = "timezone 'Europe/Rome'\n", "timezone 'Europe/Oslo'\n"
	for source, want := range map[string]string{
		"task t when daily {" + rome + "X }":                 "daily [Europe/Rome]",
		"task t when daily until hourly {" + rome + "X }":    "daily [Europe/Rome]",
		"group g {" + rome + "task t when daily | x { X } }": "(daily | x) [Europe/Rome]",
		"group g when hourly {" + rome + "task t when daily { X } }": "(hourly & daily) " +
			"[Europe/Rome]",
		"group g when hourly {" + rome + "task t when daily {" + oslo + "X } }": "hourly " +
			"[Europe/Rome] & daily [Europe/Oslo]",
		"group g when hourly { task t when daily {" + oslo + "X } }": "hourly & daily " +
			"[Europe/Oslo]",
		"group g {" + oslo + "group h {" + rome + "task t when daily { X } } }": "daily " +
			"[Europe/Rome]",
		"task t {" + rome + "X }": "<nil>",
	} {
		source = "cond x = weekly\n" + strings.ReplaceAll(source, "X", "command 'x'")
		p, list := parse("a.rkt", []byte(source), check.Options{})
		if list.HasErrors() {
			t.Errorf("%s: %v", source, list.Err())
			continue
		}
		if got := fmt.Sprint(p.Schedule.Tasks[0].When); got != want {
			t.Errorf("%s\ngot %s, want %s", source, got, want)
		}
	}
	for source, want := range map[string]string{
		"task t when daily { command 'x'\ntimezone 'Europe/Rom' }":  "2:10: ",
		"group g { timezone 3\ntask t when daily { command 'x' } }": "1:20: ",
		"group g when time of day after 23:00 {" + rome +
			"task t when daily before 01:00 & " +
			"time of day before 01:00 { command 'x' } }": "never hold",
	} {
		if _, list := parse("a.rkt", []byte(source), check.Options{}); list.Err() == nil ||
			!strings.Contains(list.Err().Error(), want) {
			t.Errorf("%s: got %v, want %s", source, list.Err(), want)
		}
	}
}

func entriesText(vars []arg.Var) string {
	var b strings.Builder
	for _, v := range vars {
		fmt.Fprintf(&b, " %s=%v", v.Name, v.Value)
	}
	return b.String()
}
