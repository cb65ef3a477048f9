package check_test

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/grammar"
)

// TestTaskPreExist: what becomes of a task whose name another has.
func TestTaskPreExist(t *testing.T) {
	const two = "task a when daily { command 'one' }\n" +
		"task a when hourly { command 'two'\n%s }\n" +
		"task a when weekly { command 'three' }"
	for _, test := range []struct{ config, attr, want, err string }{
		{"", "", "", `task "a" is already declared`},
		{"task_pre_exist raise", "", "", `task "a" is already declared`},
		{"task_pre_exist rename", "", "a: daily, a 1: hourly, a 2: weekly", ""},
		{"task_pre_exist ignore", "", "a: daily", ""},
		{"task_pre_exist replace", "", "a: weekly", ""},
		{"task_pre_exist ignore", "on_exists rename", "a: daily, a 1: hourly", ""},
		{"", "on_exists ignore", "", `task "a" is already declared`},
	} {
		source := "config { multilaunch\n" + test.config + " }\n" +
			strings.Replace(two, "%s", test.attr, 1)
		file, list := grammar.Parse("a.rkt", []byte(source))
		if list.HasErrors() {
			t.Fatal(list.Err())
		}
		p, list := check.Check([]*grammar.File{file}, check.Options{})
		var got []string
		for _, task := range p.Schedule.Tasks {
			got = append(got, task.Name+": "+task.When.(interface{ String() string }).String())
		}
		err := list.Err()
		switch {
		case test.err != "":
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s %s: error %v, want %s", test.config, test.attr, err, test.err)
			}
		case err != nil || strings.Join(got, ", ") != test.want:
			t.Errorf("%s %s: got %s, error %v, want %s", test.config, test.attr,
				strings.Join(got, ", "), err, test.want)
		}
	}
}
