package lsp

import (
	"context"
	"slices"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/grammar"
)

// slowText is the length of the files from which on a schedule is slow to check: some thousand
// tasks. shortChange is the length of a change that is checked at once: some ten tasks.
const (
	slowText    = 200_000
	shortChange = 10_000
)

// firstMeaning is before the codes of all mistakes but those of syntax.
const firstMeaning = diag.Code("RKT100")

// publishEarly publishes what is wrong with the tasks that have changed, before a schedule is
// checked that is slow to check, together with what was found before of all others.
func (s *server) publishEarly(ctx context.Context, j job, sources []*source) {
	before := s.docs.latest(sources[0].path)
	var changes []*change
	size, changed, same := 0, 0, true
	for _, src := range sources {
		c := before.changeOf(src)
		changes = append(changes, c)
		size, changed = size+len(src.text.content), changed+len(c.text())
		same = same && c.was == src
	}
	if size < slowText || changed > shortChange || same || !s.docs.current(j) {
		return
	}
	early, files, o := s.checking.prepared(sources)
	o.Only = func(t *grammar.Task) bool {
		i := slices.IndexFunc(changes, func(c *change) bool { return c.now.path == t.Span().File })
		return !changes[i].keeps(t.Span())
	}
	_, found := check.Check(files, o)
	found = early.with(found)
	for _, c := range changes {
		if doc := j.open[c.now.path]; doc != nil && s.docs.current(j) {
			s.publish(ctx, c.now.path, doc, c.findings(found), early.source)
		}
	}
}

// A change is what a file has become since an analysis.
type change struct {
	now        *source
	was        *source   // nil: the analysis has no such file
	found      diag.List // by the analysis, in its schedule
	head, tail int       // how many bytes at the start and at the end are as they were
}

// changeOf returns what a file has become since an analysis, which may be nil.
func (a *analysis) changeOf(now *source) *change {
	sched, was := a.at(now.path)
	if was == nil {
		return &change{now: now}
	}
	c := &change{now: now, was: was, found: sched.found}
	c.head, c.tail = unchanged(was.text.content, now.text.content)
	return c
}

// text returns the part of the file that has changed.
func (c *change) text() string {
	content := c.now.text.content
	return content[c.head : len(content)-c.tail]
}

// keeps reports whether a part of the present text is as it was, and so is the byte beside it.
func (c *change) keeps(at diag.Span) bool {
	return at.End.Offset < c.head || at.Start.Offset > len(c.now.text.content)-c.tail
}

// findings returns what of a list is about the file, together with what was found of the parts
// that are as they were, at its present place.
func (c *change) findings(list diag.List) (all diag.List) {
	known := map[diag.Span]bool{}
	for _, d := range list {
		if d.Span.File == c.now.path {
			all.Add(d)
			known[d.Span] = true
		}
	}
	for _, d := range c.found {
		if d.Span.File != c.now.path || d.Code < firstMeaning {
			continue
		}
		if d.Span.Start.Offset > len(c.was.text.content)-c.tail {
			moved := len(c.now.text.content) - len(c.was.text.content)
			d.Span.Start.Offset += moved
			d.Span.End.Offset += moved
		}
		d.Related = nil // their places may have moved, too
		if c.keeps(d.Span) && !known[d.Span] {
			all.Add(d)
		}
	}
	all.Sort()
	return all
}

// unchanged returns how many bytes at the start, and how many at the end, two texts have in
// common.
func unchanged(a, b string) (head, tail int) {
	most := min(len(a), len(b))
	for step := 1 << 12; step > 0; step /= 16 {
		for head+step <= most && a[head:head+step] == b[head:head+step] {
			head += step
		}
		for tail+step <= most-head &&
			a[len(a)-tail-step:len(a)-tail] == b[len(b)-tail-step:len(b)-tail] {
			tail += step
		}
	}
	return head, tail
}
