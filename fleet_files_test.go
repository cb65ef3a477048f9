package rocketc_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fleetDir has the files with which a schedule runs on several machines.
const fleetDir = "examples/fleet/"

// TestFleetCompose: the containers are what docs/distributed.md says: a database, two programs
// that may lead, and workers, which have the time to finish what they run.
func TestFleetCompose(t *testing.T) {
	type service struct {
		Image, Build, Restart, Command string
		Environment                    map[string]string
		Volumes                        []string
		Deploy                         struct{ Replicas int }

		StopGracePeriod string                                `yaml:"stop_grace_period"`
		DependsOn       map[string]struct{ Condition string } `yaml:"depends_on"`
		Healthcheck     struct {
			Test, Interval string
			Retries        int
		}
	}
	var file struct {
		Fleet    service `yaml:"x-fleet"`
		Services map[string]service
		Volumes  map[string]any
	}
	strictly(t, "compose.yaml", readText(t, fleetDir+"compose.yaml"), &file)
	for name, command := range map[string]string{"lead": "", "worker": "worker --slots 8",
		"gpu": "worker --on gpu,default --slots 2"} {
		one := file.Services[name]
		if one.Command != command || one.Build != "." || one.Restart != "always" ||
			one.StopGracePeriod == "" || one.Environment["DATABASE_URL"] == "" ||
			one.DependsOn["database"].Condition != "service_healthy" {
			t.Errorf("the service %s is %+v", name, one)
		}
	}
	if lead := file.Services["lead"].Deploy.Replicas; lead != 2 {
		t.Errorf("%d programs may lead", lead)
	}
}

// TestFleetUnits: systemd understands the units, which start the program that they say one has
// to build.
func TestFleetUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd is not installed")
	}
	const program = "/usr/local/bin/fleet"
	for _, name := range []string{"fleet.service", "fleet-worker@.service"} {
		text := readText(t, fleetDir+name)
		if !strings.Contains(text, "\nExecStart="+program) {
			t.Errorf("%s does not start %s", name, program)
		}
		if !strings.Contains(text, "\nStartLimitIntervalSec=0\n") {
			t.Errorf("%s is given up if the database is away for longer than 5 starts", name)
		}
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		out, _ := exec.Command(analyze, "verify", "--man=no", file).CombinedOutput()
		for line := range strings.Lines(string(out)) {
			if !strings.Contains(line, program+" is not executable") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}
