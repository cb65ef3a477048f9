package check

import (
	"time"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/elsewhere"
	"github.com/rocketc/rocketc/grammar"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// events has the words for what happens to a task.
var events = map[string]rocket.Event{
	"run": rocket.Started, "started": rocket.Started,
	"success": rocket.Succeeded, "succeeded": rocket.Succeeded,
	"fail": rocket.Failed, "failed": rocket.Failed,
	"finish": rocket.Finished, "finished": rocket.Finished,
	"terminated": rocket.Terminated,
	"inacted":    rocket.Inacted,
	"crashed":    rocket.Crashed,
	"missed":     rocket.Missed,
}

// eventOf returns the event that a word stands for.
func eventOf(word string) rocket.Event {
	event, ok := events[word]
	if !ok {
		panic(unforeseen("event", word))
	}
	return event
}

// every lowers `every D [based on EVENT]`.
func (c *checker) every(in *scope, n *grammar.Every) rocket.Condition {
	found := len(c.diags)
	every := stdconds.Every{Interval: c.positive(in, n.Duration, "the interval")}
	hint, known := elsewhere.Condition("every " + n.Duration.Text)
	if known && len(c.diags) > found {
		c.diags[found].Help = hint.Help
	}
	if n.Based != nil && n.Based.Text != "run" { // zero stands for run
		every.Since = eventOf(n.Based.Text)
	}
	if every.Since == rocket.Finished {
		every.Since = stdconds.Ended
	}
	param := c.paramOf(in, n.Duration)
	if every.Interval == 0 && param == "" {
		return unknown{}
	}
	return c.withParams(stdconds.FromParams{Of: every, Duration: param}, n)
}

// after lowers `after [any] T, T … [OUTCOME]`, `after any task` and `after any G.*`.
func (c *checker) after(n *grammar.After) rocket.Condition {
	after := stdconds.After{Any: n.Any}
	switch {
	case n.Outcome == nil || n.Outcome.Text == "succeeded": // zero stands for it
	case n.Outcome.Text == "went wrong":
		after.Wrong = true
	default:
		after.Did = eventOf(n.Outcome.Text)
	}
	if n.Group != nil {
		prefix, ok := c.taskGroup(n.Group)
		if !ok {
			return unknown{}
		}
		return stdconds.AfterGroup{Prefix: prefix, Did: after.Did, Wrong: after.Wrong}
	}
	known := true
	for _, ref := range n.Tasks {
		name, ok := c.task(ref)
		known = known && ok
		after.Tasks = append(after.Tasks, name)
	}
	if !known {
		return unknown{}
	}
	return after
}

// status lowers `[task T] has ACTION [span] [CMP n]`.
func (c *checker) status(in *scope, n *grammar.Status) rocket.Condition {
	has := stdconds.Has{Did: eventOf(n.Action.Text), Count: c.count(in, n.Count)}
	known := true
	if n.Task != nil {
		has.Task, known = c.task(n.Task)
	}
	param := ""
	if n.Within != nil {
		param = c.paramOf(in, n.Within.Past)
		has.Span = c.span(in, n.Within)
		known = known && (has.Span != nil || param != "")
	}
	if !known {
		return unknown{}
	}
	return c.withParams(stdconds.FromParams{Of: has, Duration: param}, n)
}

// last lowers `[task T] last OUTCOME`.
func (c *checker) last(n *grammar.Last) rocket.Condition {
	last := stdconds.Last{Did: eventOf(n.Outcome.Text)}
	if n.Task != nil {
		name, ok := c.task(n.Task)
		if !ok {
			return unknown{}
		}
		last.Task = name
	}
	return last
}

// span lowers the span in which a status is looked for. A span that means nothing yields
// nil.
func (c *checker) span(in *scope, n *grammar.Within) stdconds.Span {
	if n.Past != nil {
		if past := c.positive(in, n.Past, "the span"); past > 0 {
			return stdconds.Past(past)
		}
		return nil
	}
	u := unitOf(n.Unit)
	this := stdconds.This{Unit: u.Full(), Text: "this " + n.Unit}
	if n.Unit == "day" {
		this.Text = "today"
	}
	if n.Window == nil {
		return this
	}
	this.Text += " " + windowText(in, n.Window)
	p, ok := c.windowed(in, u, n.Window)
	switch {
	case !ok:
		return nil
	case n.Window.Word.Text == "starting":
		this.Unit = p
	default:
		this.Window = p
	}
	return this
}

// count lowers a comparison. nil is the zero Count: at least once.
func (c *checker) count(in *scope, n *grammar.Compare) stdconds.Count {
	if n == nil {
		return stdconds.Count{}
	}
	return stdconds.Count{Op: stdconds.Op(n.Op), N: c.integer(in, n.Number)}
}

// running lowers `[task T] is running [for …] [CMP n]`.
func (c *checker) running(in *scope, n *grammar.Running) rocket.Condition {
	running := stdconds.Running{Count: c.count(in, n.Count)}
	if n.Task != nil {
		name, ok := c.task(n.Task)
		if !ok {
			return unknown{}
		}
		running.Task = name
	}
	if n.For == nil {
		return running
	}
	f := stdconds.FromParams{Over: c.paramOf(in, n.For.From), Under: c.paramOf(in, n.For.To)}
	switch from := c.duration(in, n.For.From); n.For.Word {
	case "less":
		running.Under = c.positive(in, n.For.From, "the time")
		f.Over, f.Under = "", f.Over
	case "between":
		running.Over, running.Under = from, c.duration(in, n.For.To)
		if running.Under <= running.Over && f.Over == f.Under {
			c.diags.Errorf(diag.BadDuration, n.For.To.Span(), "%s is not more than %s",
				oneLine(n.For.To.Text), oneLine(n.For.From.Text))
		}
	default:
		running.Over = from
	}
	if f.Of = running; f.Over == f.Under {
		f.Under = "" // reported
	}
	return c.withParams(f, n)
}

// retry lowers `retry [N] [every D] [backoff F] [up to D]`.
func (c *checker) retry(in *scope, n *grammar.Retry) rocket.Condition {
	retry := stdconds.Retry{Times: -1}
	if n.Times != nil {
		retry.Times = c.atLeast(in, n.Times, 0, "the number of retries")
	}
	if n.Every != nil {
		retry.Every = c.duration(in, n.Every)
	}
	if n.Backoff != nil {
		retry.Backoff = c.decimal(in, n.Backoff)
		if n.Every == nil {
			d := c.diags.Errorf(diag.BadNumber, n.Backoff.Span(),
				"backoff multiplies the wait before a retry, and there is none")
			d.Help = "for example every 10 seconds backoff " + n.Backoff.Text
		}
		if retry.Backoff <= 0 {
			d := c.diags.Errorf(diag.BadNumber, n.Backoff.Span(),
				"the backoff is %s, and has to be more than 0", n.Backoff.Text)
			d.Help = "backoff 2 doubles the wait before each retry; " +
				"left out, the wait stays the same"
		}
	}
	if n.UpTo != nil {
		retry.UpTo = c.retryLimit(in, n, retry)
	}
	return c.withParams(stdconds.FromParams{Of: retry, Duration: c.paramOf(in, n.Every)}, n)
}

// retryLimit lowers `up to D` of a retry.
func (c *checker) retryLimit(in *scope, n *grammar.Retry, retry stdconds.Retry) time.Duration {
	limit := c.positive(in, n.UpTo, "the longest wait")
	switch {
	case c.paramOf(in, n.UpTo) != "":
		c.diags.Errorf(diag.BadDuration, n.UpTo.Span(),
			"the longest wait is written out, and is no session parameter")
	case n.Backoff == nil || retry.Backoff > 0 && retry.Backoff <= 1:
		d := c.diags.Errorf(diag.BadDuration, n.UpTo.Span(),
			"up to limits a wait that grows, and this one does not")
		d.Help = "backoff 2 doubles the wait before each retry; without it leave up to out"
	case limit > 0 && limit < retry.Every:
		c.diags.Errorf(diag.BadDuration, n.UpTo.Span(), "the longest wait, %s, is less than "+
			"the first, %s", oneLine(n.UpTo.Text), oneLine(n.Every.Text))
	}
	return limit
}
