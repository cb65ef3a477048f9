package process_test

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runtime/process"
)

// printed runs a command and returns what it printed, beside its result.
func printed(t *testing.T, c process.Command) (lines []string, result process.Result, err error) {
	t.Helper()
	c.Print = func(stream, line string) {
		if stream == "stdout" {
			lines = append(lines, line)
		}
	}
	result, err = supervisor(t).Run(t.Context(), c)
	return lines, result, err
}

func TestOutput(t *testing.T) {
	const x = 100_000
	for _, test := range []struct {
		name, line string
		keep       int
		lines      int    // that are printed
		last       string // of them
		stdout     string
		err        string
	}{
		{"nothing", "true", 0, 0, "", "", ""},
		{"empty lines", `printf '\n\n'`, 0, 2, "", "", ""},
		{"carriage returns", `printf 'a\r\nb\r\n'`, 0, 2, "b", "a\r\nb", ""},
		{"all is kept", `printf 0123456789`, 10, 1, "0123456789", "0123456789", ""},
		{"the end is kept", `printf 'a\n0123456789'`, 5, 2, "0123456789", "[…]56789", ""},
		{"no rune is cut", `printf 'aöö'`, 3, 1, "aöö", "[…]ö", ""},
		{"the end of the error", `echo 0123456789 >&2; exit 1`, 5, 0, "", "",
			"exit status 1: […]6789"},
		{"no text", `printf 'a\377b\n'`, 0, 1, "a\uFFFDb", "a\xffb", ""},
		{"a long line", `head -c 100000 /dev/zero | tr '\000' x; echo y`, 0, 7,
			strings.Repeat("x", x-6<<14) + "y", "[…]" + strings.Repeat("x", 64<<10-2) + "y", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			command := shell(test.line)
			command.Keep = test.keep
			lines, result, err := printed(t, command)
			last := append([]string{""}, lines...)[len(lines)]
			if len(lines) != test.lines || last != test.last {
				t.Errorf("printed %d lines, the last %.80q, want %d, the last %.80q",
					len(lines), last, test.lines, test.last)
			}
			if result.Stdout != test.stdout {
				t.Errorf("returned %.80q, want %.80q", result.Stdout, test.stdout)
			}
			expectError(t, err, test.err)
		})
	}
}

// TestLinesAreCutBetweenRunes: the pieces of a long line are valid text.
func TestLinesAreCutBetweenRunes(t *testing.T) {
	long := "a" + strings.Repeat("ö", 20_000)
	lines, _, _ := printed(t, process.Command{Args: []string{"printf", "%s", long}})
	if got := strings.Join(lines, ""); len(lines) != 3 || got != long {
		t.Errorf("%d lines, the same text: %v", len(lines), got == long)
	}
}

// TestNoCutWithinAText: neither the pieces of a long line nor the kept end of a stream
// begin or end within one of the texts that are to stay whole.
func TestNoCutWithinAText(t *testing.T) {
	const text, piece = "a secret", 16 << 10
	for before := piece - len(text) - 2; before <= piece+2; before++ {
		line := strings.Repeat("x", before) + text + strings.Repeat("y", piece)
		command := process.Command{Args: []string{"printf", "%s", line},
			Whole: []string{text, "y z"}}
		command.Keep = piece + 3
		lines, result, _ := printed(t, command)
		whole := 0
		for _, l := range lines {
			whole += strings.Count(l, text)
		}
		if got := strings.Join(lines, ""); whole != 1 || got != line {
			t.Errorf("%d bytes before the text: it is whole in %d pieces; the same line: %v",
				before, whole, got == line)
		}
		if end := strings.TrimPrefix(result.Stdout, "[…]"); strings.Trim(end, "y") != "" {
			t.Errorf("%d bytes before the text: kept %.30q", before, result.Stdout)
		}
	}
}
