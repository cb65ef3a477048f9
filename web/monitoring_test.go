package web

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
)

// monitoring is the directory of what docs/monitoring.md offers.
const monitoring = "../docs/monitoring"

// metricName is the name of a metric, or of a series of a histogram.
var metricName = regexp.MustCompile(`\brocket_[a-z_]+\b`)

// TestMonitoringNames: rules, the dashboard and the documentation name metrics that there are,
// and the documentation names all.
func TestMonitoringNames(t *testing.T) {
	var text bytes.Buffer
	tally := &tally{}
	began := time.Now()
	tally.start(rocket.Record{Task: "a", Scheduled: began, Start: began})
	tally.end(rocket.Record{Task: "a", Event: rocket.Failed, Start: began, End: began})
	count(&tally.missed, taskWord{"a", "held"})
	s := open(t, rocket.WithEngine(&remote.Memory{}))
	s.desk.writeMetrics(metricsWriter{&text})
	tally.write(metricsWriter{&text})
	var heads, names []string
	for line := range strings.Lines(text.String()) {
		if name, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, kind, _ := strings.Cut(strings.TrimSpace(name), " ")
			heads = append(heads, name)
			if names = append(names, name); kind == "histogram" {
				names = append(names, name+"_bucket", name+"_sum", name+"_count")
			}
		}
	}
	for _, file := range []string{
		"alerts.yml", "alerts_test.yml", "dashboard.json", "../monitoring.md",
	} {
		data, err := os.ReadFile(filepath.Join(monitoring, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range metricName.FindAllString(string(data), -1) {
			if !slices.Contains(names, name) {
				t.Errorf("%s: there is no metric %s", file, name)
			}
		}
		if file != "../monitoring.md" {
			continue
		}
		for _, name := range heads {
			if !strings.Contains(string(data), "`"+name) {
				t.Errorf("%s does not name %s", file, name)
			}
		}
	}
}

// TestAlerts has Prometheus check the rules, and play figures to them.
func TestAlerts(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("there is no promtool; Debian's package prometheus has it")
	}
	for _, args := range [][]string{
		{"check", "rules", "alerts.yml"}, {"test", "rules", "alerts_test.yml"},
	} {
		command := exec.Command(promtool, args...)
		command.Dir = monitoring
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// TestMetricsAreRead has Prometheus check the figures.
func TestMetricsAreRead(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("there is no promtool; Debian's package prometheus has it")
	}
	s := open(t, rocket.WithEngine(&remote.Memory{}))
	s.expect(request("POST", "/v1/run", steerToken, `{"tasks":["bad"]}`), 200, `"fail"`)
	command := exec.Command(promtool, "check", "metrics")
	command.Stdin = s.expect(request("GET", "/metrics", lookToken, ""), 200).Body
	if out, err := command.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("promtool check metrics: %v\n%s", err, out)
	}
}
