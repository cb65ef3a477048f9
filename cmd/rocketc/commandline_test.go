package main

import (
	"io"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// commandNode returns a command of the command line.
func commandNode(t testing.TB, name string) *kong.Node {
	t.Helper()
	parser, err := newParser(&invocation{stdout: io.Discard, stderr: io.Discard}, &commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	node, err := command(parser.Model.Node, []string{name})
	if err != nil {
		t.Fatal(err)
	}
	return node
}

func TestSpell(t *testing.T) {
	for _, test := range []struct{ args, want, err string }{
		{args: "check", want: "check"},
		{args: "check -json x --json", want: "check --json x --json"},
		{args: "check -tags a,b --tags=c -tags=d x", want: "check --tags a,b --tags=c --tags=d x"},
		{args: "check -- -json", want: "check -- -json"},
		{args: "check -", want: "check -"},
		{args: "check -h", want: "check -h"},
		{args: "build -o -json x", want: "build -o -json x"},
		{args: "build -ofile x", want: "build -ofile x"},
		{args: "build -output file", want: "build --output file"},
		{args: "eval -task -json daily -at x", want: "eval --task -json daily --at x"},
		{args: "eval --task=-json -batch", want: "eval --task=-json --batch"},
		{args: "run -tags x a.rkt -tags", want: "run --tags x a.rkt -tags"},
		{args: "run a.rkt --tags", want: "run a.rkt --tags"},
		{args: "build x -o", err: "-o needs a file"},
		{args: "build -output", err: "--output needs a file"},
		{args: "eval daily -at", err: "--at needs a time"},
		{args: "eval --tz= daily", err: "--tz needs a zone"},
		{args: "check --jason", err: `unknown flag --jason, did you mean "--json"?`},
		{args: "check -x", err: "unknown flag -x"},
		{args: "check -hx", err: "unknown flag -hx"},
		{args: "check ---json", err: `unknown flag ---json`},
	} {
		args := strings.Fields(test.args)
		got, err := spell(commandNode(t, args[0]), args)
		if text := strings.Join(got, " "); text != test.want {
			t.Errorf("%q becomes %q, want %q", test.args, text, test.want)
		}
		if err == nil && test.err != "" || err != nil && err.Error() != test.err {
			t.Errorf("%q: error %v, want %q", test.args, err, test.err)
		}
	}
}

// FuzzSpell: whatever the arguments are, no more than dashes are added.
func FuzzSpell(f *testing.F) {
	nodes := map[string]*kong.Node{}
	for _, name := range []string{"check", "build", "eval", "run", "gen", "init", "help"} {
		nodes[name] = commandNode(f, name)
		f.Add(name, "-json --tags a -o x - -- ---")
	}
	f.Fuzz(func(t *testing.T, name, line string) {
		node := nodes[name]
		if node == nil {
			t.Skip()
		}
		args := append([]string{name}, strings.Split(line, " ")...)
		got, err := spell(node, args)
		if err != nil {
			return
		}
		if len(got) != len(args) {
			t.Fatalf("%q becomes %q", args, got)
		}
		for i := range args {
			if got[i] != args[i] && got[i] != "-"+args[i] {
				t.Errorf("%q becomes %q", args[i], got[i])
			}
		}
	})
}
