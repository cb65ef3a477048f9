package build

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// modular is a program whose run log links two other modules.
func modular(main string) Program {
	runtime := fstest.MapFS{}
	for name, text := range map[string]string{
		"runtime/a.go":         "package rocket\nimport _ \"time\"",
		"runlog/a.go":          "package runlog\nimport _ \"bytes\"",
		"runlog/sql/a_test.go": "package sql\nimport _ \"example.com/testing\"",
		"runlog/sql/a.go":      "package sql\nimport _ \"github.com/rocketc/rocketc/runlog/deep\"",
		"runlog/deep/b.go": "package deep\n" +
			"import (_ \"example.com/sql/v2/lib\"; _ \"os\")",
		"runlog/deep/b_linux.go": "package deep\nimport _ \"example.com/net\"",
		"go.mod": "module github.com/rocketc/rocketc\n\ngo 1.26.0\n\n" +
			"require example.com/net v0.1.0\nrequire (\n\texample.com/sql v1.0.0\n" +
			"\texample.com/sql/v2 v2.3.4 // indirect\n)\n",
	} {
		runtime[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Program{Main: []byte(main), Runtime: runtime}
}

// TestThirdParty: the packages of other modules are found through the imports of the runtime,
// and those of tests and of the user are not among them. Each has the module with the longest
// path.
func TestThirdParty(t *testing.T) {
	for main, want := range map[string][]string{
		`import "github.com/rocketc/rocketc/runlog"; import "example.com/user"`: nil,
		`import "github.com/rocketc/rocketc/runlog/sql"`: {"example.com/net",
			"example.com/sql/v2/lib"},
	} {
		p := modular("package main\n" + main)
		packages, err := p.thirdParty()
		if err != nil || !slices.Equal(packages, want) {
			t.Errorf("%s: packages %q, error %v, want %q", main, packages, err, want)
		}
		modules, err := p.required(packages)
		got := strings.Join(modules, " ")
		if err != nil || want != nil && got != "example.com/net@v0.1.0 example.com/sql/v2@v2.3.4" {
			t.Errorf("%s: modules %q, error %v", main, modules, err)
		}
	}
}

// TestKeyOfModules: a program that links other modules has another place in the cache if their
// versions or sums change, and no other program has.
func TestKeyOfModules(t *testing.T) {
	for main, change := range map[string]bool{"runlog": false, "runlog/sql": true} {
		p := modular("package main\nimport _ \"github.com/rocketc/rocketc/" + main + "\"")
		runtime := p.Runtime.(fstest.MapFS)
		runtime["go.sum"] = &fstest.MapFile{Data: []byte("a")}
		before, err := p.key(&toolchain{})
		if err != nil {
			t.Fatal(err)
		}
		runtime["go.sum"] = &fstest.MapFile{Data: []byte("b")}
		after, err := p.key(&toolchain{})
		if err != nil || (before != after) != change {
			t.Errorf("%s: the keys are %s and %s, error %v", main, before, after, err)
		}
	}
}
