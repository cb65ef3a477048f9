package format_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/rocketc/rocketc/format"
	"github.com/rocketc/rocketc/internal/diagtest"
)

var update = flag.Bool("update", false, "write the golden files")

// TestLayout compares files with their layouts.
func TestLayout(t *testing.T) {
	const name = "testdata/layout.txtar"
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(archive.Files); i += 2 {
		src, want := archive.Files[i], &archive.Files[i+1]
		t.Run(src.Name, func(t *testing.T) {
			check(t, string(src.Data))
			check(t, strings.ReplaceAll(string(src.Data), "\n", "\r\n"))
			if want.Name != src.Name+".want" {
				t.Fatalf("%s stands behind %s", want.Name, src.Name)
			}
			for _, text := range [][]byte{src.Data, bytes.TrimRight(src.Data, "\n"),
				bytes.ReplaceAll(src.Data, []byte("\n"), []byte("\r\n")),
				append([]byte("\xEF\xBB\xBF"), src.Data...)} {
				got, err := format.Source("x.rkt", text)
				if err != nil {
					t.Fatal(err)
				}
				if *update {
					want.Data = got
				}
				if !bytes.Equal(got, want.Data) {
					t.Errorf("the layout of %q is\n%s\n%s", text, got,
						difference(string(want.Data), string(got)))
				}
			}
		})
	}
	if len(archive.Files) < 12 {
		t.Errorf("the archive has %d files", len(archive.Files))
	}
	diagtest.Golden(t, name, txtar.Format(archive), *update)
}

// TestUgly: what is hardly a schedule has a layout, too, or is refused with its place.
func TestUgly(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"", ""},
		{"\n \t\r\n\f\n", ""},
		{"\xEF\xBB\xBF", ""},
		{"#", "#\n"},
		{"\n\n# a  \t\r\n\r\r\r# b", "# a\n\n# b\n"},
		{"#!/usr/bin/env rocketc", "#!/usr/bin/env rocketc\n"},
		{"pool a 1 # x", "pool a 1 # x\n"},
		{"pool a 1\rpool b 2\r", "pool a 1\npool b 2\n"},
		{"\xEF\xBB\xBF#!x\r\npool a 1;;pool b 2;", "#!x\npool a 1\npool b 2\n"},
		{"pool ä 1 # ☂ \u00a0", "pool ä 1 # ☂\n"},
		{"task a { command `x\r\ny` }", "task a {\n    command `x\ny`\n}\n"},
	} {
		got, err := format.Source("x.rkt", []byte(test.src))
		if err != nil || string(got) != test.want {
			t.Errorf("%q: got %q, %v, want %q", test.src, got, err, test.want)
		}
		check(t, test.src)
	}
	for src, place := range map[string]string{
		"pool a 1\n pool b\n": "x.rkt:2:8: ", "# caf\xe9": "x.rkt:1:6: ",
		"task a\x00 {}": "x.rkt:1:7: ", "task a { code {": "x.rkt:1:",
		"task a { command \"x }": "x.rkt:1:18: ", "task a when daily { x": "x.rkt:1:",
	} {
		out, err := format.Source("x.rkt", []byte(src))
		var refused *format.Error
		if out != nil || !errors.As(err, &refused) || !strings.HasPrefix(err.Error(), place) {
			t.Errorf("%q: got %q, %v, want an error at %s", src, out, err, place)
		}
	}
}

// TestDeep: what is as deep and as long as the parser takes has a layout.
func TestDeep(t *testing.T) {
	deep := strings.Repeat("(", 900) + "daily" + strings.Repeat(")", 900)
	check(t, "cond x = "+deep+" & "+strings.Repeat("~", 900)+"y\n")
	check(t, "cond x = "+strings.ReplaceAll(deep, "(", "(\n")+"\n")
	check(t, strings.Repeat("group {\n", 300)+"task a { command 'x' }\n"+strings.Repeat("}", 300))
	check(t, "param x = "+strings.Repeat("[\n", 500)+strings.Repeat("]", 500)+"\n")
	check(t, strings.Repeat("# a comment\n\n\n", 5000))
	check(t, "task a { command `"+strings.Repeat("x\n", 20000)+"` } # behind\n")
	long := strings.Repeat("x", 20000)
	check(t, "config {\n"+long+" 1 # a\n"+"}")
	check(t, "task a {\nenv {\n"+long+" 'x' # a\n"+strings.Repeat("B 'x' # b\n", 1000)+
		"}\ncommand 'x' }")
}

// TestRange: only the declarations that a range touches change.
func TestRange(t *testing.T) {
	const src = "pool  a 1\n# Of b.\npool  b 2 # two\n\n\npool  c 3;pool  d 4\n  # end\n"
	for _, test := range []struct{ touched, want string }{
		{"a 1", "pool a 1\n# Of b.\npool  b 2 # two\n\n\npool  c 3;pool  d 4\n  # end\n"},
		{"Of", "pool  a 1\n# Of b.\npool b 2 # two\n\n\npool  c 3;pool  d 4\n  # end\n"},
		{"two", "pool  a 1\n# Of b.\npool b 2 # two\n\n\npool  c 3;pool  d 4\n  # end\n"},
		{"c 3", "pool  a 1\n# Of b.\npool  b 2 # two\n\npool c 3;pool  d 4\n  # end\n"},
		{"two\n\n\npool",
			"pool  a 1\n# Of b.\npool b 2 # two\n\npool c 3;pool  d 4\n  # end\n"},
		{"d", "pool  a 1\n# Of b.\npool  b 2 # two\n\n\npool  c 3\npool d 4\n# end\n"},
		{src, "pool a 1\n# Of b.\npool b 2 # two\n\npool c 3\npool d 4\n# end\n"},
	} {
		start := strings.Index(src, test.touched)
		e, err := format.Range("x.rkt", []byte(src), start, start+len(test.touched))
		got := src[:e.Start] + string(e.Text) + src[e.End:]
		if err != nil || got != test.want {
			t.Errorf("%q: got %q, %v, want %q", test.touched, got, err, test.want)
		}
	}
}

// FuzzFormat: any text has a layout with its tree and comments, or is refused.
func FuzzFormat(f *testing.F) {
	for _, src := range schedules(f) {
		if len(src) < 3000 {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src string) { check(t, src) })
}

// tenThousand returns a schedule of that many tasks.
func tenThousand() []byte {
	var b bytes.Buffer
	for i := range 10_000 {
		fmt.Fprintf(&b, "# Task %d does it.\ntask t%d when daily after 07:00 & ~running {\n"+
			"command   [\"echo\", \"%d\"]; timeout 5 minutes # as long as it takes\n}\n\n", i, i, i)
	}
	return b.Bytes()
}

// BenchmarkSource takes a schedule of 10,000 tasks. On an idle machine it takes less than half a
// second.
func BenchmarkSource(b *testing.B) {
	src := tenThousand()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := format.Source("x.rkt", src); err != nil {
			b.Fatal(err)
		}
	}
}
