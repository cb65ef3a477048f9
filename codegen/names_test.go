package codegen

import "testing"

func TestCamel(t *testing.T) {
	for name, want := range map[string]string{
		"fetch":                         "Fetch",
		"nightly.compact":               "NightlyCompact",
		"fetch again":                   "FetchAgain",
		"example.com/desk/prices.Fetch": "ExampleComDeskPricesFetch",
		"snake_case":                    "SnakeCase",
		"camelCase":                     "CamelCase",
		"größe":                         "Größe",
		"ärger":                         "Ärger",
		"日本":                            "日本",
		"2nd try":                       "2ndTry",
		"!?":                            "",
		"":                              "",
		"\xff":                          "",
		"a\x00b":                        "AB",
		"word after word until it is much " +
			"too long to read": "WordAfterWordUntilItIsMuchTooLongToRead",
		"one two three four five six seven " +
			"eight nine ten eleven twelve": "OneTwoThreeFourFiveSixSevenEightNineTenEleven",
	} {
		if got := camel(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestTake(t *testing.T) {
	ids := newIdentifiers()
	ids.reserve("ctx")
	for _, step := range []struct{ name, want string }{
		{"task", "task"}, {"task", "task2"}, {"task", "task3"},
		{"task2", "task2_2"}, {"task4", "task4"}, {"task", "task5"},
		{"ctx", "ctx2"}, {"any", "any2"}, {"func", "func2"}, {"_", "_2"}, {"err", "err2"},
	} {
		if got := ids.take(step.name); got != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got, step.want)
		}
	}
	if got := ids.takeBut("task", map[string]bool{"task6": true}); got != "task7" {
		t.Errorf("got %s, want task7", got)
	}
	if got := ids.takeBut("free", map[string]bool{"free": true}); got != "free" {
		t.Errorf("got %s, want free", got)
	}
}
