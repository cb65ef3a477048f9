package spelling

import "testing"

func TestName(t *testing.T) {
	for name, want := range map[string]string{
		"fetch": "fetch", "nightly.compact": "nightly.compact", "_x1": "_x1", "für": "für",
		"": `""`, "a b": `"a b"`, "1a": `"1a"`, "a-b": `"a-b"`, "a.": `"a."`, ".a": `".a"`,
		"a..b": `"a..b"`, "nightly.1": `"nightly.1"`, `say "x"`: `"say \"x\""`, "a\nb": `"a\nb"`,
		"example.com/desk.Fetch": `"example.com/desk.Fetch"`, "any": `"any"`, "any.any": "any.any",
	} {
		if got := Name(name); got != want {
			t.Errorf("Name(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestKey(t *testing.T) {
	for name, want := range map[string]string{
		"date": "date", "any": "any", "a.b": `"a.b"`, "": `""`, "b c": `"b c"`,
	} {
		if got := Key(name); got != want {
			t.Errorf("Key(%q) = %s, want %s", name, got, want)
		}
	}
}
