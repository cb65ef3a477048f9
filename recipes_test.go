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
			playRecipe(t, text, readText(t, "testdata/recipes/"+file.Name()))
		})
	}
}

// TestRecipeBeforeMidnight: with `past 12 hours` in place of today, a recipe is right for a
// night that begins before midnight.
func TestRecipeBeforeMidnight(t *testing.T) {
	text := strings.NewReplacer("daily at 02:00", "daily at 22:00", "today", "past 12 hours").
		Replace(recipes(t)["alert-when-a-task-has-not-run"])
	playRecipe(t, text, `test "a good night, and one that fails" {
    at     "2026-03-02 12:00"
    backup fails the 2nd time
    backup fails the 3rd time
    backup fails the 4th time
    backup fails the 5th time
    run until "2026-03-04 12:00"
    expect runs {
        22:00 backup; "2026-03-03 22:00" backup; 22:15 backup; 22:30 backup; 22:45 backup
        07:00 no_backup
    }
}`)
}

// playRecipe plays tests for a schedule of the page.
func playRecipe(t *testing.T, text, tests string) {
	p, list := rocketc.Check([]rocketc.Source{{Name: recipesPage, Text: []byte(text)},
		{Name: "tests.rkt", Text: []byte(tests)}},
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
