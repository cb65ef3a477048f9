package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/build"
	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/notify"
	"github.com/rocketc/rocketc/plan"
	"github.com/rocketc/rocketc/runlog/linked"
	"github.com/rocketc/rocketc/sensor/direct"
	"github.com/rocketc/rocketc/web"
)

// options are those with which the schedule is checked.
func (s *schedule) options() check.Options {
	o := linkedOptions()
	o.Name, o.Dir, o.Tags = s.name, s.dir, s.tags
	return o
}

// linkedOptions are those of a schedule that needs no Go: what of its functions, run logs
// and notify is linked into this program.
func linkedOptions() check.Options {
	return check.Options{Direct: direct.Calls, RunLogs: linked.Kinds,
		Notify: notify.New, Console: web.New}
}

// checked checks the schedule and reports what is found. o is made of the schedule's
// options.
func (inv *invocation) checked(s *schedule, o check.Options) (*plan.Plan, error) {
	end := inv.doing("checking")
	p, list := rocketc.Check(s.sources, o)
	end()
	s.found = list
	_ = inv.report(s, list) // a full disk, say, is no reason not to run the schedule
	if p == nil {
		return nil, errReported
	}
	return p, nil
}

// planOf reads and checks a schedule that a command only shows. Findings are reported only if
// it is wrong.
func (inv *invocation) planOf(paths []string, tags tagsFlag) (*plan.Plan, error) {
	s, err := inv.read(paths, tags)
	if err != nil {
		return nil, err
	}
	p, list := rocketc.Check(s.sources, s.options())
	if p == nil {
		return nil, errors.Join(inv.report(s, list), errReported)
	}
	return p, nil
}

// report writes findings to standard error.
func (inv *invocation) report(s *schedule, list diag.List) error {
	return diag.RenderLimited(inv.stderr, rocketc.Shown(s.sources), list, diag.MaxShown,
		inColor(inv.stderr))
}

// inColor reports whether w is a terminal whose user has nothing against
// colours.
func inColor(w io.Writer) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// explain reports what the Go compiler refused, by whose it is. Other errors,
// and none, are returned as they are.
func (inv *invocation) explain(s *schedule, err error) error {
	var failure *build.Failure
	if !errors.As(err, &failure) {
		return err
	}
	var inline diag.List
	others := map[build.Origin][]string{}
	for _, f := range failure.Findings {
		switch f.Origin {
		case build.Inline:
			inline = append(inline, diagnostic(f))
			continue
		case build.User:
			f.Span.File = shortPath(f.Span.File)
		}
		others[f.Origin] = append(others[f.Origin], f.String())
	}
	if err := inv.report(s, inline); err != nil {
		return err
	}
	inv.list("the Go module of the schedule does not build:", others[build.Module])
	inv.list("the Go packages of the schedule do not compile:", others[build.User])
	inv.list("the Go that rocketc "+version()+" made of the schedule does not compile. If the\n"+
		"Go module of the schedule requires github.com/rocketc/rocketc, have it require\n"+
		"that version; else this is a defect of rocketc:", others[build.Own])
	return errReported
}

// list writes lines under a heading, and nothing where there are none.
func (inv *invocation) list(heading string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(inv.stderr, "rocketc: %s\n", heading)
	for _, line := range lines {
		fmt.Fprintln(inv.stderr, line)
	}
}

// diagnostic returns what the Go compiler found in the schedule.
func diagnostic(f build.Finding) diag.Diagnostic {
	message, more, _ := strings.Cut(f.Msg, "\n\t")
	return diag.Diagnostic{
		Code: diag.GoSyntax, Msg: message, Span: f.Span,
		Help: strings.ReplaceAll(more, "\n\t", "\n"),
	}
}

// shortPath returns the path as it is seen from here, where that is shorter.
func shortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if here, err = filepath.EvalSymlinks(here); err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}
