package console

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestWorkerFlags reads what a worker is told.
func TestWorkerFlags(t *testing.T) {
	for _, test := range []struct {
		args, labels string
		slots        int // 0: the number of CPUs
		err          string
	}{
		{args: "worker", labels: "default"},
		{args: "worker --on gpu", labels: "gpu"},
		{args: "worker --slots 8 --on gpu,default,gpu --log info", labels: "gpu default", slots: 8},
		{args: "--slots=1000 worker --region eu", labels: "default", slots: 1000},
		{args: "worker --on=gpu-1.x_y", labels: "gpu-1.x_y"},
		{args: "worker --slots 0", err: "--slots 0: want a whole number from 1 to 1000"},
		{args: "worker --slots 1001", err: "--slots 1001: want a whole number from 1 to 1000"},
		{args: "worker --slots many", err: "--slots many: want a whole number from 1 to 1000"},
		{args: "worker --on gpu,,cpu", err: `"" is no label`},
		{args: "worker --on=", err: `"" is no label`},
		{args: "worker --slots=", err: "want a whole number from 1 to 1000"},
		{args: "worker --on gpü", err: `"gpü" is no label`},
		{args: "worker --on " + strings.Repeat("g", 41), err: "is no label"},
		{args: "worker gpu", err: `unexpected argument "gpu" after worker`},
		{args: "--on gpu", err: "--on and --slots are for worker only"},
		{args: "--slots 3 migrate", err: "--on and --slots are for worker only"},
		{args: "worker --json", err: "--json and --schedule are for commands such as status only"},
		{args: "workr", err: `unknown command "workr" (did you mean worker?)`},
	} {
		line, err := parse(flags(&desk), strings.Fields(test.args))
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: error %v, want %s", test.args, err, test.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.args, err)
			continue
		}
		w, _ := line.workerSpec()
		if want := max(test.slots, 0); want != w.Slots && (want != 0 ||
			w.Slots != runtime.GOMAXPROCS(0)) {
			t.Errorf("%s: %d slots", test.args, w.Slots)
		}
		if got := strings.Join(w.Labels, " "); got != test.labels {
			t.Errorf("%s: labels %s", test.args, got)
		}
	}
}

// TestLabels: the labels of a schedule are those of the tasks that run on workers.
func TestLabels(t *testing.T) {
	s := &rocket.Schedule{
		Config: rocket.Config{TaskExecution: rocket.Remote},
		Tasks: []*rocket.TaskSpec{
			{Name: "a", On: "gpu"}, {Name: "b", Execution: rocket.Thread, On: "cpu"},
			{Name: "c", Action: rocket.Do{}}, {Name: "d", On: "gpu"},
			{Name: "e", Execution: rocket.Remote},
		},
	}
	if got := labels(s); !slices.Equal(got, []string{"default", "gpu"}) {
		t.Errorf("labels %q", got)
	}
}
