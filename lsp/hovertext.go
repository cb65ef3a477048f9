package lsp

import (
	"context"
	"fmt"
	"go/token"
	"go/types"
	"strings"
	"time"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/period"
	"github.com/rocketc/rocketc/plan"
)

// shownStarts is how many starts of a task are shown.
const shownStarts = 3

// describe returns what is known of what a name stands for, as Markdown.
func (s *schedule) describe(ctx context.Context, d *check.Named, now time.Time) string {
	var b strings.Builder
	switch d.Kind {
	case check.TaskName:
		s.describeTask(ctx, &b, d, now)
	case check.FuncName:
		describeFunc(&b, d)
	default:
		s.describeOther(&b, d)
	}
	return strings.TrimSpace(b.String())
}

// code writes a line of code of the language.
func code(b *strings.Builder, language, text string) {
	fmt.Fprintf(b, "```%s\n%s\n```\n\n", language, text)
}

// describeTask writes when a task starts, in words and as instants.
func (s *schedule) describeTask(ctx context.Context, b *strings.Builder, d *check.Named,
	now time.Time) {
	spec := s.spec(d.Name)
	head := "task " + d.Name
	if spec == nil {
		code(b, "rkt", head)
		return
	}
	if spec.When != nil {
		head += "\n    when " + whenText(spec.When)
	}
	if spec.Until != nil {
		head += "\n    until " + whenText(spec.Until)
	}
	code(b, "rkt", head)
	if spec.Description != "" {
		fmt.Fprintf(b, "%s\n\n", spec.Description)
	}
	if window := plan.CatchUp(spec.When); window > 0 {
		fmt.Fprintf(b, "Windows are made up for within %s.\n\n", period.FormatDuration(window))
	}
	if spread := plan.Spread(spec.When); spread != "" {
		fmt.Fprintf(b, "Windows are spread over %s.\n\n", spread)
	}
	s.describeStarts(ctx, b, d, now)
}

func (s *schedule) describeStarts(ctx context.Context, b *strings.Builder, d *check.Named,
	now time.Time) {
	zone := s.zone(now.Location())
	starts, known := s.next(ctx, d, shownStarts, now.In(zone))
	switch {
	case !known:
		return
	case len(starts) == 0:
		b.WriteString("It does not start by itself within a year.\n")
		return
	}
	b.WriteString("Next runs, if the program starts now:\n\n")
	for _, e := range starts {
		fmt.Fprintf(b, "- %s\n", startText(e, zone))
	}
}

// describeOther writes the declaration of a name.
func (s *schedule) describeOther(b *strings.Builder, d *check.Named) {
	if d.Decl == nil {
		code(b, "rkt", d.Name)
		return
	}
	code(b, "rkt", s.head(d.Decl))
	if text := strings.Join(d.Decl.Description(), "\n"); text != "" {
		fmt.Fprintf(b, "%s\n", text)
	}
}

// head returns the first lines of a declaration, without the members of a group. What is a
// secret is not shown. Declarations of the prelude are shown by their names.
func (s *schedule) head(d grammar.Decl) string {
	at := d.Span()
	src := s.source(at.File)
	if src == nil {
		if cond, ok := d.(*grammar.CondDecl); ok {
			return "cond " + signature(cond)
		}
		return ""
	}
	shown := string(s.secrets.Show(src.path, []byte(src.text.content)))
	text := shown[at.Start.Offset:at.End.Offset]
	if _, ok := d.(*grammar.Group); ok {
		text, _, _ = strings.Cut(text, "{")
		return strings.TrimSpace(text)
	}
	const most = 12
	if lines := strings.Split(text, "\n"); len(lines) > most {
		text = strings.Join(lines[:most], "\n") + "\n…"
	}
	return text
}

// signature writes a declared condition with its parameters.
func signature(d *grammar.CondDecl) string {
	if d.Name == nil {
		return d.Phrase.Raw
	}
	var params []string
	for _, p := range d.Params {
		params = append(params, p.Name.Text+" "+p.Type.Text)
	}
	if len(params) == 0 {
		return d.Name.Text
	}
	return d.Name.Text + "(" + strings.Join(params, ", ") + ")"
}

// describeFunc writes the signature of a Go function, and its comment.
func describeFunc(b *strings.Builder, d *check.Named) {
	code(b, "go", funcText(d.Func))
	if doc := docOf(d.Position, d.Own); doc != "" {
		fmt.Fprintf(b, "%s\n", doc)
	}
}

// funcText writes a Go function as it is declared, with the names of packages.
func funcText(fn *types.Func) string {
	name := func(p *types.Package) string { return p.Name() }
	return types.ObjectString(fn, name)
}

// docOf returns the comment of the function of that name in the file of a place, as the disk has
// it; empty if there is none, or the file cannot be read.
func docOf(at token.Position, name string) string {
	t := disk{}.read(at.Filename)
	if t == nil {
		return ""
	}
	fn, _ := goFunc(t.content, name)
	if fn == nil {
		return ""
	}
	return strings.TrimSpace(fn.Doc.Text())
}

// funcIn returns the function of that name in a package.
func funcIn(pkg *types.Package, name string) (fn *types.Func, ok bool) {
	fn, ok = pkg.Scope().Lookup(name).(*types.Func)
	return fn, ok
}

// shortType writes a type with the names of packages.
func shortType(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}
