package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/build"
	"github.com/rocketc/rocketc/diag"
)

// runCommand builds a schedule into a cache, unless the cache has its program,
// and becomes the program. A schedule can begin with
// #!/usr/bin/env -S rocketc run, so what follows its path belongs to the
// program: see splitArgs.
type runCommand struct {
	tagsFlag `embed:""`

	Args []string `arg:"" name:"path" passthrough:"partial" help:"Paths, then the program's words."`
}

// Help returns what `rocketc help run` adds.
func (*runCommand) Help() string {
	return `After the first path only more .rkt files are paths; what follows is the
program's. A -- between them is dropped. A schedule that begins with

    #!/usr/bin/env -S rocketc run

and may be executed is a program of its own. Binaries are kept in ROCKETC_CACHE,
by default rocketc in the user's cache directory.

Without a go command, without a directory for the cache, or without the modules
that its run log links, a schedule that has no Go of its own runs in this process.`
}

// Run runs the schedule. On success it does not return.
func (c *runCommand) Run(inv *invocation) error {
	paths, args := splitArgs(c.Args)
	s, err := inv.read(paths, c.tagsFlag)
	if err != nil {
		return err
	}
	key := s.key()
	if binary, notes, ok := build.Kept(key, s.binaryName()); ok {
		inv.recall(notes)
		return become(binary, args)
	}
	program, p, err := inv.program(s)
	if err != nil {
		return err
	}
	if len(p.Schedule.Calendars) == 0 { // else files and the day decide, too
		program.Key, program.Notes = key, s.notes()
	}
	end := inv.doing("compiling")
	binary, err := program.Cached(inv.ctx, s.binaryName())
	end()
	switch {
	case withoutGo(err, p) || errors.Is(err, build.ErrNoCache) && !p.NeedsGo:
		return runPlan(p, s.name, args)
	case err != nil:
		return inv.explain(s, err)
	}
	return become(binary, args)
}

// notes are the warnings of a schedule that is not checked again, as they are shown: without
// and with colours, and a NUL between them. They are empty if there are none.
func (s *schedule) notes() []byte {
	if len(s.found) == 0 {
		return nil
	}
	var b bytes.Buffer
	text := rocketc.Shown(s.sources)
	_ = diag.RenderLimited(&b, text, s.found, diag.MaxShown, false)
	b.WriteByte(0)
	_ = diag.RenderLimited(&b, text, s.found, diag.MaxShown, true)
	return b.Bytes()
}

// recall shows warnings that were kept as notes.
func (inv *invocation) recall(notes []byte) {
	plain, colored, _ := bytes.Cut(notes, []byte{0})
	if inColor(inv.stderr) {
		plain = colored
	}
	_, _ = inv.stderr.Write(plain)
}

// key returns the key of the schedule's program in the cache. The warnings of the schedule
// are kept with it, because they are shown each time.
func (s *schedule) key() string {
	parts := []string{s.name, strings.Join(s.tags, ",")}
	for _, source := range s.sources {
		parts = append(parts, source.Name, string(source.Text))
	}
	return build.Key(s.dir, parts...)
}

// splitArgs parts the paths from the arguments of the program. The first
// argument is a path, and so are the names of .rkt files right after it. What
// follows is the program's; a -- in between is dropped.
func splitArgs(args []string) (paths, rest []string) {
	n := 0
	for n < len(args) && (args[n] == "-" || !strings.HasPrefix(args[n], "-")) &&
		(n == 0 || filepath.Ext(args[n]) == ".rkt") {
		n++
	}
	paths, rest = args[:n], args[n:]
	if len(rest) > 0 && rest[0] == "--" {
		rest = rest[1:]
	}
	return paths, rest
}
