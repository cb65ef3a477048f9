// Package kubernetes imports CronJobs: manifests, lists of them, files of several documents.
//
// The schedule, its zone and its policies carry over. A pod does not: the task has kubectl
// make a job of the CronJob and waits for its end, so that what runs stays in the cluster, and
// the CronJob itself is to be suspended.
package kubernetes

import (
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/cron"
	"github.com/rocketc/rocketc/foreign/yaml"
)

// IsFile reports whether a file of a directory may have manifests.
func IsFile(name string) bool {
	return yaml.IsFile(name) || path.Ext(name) == ".json"
}

// Looks reports whether a file has a CronJob.
func Looks(_ string, text []byte) bool {
	return strings.Contains(string(text), "CronJob")
}

// Read reads manifests.
func Read(files []foreign.File, o foreign.Options) *foreign.Import {
	m := foreign.New("Kubernetes", foreign.Endless)
	for _, f := range files {
		yaml.Each(m, f, func(d yaml.Node) {
			read(m, d, o)
		})
	}
	return m
}

// read reads a document: a CronJob, or a list with some.
func read(m *foreign.Import, d yaml.Node, o foreign.Options) {
	kind := d.Get("kind").Text()
	if strings.HasSuffix(kind, "List") {
		for _, item := range d.Get("items").List() {
			read(m, item, o)
		}
		return
	}
	if kind != "CronJob" {
		return
	}
	r := &reader{out: m, spec: d.Get("spec"), options: o}
	r.job(d)
}

// A reader reads a CronJob.
type reader struct {
	out     *foreign.Import
	spec    yaml.Node
	options foreign.Options
	made    *foreign.Job
}

func (r *reader) job(d yaml.Node) {
	meta := d.Get("metadata")
	name, space := meta.Get("name").Text(), meta.Get("namespace").Text()
	j := &foreign.Job{Place: d.Place(), Name: name, Group: group(space)}
	r.made = j
	for k := range d.Pairs() {
		j.Comments = append(j.Comments, k.Comments()...)
	}
	for k, v := range r.spec.Pairs() {
		j.Comments = append(j.Comments, k.Comments()...)
		j.Comments = append(j.Comments, v.Comments()...)
		if k.Text() != "jobTemplate" {
			j.Source = append(j.Source, yaml.Line(k.Text(), v))
		}
	}
	if name == "" {
		r.refuse("a CronJob without a name is no task here")
		return
	}
	if !r.starts() {
		return
	}
	r.policies()
	r.action(name, space)
	r.out.Jobs = append(r.out.Jobs, j)
}

func (r *reader) refuse(format string, args ...any) {
	r.made.Note(r.made.Place, format, args...)
	r.out.Notes = append(r.out.Notes, r.made.Notes...)
}

func group(space string) string {
	if space == "" {
		return ""
	}
	return foreign.Name(space)
}

// starts gives the job its condition, and says whether it has one.
func (r *reader) starts() bool {
	j, schedule, zone := r.made, r.spec.Get("schedule"), r.options.Zone
	text := schedule.Text()
	name := r.spec.Get("timeZone").Text()
	for _, prefix := range []string{"CRON_TZ=", "TZ="} {
		if rest, is := strings.CutPrefix(text, prefix); is {
			name, text, _ = strings.Cut(rest, " ")
		}
	}
	if name != "" {
		loaded, err := time.LoadLocation(name)
		if err != nil || name == "Local" {
			r.refuse("timeZone %q is not known; it is no task here", name)
			return false
		}
		zone = loaded
		j.Add("timezone", foreign.Quote(name))
	}
	x, err := cron.Parse(text, cron.Robfig)
	if err == nil && !x.Happens() {
		err = &cron.Error{Msg: "the date never comes"}
	}
	if err != nil {
		j.Place = schedule.Place()
		r.refuse("schedule %q: %v; it is no task here", schedule.Text(), err)
		return false
	}
	j.When, j.Rules = x.Condition(), x.Rules(zone)
	return true
}

// policies carries over how runs are started, and overlap.
func (r *reader) policies() {
	j := r.made
	switch policy := r.spec.Get("concurrencyPolicy"); policy.Text() {
	case "Forbid":
	case "Replace":
		j.Add("overlap", "replace")
	case "Allow", "":
		j.Add("multilaunch", "true")
	default:
		j.Note(policy.Place(), "concurrencyPolicy: %s is not known", policy.Text())
	}
	if late := r.spec.Get("startingDeadlineSeconds"); late.Is() {
		r.deadline(late)
	}
	if r.spec.Get("suspend").Text() == "true" {
		j.Add("disabled", "")
		j.Rules = nil
	}
	limit := r.spec.Get("jobTemplate", "spec", "activeDeadlineSeconds")
	if n, err := strconv.Atoi(limit.Text()); err == nil && n > 0 {
		j.Add("timeout", foreign.Duration(time.Duration(n)*time.Second))
	}
	if n := r.spec.Get("jobTemplate", "spec", "completions"); n.Is() && n.Text() != "1" {
		j.Note(n.Place(), "completions: %s stays with the job in the cluster", n.Text())
	}
}

// deadline makes a catch_up of startingDeadlineSeconds, if the starts leave room for it.
func (r *reader) deadline(late yaml.Node) {
	n, err := strconv.Atoi(late.Text())
	if err != nil || n <= 0 {
		return
	}
	d := time.Duration(n) * time.Second
	if r.made.Rules == nil {
		return
	}
	if shortest, _ := foreign.Gaps(r.made.Rules); shortest <= time.Hour {
		r.made.Note(late.Place(), "startingDeadlineSeconds: %d does not carry over to a task that "+
			"starts so often", n)
		return
	}
	r.made.Add("catch_up", foreign.Duration(d))
}

// action has kubectl make a job of the CronJob, and wait for it.
func (r *reader) action(name, space string) {
	j := r.made
	of := ""
	if space != "" {
		of = " --namespace " + foreign.ShellWord(space)
	}
	run := `"` + strings.Trim(name, `"$\`+"`") + `-${ROCKET_RUN_ID}"`
	j.Action = "command " + foreign.Quote("kubectl create job"+of+" "+run+" --from=cronjob/"+
		foreign.ShellWord(name)+" || exit\n"+
		"while state=$(kubectl get job"+of+" "+run+
		` -o 'jsonpath={.status.conditions[?(@.status=="True")].type}'); do`+"\n"+
		"    case $state in *Complete*) exit 0 ;; *Failed*) exit 1 ;; esac\n"+
		"    sleep 5\ndone\nexit 1")
	what := "the pod stays in the cluster: the task makes a job of the CronJob, whose own " +
		"schedule is to be suspended"
	if container := r.container(); container != "" {
		what += " (" + container + ")"
	}
	j.Note(r.spec.Get("jobTemplate").Place(), "%s", what)
}

// container says what the first container runs.
func (r *reader) container() string {
	list := r.spec.Get("jobTemplate", "spec", "template", "spec", "containers").List()
	if len(list) == 0 {
		return ""
	}
	text := list[0].Get("image").Text()
	for _, key := range []string{"command", "args"} {
		for _, part := range list[0].Get(key).List() {
			if line, _, _ := strings.Cut(part.Text(), "\n"); line != "" {
				text += " " + line
			}
		}
	}
	return text
}
