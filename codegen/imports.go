package codegen

import (
	"bytes"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/rocketc/rocketc/internal/module"
	"github.com/rocketc/rocketc/plan"
)

// The packages that generated code may use although the plan does not import them.
const (
	rocketPath   = module.Path + "/runtime"
	argPath      = rocketPath + "/arg"
	stepPath     = rocketPath + "/step"
	stdcondsPath = module.Path + "/stdconds"
	periodPath   = module.Path + "/period"
	consolePath  = module.Path + "/console"
	runlogPath   = module.Path + "/runlog"
	notifyPath   = module.Path + "/notify"
)

// own are the names of those packages. The runtime is always imported as rocket.
var own = []plan.Import{
	{Path: rocketPath, Name: "runtime", Alias: "rocket"},
	{Path: argPath, Name: "arg"},
	{Path: stepPath, Name: "step"},
	{Path: stdcondsPath, Name: "stdconds"},
	{Path: periodPath, Name: "period"},
	{Path: consolePath, Name: "console"},
	{Path: runlogPath, Name: "runlog"},
	{Path: notifyPath, Name: "notify"},
	{Path: "context", Name: "context"},
	{Path: "os", Name: "os"},
	{Path: "time", Name: "time"},
}

// ownPath returns the path of the package that generated code knows by that name,
// or "" if there is none.
func ownPath(name string) string {
	for _, i := range own {
		if name == known(i) {
			return i.Path
		}
	}
	return ""
}

// imports has the names of packages in the file. A package has one name, even if the
// schedule knows it by several, and no two packages have the same.
type imports struct {
	names    map[string]string // by path
	declared []plan.Import     // with these names; Alias is empty if Name is the package's own
}

// declareImports names the packages: first those of generated code, then those of
// the plan. A package whose name is taken gets a number, such that the name is none
// of those to avoid.
func declareImports(ids *identifiers, used []plan.Import, avoid map[string]bool) *imports {
	im := &imports{names: map[string]string{}}
	for _, group := range [][]plan.Import{own, used} {
		for _, i := range group {
			im.declare(ids, i, avoid)
		}
	}
	return im
}

func (im *imports) declare(ids *identifiers, i plan.Import, avoid map[string]bool) {
	if _, ok := im.names[i.Path]; ok || i.Path == "" {
		return
	}
	name := ids.takeBut(known(i), avoid)
	im.names[i.Path] = name
	if i.Alias = name; name == i.Name {
		i.Alias = ""
	}
	im.declared = append(im.declared, i)
}

// newFile returns a file in which the packages have their names.
func (im *imports) newFile(name string) *file {
	file := &file{jen.NewFile(name), map[string]string{}}
	for _, i := range im.declared {
		if i.Alias == "" {
			file.ImportName(i.Path, i.Name)
		} else {
			file.ImportAlias(i.Path, i.Alias)
		}
	}
	return file
}

// known returns the name under which the schedule knows a package.
func known(i plan.Import) string {
	if i.Alias != "" {
		return i.Alias
	}
	return i.Name
}

// A file is a file that is being written. It imports what is used in it.
type file struct {
	*jen.File
	used map[string]string // the names of the packages, by path
}

// imported returns the name that the file has for a package, which the file imports from now
// on.
func (f *file) imported(path string) string {
	name, ok := f.used[path]
	if !ok {
		var b strings.Builder
		_ = jen.Qual(path, "_").RenderWithFile(&b, f.File)
		name = strings.TrimSuffix(b.String(), "._")
		f.used[path] = name
	}
	return name
}

// groupImports puts the packages of the standard library, which have no dot in
// the first element of their path, before the others.
func groupImports(file []byte) []byte {
	head, rest, ok := bytes.Cut(file, []byte("\nimport (\n"))
	block, tail, closed := bytes.Cut(rest, []byte("\n)\n"))
	if !ok || !closed {
		return file
	}
	var std, others [][]byte
	for line := range bytes.SplitSeq(block, []byte("\n")) {
		_, path, _ := bytes.Cut(line, []byte{'"'})
		if root, _, _ := bytes.Cut(path, []byte{'/'}); bytes.ContainsRune(root, '.') {
			others = append(others, line)
		} else {
			std = append(std, line)
		}
	}
	if len(std) > 0 && len(others) > 0 {
		std = append(std, nil)
	}
	block = bytes.Join(append(std, others...), []byte("\n"))
	return slices.Concat(head, []byte("\nimport (\n"), block, []byte("\n)\n"), tail)
}
