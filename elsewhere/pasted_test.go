package elsewhere_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/grammar"
)

// TestPasted: lines that another tool reads, however many, are one error at the first of
// them, which says what they are and what to write. What follows is read.
func TestPasted(t *testing.T) {
	rows := map[int]bool{}
	for _, test := range pasted {
		t.Run(test.text, func(t *testing.T) {
			src := "# pasted\n" + test.text + "\n\ntask t when daily { command \"ls\" }\n"
			d := only(t, src)
			if d.Code != diag.Pasted || d.Span.Start.Line != 2 || d.Span.Start.Col != 1 {
				t.Errorf("got %v", d)
			}
			what := strings.HasPrefix(d.Msg, "this is "+test.what)
			if !what || !strings.Contains(d.Help, test.help) {
				t.Errorf("got %v, help: %s", d, d.Help)
			}
			if f, _ := grammar.Parse("x.rkt", []byte(src)); len(f.Decls) != 1 {
				t.Errorf("%d declarations follow, not one", len(f.Decls))
			}
			writesTask(t, d.Help)
		})
		rows[elsewhere.LineRow(test.text)] = true
	}
	for i, pattern := range elsewhere.Lines() {
		if !rows[i] {
			t.Errorf("no test has %s", pattern)
		}
	}
}

// blanks are what a task of a help leaves out.
var blanks = regexp.MustCompile(`command …|…`)

// writesTask checks a task that a help writes out.
func writesTask(t *testing.T, help string) {
	t.Helper()
	_, text, found := strings.Cut(help, "task NAME")
	if !found {
		return
	}
	text = "task NAME" + blanks.ReplaceAllString(text, `command "program"`)
	if _, list := grammar.Parse("x.rkt", []byte(text)); list.HasErrors() {
		t.Errorf("%s is wrong: %v", text, list)
	}
}

// TestPastedElsewhere: lines in the braces of a task are known, too, and the words of this
// language never are.
func TestPastedElsewhere(t *testing.T) {
	d := only(t, "task t {\n    command \"ls\"\n    0 3 * * * /bin/backup\n}\n")
	at := d.Span.Start
	if at.Line != 3 || at.Col != 5 || !strings.Contains(d.Help, "cron 0 3 * * *") {
		t.Errorf("got %v, help: %s", d, d.Help)
	}
	for _, src := range []string{"param = 3", "task x", "group a:b {", "config x"} {
		for _, d := range findings(src) {
			if d.Code == diag.Pasted {
				t.Errorf("%s: got %v", src, d)
			}
		}
	}
}

// pasted are texts as other tools read them.
var pasted = []struct{ text, what, help string }{
	{"0 2 * * * /usr/bin/backup --all", "a line of a crontab",
		`task NAME when cron 0 2 * * * { command "/usr/bin/backup --all" }`},
	{"17 *\t* * *\troot    cd / && run-parts --report /etc/cron.hourly", "a line of a crontab",
		`cron 17 * * * * { command "cd / && run-parts --report /etc/cron.hourly"; user "root" }`},
	{"*/5 7-18 * jan-mar 1-5 echo \"it's $(date +\\%F)\" {[(", "a line of a crontab",
		"{ command `echo"},
	{"0 5 * * 1\n0 6 * * 1\n", "a cron expression", "when cron 0 5 * * 1"},
	{"@daily /usr/bin/backup", "a line of a crontab", `when daily { command "/usr/bin/backup" }`},
	{"@reboot /usr/bin/start", "a line of a crontab", "on_startup"},
	{"@midnight rotate", "a line of a crontab", `when daily { command "rotate" }`},
	{"@annually rotate", "a line of a crontab", `when yearly { command "rotate" }`},
	{"@every 5m rotate", "a line of a crontab", `when every 5m { command "rotate" }`},
	{"*/5 * * * * www-data php /var/www/cron.php", "a line of a crontab",
		`cron */5 * * * * { command "php /var/www/cron.php"; user "www-data" }`},
	{"-*/15 * * * * root x", "a line of a crontab", `{ command "x"; user "root" }`},
	{"H/15 * * * * make", "a line of Jenkins", "H is a minute that Jenkins chooses"},
	{"0 H(0-7) * * 1-5 make", "a line of Jenkins", "H is a minute that Jenkins chooses"},
	{"MAILTO=root\nSHELL=/bin/bash\nPATH=/usr/bin:/bin\n\n0 3 * * * x", "a line of a crontab",
		"output goes to the log"},
	{"SHELL=/bin/bash", "a line of a crontab", `shell "/bin/bash"`},
	{"CRON_TZ=Europe/Berlin", "a line of a crontab", `timezone "Europe/Berlin"`},
	{"TZ = UTC", "a line of a crontab", `timezone "UTC"`},
	{"RANDOM_DELAY=45", "a line of a crontab", "spread 30 minutes"},
	{"PATH=/usr/bin:/bin\nHOME='/root'", "a line of a crontab or of a file of variables",
		`env { PATH "/usr/bin:/bin" }`},
	{"export FOO=bar", "shell", `env { FOO "bar" }`},
	{"[Unit]\nDescription=Backup\n\n[Timer]\nOnCalendar=*-*-* 03:00:00\nPersistent=true\n\n" +
		"[Install]\nWantedBy=timers.target", "a unit of systemd", "daily at 03:00"},
	{"[Timer]", "a unit of systemd", "are a task"},
	{"OnCalendar=daily", "a unit of systemd", "daily at 03:00"},
	{"OnUnitActiveSec=15min", "a unit of systemd", "every 15 minutes"},
	{"OnBootSec=5min", "a unit of systemd", "on_startup"},
	{"Persistent=true", "a unit of systemd", "catch_up 6 hours"},
	{"RandomizedDelaySec=1h", "a unit of systemd", "spread 30 minutes"},
	{"ExecStart=/usr/bin/backup --all", "a unit of systemd", `command "/usr/bin/backup --all"`},
	{"WantedBy=timers.target", "a unit of systemd", "attribute of a task"},
	{"from rocketry import Rocketry\napp = Rocketry()\n\n@app.task(\"daily\")\ndef do():\n" +
		"    print(\"it's\")\n\nif __name__ == \"__main__\":\n    app.run()",
		"Python, of Rocketry", "task NAME when daily"},
	{"import rocketry\nfrom rocketry.conds import daily", "Python, of Rocketry", "when daily"},
	{"@app.task(\"every 10 seconds\")\nasync def do():\n    ...", "Python, of Rocketry",
		"when daily"},
	{"from airflow import DAG\nwith DAG('x', schedule_interval='@daily', catchup=False) as dag:\n" +
		"    a >> b", "Python, of Airflow", "when after a"},
	{"with DAG(\"x\") as dag:", "Python, of Airflow", "when after a"},
	{"import schedule\nimport time\nschedule.every(10).minutes.do(job)", "Python", "python3"},
	{"schedule.every().day.at(\"10:30\").do(job)", "Python", "python3"},
	{"sched.add_job(f, 'cron', hour=3)", "Python", "python3"},
	{"def f(x):\n    return {'a': [1, 2}", "Python", "python3"},
	{"import os\nimport sys\n\ndef main():\n    pass", "Python", "python3"},
	{"x = Session(a, b)", "Python", "python3"},
	{"apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: hello\nspec:\n" +
		"  schedule: \"* * * * *\"\n  concurrencyPolicy: Forbid", "YAML, of Kubernetes", "CronJob"},
	{"on:\n  schedule:\n    - cron: '30 5 * * 1,3'", "YAML, of a workflow", "30 5 * * 1,3"},
	{"schedule: \"0 1 * * *\"\nsteps:\n  - name: hello\n    command: echo\n    depends: [a",
		"YAML", "when after a"},
	{"name: CI\njobs:\n  build:\n    runs-on: x", "YAML", "daily at 03:00"},
	{"---\nname: x", "YAML", "daily at 03:00"},
	{"{ \"schedule\": \"0 3 * * *\" }", "JSON", "daily at 03:00"},
	{"<?xml version=\"1.0\"?>\n<plist><key>StartInterval</key></plist>", "XML", "every 15 minutes"},
	{"s := gocron.NewScheduler(time.UTC)\ns.Every(5).Minutes().Do(f)", "Go, of a cron package",
		"func F"},
	{"c.AddFunc(\"0 3 * * *\", func() {})", "Go, of a cron package", "func F"},
	{"func main() {\n\tfmt.Println(\"x\")\n}", "Go", "func F"},
	{"x, err := f()", "Go", "func F"},
	{"// a comment", "a comment of another language", "begins with #"},
	{"/* a comment */", "a comment of another language", "begins with #"},
	{"import (\n\t\"fmt\"\n\t\"os\"\n)", "an import of Go's", "each import"},
	{"pipeline {\n  triggers { cron('H 4 * * *') }\n}", "a pipeline of Jenkins", "daily at 03:00"},
	{"schtasks /create /tn x /sc daily", "a command line", "daily at 03:00"},
	{"region = \"eu\"   # comment", "an assignment", `param region = "eu"`},
	{"timeout = 5", "an assignment", "param timeout = 5"},
}
