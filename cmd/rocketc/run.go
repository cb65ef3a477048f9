package main

import (
	"strings"

	"github.com/rocketc/rocketc/build"
)

// runCommand builds a schedule into a cache, where it is not there yet, and
// becomes the program. What follows the paths, from the first argument that
// begins with a dash, belongs to the program; a -- between them is dropped. So a
// schedule can begin with #!/usr/bin/env -S rocketc run, and take flags.
type runCommand struct {
	tagsFlag `embed:""`

	Args []string `arg:"" name:"path" passthrough:"partial" help:"A directory, or files; then the flags of the program, if need be after --."`
}

// Help is what `rocketc help run` adds.
func (*runCommand) Help() string {
	return `Arguments from the first one that begins with a dash on are the program's; a --
between them and the paths is dropped. A schedule that begins with

    #!/usr/bin/env -S rocketc run

and may be executed is a program of its own. Binaries are kept in ROCKETC_CACHE,
by default rocketc in the user's cache directory.

Where there is no go command, a schedule without Go of its own runs in this
process.`
}

// Run does it. Where it succeeds, it does not return.
func (c *runCommand) Run(inv *invocation) error {
	paths, args := splitArgs(c.Args)
	s, err := readSchedule(paths, c.tagsFlag)
	if err != nil {
		return err
	}
	program, p, err := inv.program(s)
	if err != nil {
		return err
	}
	cache, err := build.CacheDir()
	if err != nil {
		return err
	}
	binary, err := program.Cached(inv.ctx, cache, s.binaryName())
	if withoutGo(err, p) {
		return runPlan(p, s.name, args)
	}
	if err != nil {
		return inv.explain(s, err)
	}
	return become(binary, args)
}

// splitArgs parts the paths from the arguments of the program.
func splitArgs(args []string) (paths, rest []string) {
	for i, arg := range args {
		if arg == "--" {
			return args[:i], args[i+1:]
		}
		if strings.HasPrefix(arg, "-") {
			return args[:i], args[i:]
		}
	}
	return args, nil
}
