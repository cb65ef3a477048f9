package spelling

import "testing"

func TestNearest(t *testing.T) {
	words := []string{"between", "before", "after", "at", "fetch", "Monday", "daily", "task",
		"execution", "tägliche"}
	for word, want := range map[string]string{
		"betwen":               "between",
		"betwene":              "between",
		"fecth":                "fetch",
		"monday":               "Monday",
		"Daily":                "daily",
		"dialy":                "daily",
		"dayly":                "daily",
		"exceution":            "execution",
		"täglich":              "tägliche",
		"execu":                "execution", // begins it
		"exe":                  "execution",
		"be":                   "",
		"bet":                  "between",
		"att":                  "at",
		"daily":                "", // the word itself, and nothing near it
		"zzz":                  "",
		"a":                    "",
		"":                     "",
		"completely_different": "",
	} {
		if got := Nearest(word, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := Nearest("abc", nil); got != "" {
		t.Errorf("with no candidates: %q", got)
	}
	if got := Nearest("tas", []string{"taks", "task"}); got != "taks" {
		t.Errorf("of two equally near: %q", got)
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1},
		{"abc", "abd", 1}, {"abc", "abcd", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3},
		{"äö", "öä", 1},
	} {
		if got := distance(test.a, test.b, 100); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
		if got := distance(test.b, test.a, 100); got != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.b, test.a, got, test.want)
		}
		if got := distance(test.a, test.b, 1); min(got, 1) != min(test.want, 1) {
			t.Errorf("distance(%q, %q) with limit 1 = %d", test.a, test.b, got)
		}
	}
}
