package main

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/build"
	"github.com/rocketc/rocketc/codegen"
	"github.com/rocketc/rocketc/plan"
)

// buildCommand makes one binary of a schedule. The binary has no symbol table
// and no debug information, and two builds of the same sources are the same.
type buildCommand struct {
	tagsFlag `embed:""`

	Output string   `short:"o" placeholder:"FILE" help:"The binary, or its directory."`
	Paths  []string `arg:"" name:"path" help:"A directory, or files."`
}

// Help returns what `rocketc help build` adds.
func (*buildCommand) Help() string {
	return `By default the program is named after the path, and made in the working
directory. It takes the flags that the schedule reads with cli "--flag", and --help.
It has no symbol table and no debug information. Two builds of the same sources
by the same rocketc and the same Go are the same, byte for byte. A schedule that
uses Go packages is built inside their module, to which nothing is written.

Without a go command, a schedule of commands and metatasks becomes a copy of
rocketc that carries it; so does one whose run log links other modules (log
sqlite, log postgres) if they can be had neither from the network nor from
the module cache of Go.`
}

// Run builds the binary.
func (c *buildCommand) Run(inv *invocation) error {
	s, err := inv.read(c.Paths, c.tagsFlag)
	if err != nil {
		return err
	}
	output, err := c.place(s)
	if err != nil {
		return err
	}
	program, p, err := inv.program(s)
	if err != nil {
		return err
	}
	end := inv.doing("compiling")
	err = program.Build(inv.ctx, output)
	end()
	if withoutGo(err, p) {
		return s.buildWithoutGo(output, err)
	}
	return inv.explain(s, err)
}

// place returns the file that the binary is to be.
func (c *buildCommand) place(s *schedule) (string, error) {
	output := c.Output
	if output == "" {
		output = s.binaryName()
	}
	info, err := os.Stat(output)
	if err == nil && info.IsDir() || os.IsPathSeparator(output[len(output)-1]) {
		output = filepath.Join(output, s.binaryName())
	}
	output = filepath.Clean(output)
	info, err = os.Stat(output)
	switch {
	case filepath.Ext(output) == ".rkt":
		return "", usagef("%s is the name of a schedule; -o names another place for the program",
			output)
	case err != nil:
		return output, nil // it does not exist, or building will say what is wrong
	case info.IsDir():
		return "", usagef("%s is a directory; -o names another place for the program", output)
	case s.has(info):
		return "", usagef("the program would take the place of the schedule %s; -o names another",
			output)
	}
	return output, nil
}

// binaryName is how a program of the schedule is called.
func (s *schedule) binaryName() string {
	goos := os.Getenv("GOOS")
	if goos == "" {
		goos = runtime.GOOS
	}
	if goos == "windows" {
		return s.name + ".exe"
	}
	return s.name
}

// tasksPerFile is the number of tasks in each Go file that the Go compiler gets.
const tasksPerFile = 1000

// program checks the schedule and generates its Go files, for a binary.
func (inv *invocation) program(s *schedule) (*build.Program, *plan.Plan, error) {
	p, err := inv.checked(s, s.options())
	if err != nil {
		return nil, nil, err
	}
	s.mark(&p.Schedule)
	defer inv.doing("generating")()
	file, err := codegen.Program(p, s.dir, tasksPerFile)
	if err != nil {
		return nil, nil, err
	}
	program := &build.Program{
		Main: file.Text, Tasks: file.Tasks, Lines: file.Lines,
		Runtime: rocketc.ProgramSources(), Dir: s.dir, Tags: s.tags,
	}
	for _, i := range p.Imports {
		program.Imports = append(program.Imports, i.Path)
	}
	return program, p, nil
}
