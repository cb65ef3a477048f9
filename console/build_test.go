package console

import (
	"os"
	"os/exec"
	"path"
	"strings"
	"testing"
)

// The id of this program is the one that the go command reads.
func TestExecutableBuild(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "tool", "buildid", exe).Output()
	if err != nil {
		t.Skip("there is no go command:", err)
	}
	want := path.Base(strings.TrimSpace(string(out)))
	if got := executableBuild(); len(got) != 12 || !strings.HasPrefix(want, got) {
		t.Errorf("the build is %q, want the beginning of %q", got, want)
	}
}

func TestGoBuildID(t *testing.T) {
	note := func(order byte, fields, name, content string) string {
		return "\x7fELF\x02" + string(order) + strings.Repeat("\x00", 60) + fields + name + content
	}
	const little = "\x04\x00\x00\x00\x03\x00\x00\x00\x04\x00\x00\x00"
	const big = "\x00\x00\x00\x04\x00\x00\x00\x03\x00\x00\x00\x04"
	for _, test := range []struct{ name, head, want string }{
		{"text", "MZ\x00\xff Go build ID: \"a/b\"\n \xff", "a/b"},
		{"no end", "\xff Go build ID: \"a/b", ""},
		{"nothing", "", ""},
		{"little-endian", note(1, little, "Go\x00\x00", "a/b\x00"), "a/b"},
		{"big-endian", note(2, big, "Go\x00\x00", "a/b\x00"), "a/b"},
		{"cut off", note(1, little, "Go\x00\x00", "a"), ""},
		{"no note", note(1, "", "", ""), ""},
		{"another name", note(1, "\x05"+little[1:], "Go\x00\x00", "a/b"), ""},
		{"too early", "\x7fELFGo\x00\x00", ""},
	} {
		if got := goBuildID([]byte(test.head)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
