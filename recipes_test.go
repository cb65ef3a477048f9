package rocketc_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/runlog/linked"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/web"
)

// recipesPage is the page of recipes: each heading has one whole schedule below it.
const recipesPage = "docs/recipes.md"

// recipes returns the schedules of the page, by the anchors of their headings.
func recipes(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	text := readText(t, recipesPage)
	for _, part := range strings.Split(text, "\n## ")[1:] {
		name := anchors("## " + part)[0]
		all := blocks(recipesPage, part)
		if len(all) != 1 || all[0].kind != "rkt" {
			t.Fatalf("%s has %d schedules, want one", name, len(all))
		}
		found[name] = all[0].text
		if !strings.Contains(text, "](#"+name+")") {
			t.Errorf("the table of contents has no %s", name)
		}
	}
	return found
}

// TestRecipes plays the tests of each recipe. They are in a file of testdata/recipes that is
// named like the anchor of the recipe's heading.
func TestRecipes(t *testing.T) {
	schedules := recipes(t)
	files, err := os.ReadDir("testdata/recipes")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(schedules) || len(files) < 25 {
		t.Errorf("%d files have tests, and there are %d recipes", len(files), len(schedules))
	}
	for _, file := range files {
		name, _ := strings.CutSuffix(file.Name(), ".rkt")
		t.Run(name, func(t *testing.T) {
			text, is := schedules[name]
			if !is {
				t.Fatal("there is no such recipe")
			}
			playRecipe(t, text, "testdata/recipes/"+file.Name())
		})
	}
}

// playRecipe plays the tests that a file has for a schedule of the page.
func playRecipe(t *testing.T, text, file string) {
	p, list := rocketc.Check([]rocketc.Source{{Name: recipesPage, Text: []byte(text)},
		{Name: file, Text: []byte(readText(t, file))}},
		check.Options{RunLogs: linked.Kinds, Notify: notify.New, Console: web.New})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	if len(p.Tests) == 0 {
		t.Error("there are no tests")
	}
	for _, test := range p.Tests {
		for _, f := range test.Run(t.Context(), &p.Schedule).Failures {
			t.Errorf("%s: %v: %s\n%s", test.Name, f.Span.Start, f.Text,
				strings.Join(f.Story, "\n"))
		}
	}
}

// TestRecipeUsers: what a simulation does not see, as whom the commands run.
func TestRecipeUsers(t *testing.T) {
	text := recipes(t)["run-as-another-user"]
	p, list := rocketc.Check([]rocketc.Source{{Name: recipesPage, Text: []byte(text)}},
		check.Options{RunLogs: linked.Kinds, Notify: notify.New, Console: web.New})
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	for _, task := range p.Schedule.Tasks {
		want := "postgres"
		if task.Name == "upload" {
			want = "backup"
		}
		if command := task.Action.(rocket.Command); command.User != want {
			t.Errorf("%s runs as %q, want %q", task.Name, command.User, want)
		}
	}
}
