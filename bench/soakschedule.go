package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/rocketc/rocketc/internal/module"
	rocket "github.com/rocketc/rocketc/runtime"
)

// A soakKind is a kind of tasks of the soak: what they are, and what must come of them.
type soakKind struct {
	name   string
	tasks  int
	when   string        // with NAME for the name of the task that it follows
	action string        // with NAME for the name of the task, FILE for the notes
	ends   rocket.Event  // the event with which each run ends
	each   time.Duration // between two runs; 0 if they follow a task
	after  string        // the kind of the tasks that these follow
}

// soakKinds are all kinds. One never starts, because its condition fails.
var soakKinds = []soakKind{
	{"fast", 5, "every 50 ms", `func soak.Note("NAME")`, rocket.Succeeded,
		50 * time.Millisecond, ""},
	{"go", 20, "every 1 s", `func soak.Note("NAME")`, rocket.Succeeded, time.Second, ""},
	{"clock", 20, "secondly", `func soak.Note("NAME")`, rocket.Succeeded, time.Second, ""},
	{"follower", 20, "after NAME", `func soak.Note("NAME")`, rocket.Succeeded, 0, "go"},
	{"failure", 5, "every 700 ms", `func soak.Fail("NAME")`, rocket.Failed,
		700 * time.Millisecond, ""},
	{"alarm", 5, "after NAME failed", `func soak.Note("NAME")`, rocket.Succeeded, 0, "failure"},
	{"panic", 2, "every 2 s", `func soak.Panic("NAME")`, rocket.Failed, 2 * time.Second, ""},
	{"timeout", 5, "every 2 s", `func soak.Wait(task: "NAME"); timeout 300 ms`, rocket.Terminated,
		2 * time.Second, ""},
	{"broken", 3, "every 1 s & func soak.Broken()", `func soak.Note("NAME")`, 0, 0, ""},
	{"command", 5, "secondly", `command "echo NAME >>FILE"`, rocket.Succeeded, time.Second, ""},
	{"wrong", 3, "secondly", `command "echo NAME >>FILE; exit 3"`, rocket.Failed, time.Second, ""},
	{"leaving", 2, "every 2 s", `command "echo NAME >>FILE; sleep 600 & exit 0"`, rocket.Succeeded,
		2 * time.Second, ""},
	{"long", 2, "every 2 s", `command "echo NAME >>FILE; sleep 600"; timeout 300 ms; grace 200 ms`,
		rocket.Terminated, 2 * time.Second, ""},
	{"process", 2, "every 2 s", `func soak.Note("NAME"); execution process`, rocket.Succeeded,
		2 * time.Second, ""},
	{"worse", 1, "every 2 s", `func soak.Fail("NAME"); execution process`, rocket.Failed,
		2 * time.Second, ""},
	{"stuck", 1, "every 2 s",
		`func soak.Wait(task: "NAME"); execution process; timeout 500 ms; grace 200 ms`,
		rocket.Terminated, 2 * time.Second, ""},
}

// nameOf returns the name of task i of a kind.
func nameOf(kind string, i int) string { return fmt.Sprint(kind, i) }

// soakSource writes the schedule of the soak; notes is the name of the file for them.
func soakSource(notes string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "import %q\nimport %q\n\nconfig {\n    timezone \"UTC\"\n"+
		"    silence_cond_check true\n    max_process_count 20\n}\n\nhook startup soak.Begin\n\n",
		module.Path+"/bench/internal/soak", subjectPackage)
	for _, kind := range soakKinds {
		for i := range kind.tasks {
			name := nameOf(kind.name, i)
			action := strings.NewReplacer("NAME", name, "FILE", notes).Replace(kind.action)
			when := strings.ReplaceAll(kind.when, "NAME", nameOf(kind.after, i))
			fmt.Fprintf(&text, "task %s when %s { %s }\n", name, when, action)
		}
	}
	text.WriteString("task ready when ~has started { func subject.Ready(); priority -1 }\n")
	return text.String()
}
