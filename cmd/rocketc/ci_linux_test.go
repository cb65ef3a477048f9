package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// A checkout is a clone of a repository with a schedule, in which somebody has made a change.
type checkout struct {
	*testing.T
	dir, base string
	env       []string
}

// fakeGH keeps the comments of the pull request 7 as files, whose names are their numbers, in
// the directory comments beside the clone. It understands what action.yml asks of gh.
const fakeGH = `#!/usr/bin/env bash
cd ../comments
of=repos/ada/shop/issues
case "$*" in
"api --paginate $of/7/comments --jq "*)
	if command -v jq > jq.txt; then
		for id in [0-9]*; do
			jq -n --argjson id "$id" --rawfile body "$id" '{$id, $body}'
		done | jq -s . | jq -r "$5"
	else
		for id in [0-9]*; do [[ $(<$id) != "$MARK"* ]] || echo "$id"; done
	fi ;;
"api -X PATCH $of/comments/"*" -F body=@comment.md")
	[ -e "${4##*/}" ] && cp ../clone/comment.md "${4##*/}" ;;
"pr comment 7 --body-file comment.md")
	set -- [0-9]*
	cp ../clone/comment.md $((10 + $#)) ;;
*)
	echo "gh: what is $*?"; exit 1 ;;
esac
`

// newCheckout makes a repository whose branch main has a schedule, and a clone in which that is
// changed. The tools that CI has are git, a shell, rocketc, and fakeGH.
func newCheckout(t *testing.T) *checkout {
	rocketc, err := exec.LookPath("rocketc")
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	c := &checkout{T: t, dir: temp + "/clone", env: []string{"HOME=" + temp, "LC_ALL=C",
		"RUNNER_TEMP=" + temp + "/bin", "PATH=" + temp + "/bin:" + os.Getenv("PATH"),
		"ROCKETC_CACHE=" + temp + "/cache", "CI_DEFAULT_BRANCH=main", "NUMBER=7",
		"GITHUB_REPOSITORY=ada/shop", "SCHEDULE=schedules", "FINDINGS=rocketc.sarif"}}
	c.write("../bin/gh", fakeGH)
	if err := os.Symlink(rocketc, temp+"/bin/rocketc"); err != nil {
		t.Fatal(err)
	}
	c.write(".gitignore", "runs.txt\ncomment.md\n*.sarif\n")
	c.write("schedules/dump.rkt", `config { timezone "UTC"; log file "runs.jsonl" }

task dump when daily at 02:00 { command "dump" }

test "a night" {
    at "2026-03-02 01:00"
    run for 2 hours
    expect task dump has succeeded == 1
}
`)
	c.shell(`git init -q -b main . && git config user.name ada
		git config user.email ada@example.com
		git add -A && git commit -q -m one && git clone -q --bare . ../origin.git
		git -C ../origin.git config uploadpack.allowAnySHA1InWant true
		git remote add origin "file://$PWD/../origin.git" && git fetch -q origin`)
	c.base = strings.TrimSpace(c.shell("git rev-parse HEAD"))
	c.shell(`sed -i 's/at 02:00/at 02:30/' schedules/dump.rkt && git commit -q -a -m two`)
	return c
}

func (c *checkout) write(name, text string) {
	c.Helper()
	name = filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		c.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o777); err != nil {
		c.Fatal(err)
	}
}

// run runs a script as the CI of GitHub does.
func (c *checkout) run(script string) (string, error) {
	cmd := exec.CommandContext(c.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail",
		"-c", script)
	cmd.Dir, cmd.Env = c.dir, append(c.env, "BASE="+c.base)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// shell runs a script that has to succeed, and returns what it prints.
func (c *checkout) shell(script string) string {
	c.Helper()
	out, err := c.run(script)
	if err != nil {
		c.Fatalf("%s\n%v\n%s", script, err, out)
	}
	return out
}

// read returns a file that a script has written.
func (c *checkout) read(name string) string {
	c.Helper()
	text, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil {
		c.Error(err)
	}
	return string(text)
}

// TestAction runs the step of action.yml that checks: it passes, and a mistake fails it, and is in
// the findings.
func TestAction(t *testing.T) {
	c := newCheckout(t)
	steps := actionSteps(t)
	c.shell(steps["Check"])
	if findings := c.read("rocketc.sarif"); !strings.Contains(findings, `"results": []`) {
		t.Errorf("the findings are %s", findings)
	}
	c.shell("sed -i 's/daily/dayly/' schedules/dump.rkt")
	out, err := c.run(steps["Check"])
	if err == nil || !strings.Contains(out, "did you mean \"daily\"?") {
		t.Errorf("with a mistake it ends with the error %v and\n%s", err, out)
	}
	if findings := c.read("rocketc.sarif"); !strings.Contains(findings, `"ruleId": "RKT`) {
		t.Errorf("the findings are %s", findings)
	}
}

// TestActionComments runs the step of action.yml that compares, as at each push: one comment says
// which runs the change moves, and is renewed. Comments of others, and on another schedule, stay.
func TestActionComments(t *testing.T) {
	c := newCheckout(t)
	compare := actionSteps(t)["Compare"]
	const other = "<!-- rocketc diff of schedules/more -->\nof another schedule"
	c.write("../comments/1", "> <!-- rocketc diff of schedules -->\nwhat does that mean?")
	c.write("../comments/2", other)
	holds := func(want string) {
		t.Helper()
		const head = "<!-- rocketc diff of schedules -->\n```\n"
		if got := c.read("../comments/12"); !strings.HasPrefix(got, head) ||
			!strings.Contains(got, want) || !strings.HasSuffix(got, "\n```\n") {
			t.Errorf("the comment is\n%s", got)
		}
		names, err := filepath.Glob(c.dir + "/../comments/[0-9]*")
		if err != nil || len(names) != 3 || c.read("../comments/2") != other {
			t.Errorf("the comments are %q, error %v", names, err)
		}
	}
	c.shell(compare)
	holds(" from 02:00 to 02:30")
	c.shell(`sed -i 's/at 02:30/at 03:00/' schedules/dump.rkt` + "\n" + compare)
	holds(" from 02:00 to 03:00")
	c.shell(`sed -i 's/at 03:00/at 02:00/' schedules/dump.rkt` + "\n" + compare)
	holds("no run changes")
	c.shell("rm ../comments/12\n" + compare)
	if _, err := os.Stat(c.dir + "/../comments/12"); err == nil {
		t.Error("a change of nothing is told")
	}
}

// actionSteps returns the scripts of action.yml by the names of their steps.
func actionSteps(t *testing.T) map[string]string {
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Runs struct{ Steps []struct{ Name, Run string } }
	}
	if err := yaml.Unmarshal(text, &action); err != nil {
		t.Fatal(err)
	}
	scripts := map[string]string{}
	for _, step := range action.Runs.Steps {
		scripts[step.Name] = step.Run
	}
	return scripts
}

// TestGitLab runs the script of docs/ci.md for GitLab, but for the installation.
func TestGitLab(t *testing.T) {
	page, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, block := range fenced(string(page), "yaml") {
		var file struct {
			Schedules struct{ Script []string }
		}
		if err := yaml.Unmarshal([]byte(block), &file); err != nil || file.Schedules.Script == nil {
			continue
		}
		c := newCheckout(t)
		script := strings.Join(file.Schedules.Script, "\n")
		script = strings.ReplaceAll(script, "go install ", ": go install ")
		if out := c.shell(script); !strings.Contains(out, " from 02:00 to 02:30") {
			t.Errorf("it prints\n%s", out)
		}
		ran++
	}
	if ran != 1 {
		t.Errorf("found %d scripts", ran)
	}
}
