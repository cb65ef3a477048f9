package simulate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/period"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/spelling"
)

// Assume takes an assumption in words: of a task, `dump takes 40 min`, `dump fails`, `dump
// fails after 2 min`, `dump succeeds`, `dump crashes`, `dump hangs`; or of a condition,
// `trading true`, `trading false`, `trading unknown`. A name may be quoted. Of a task, `takes`
// and an outcome add up.
func (a *Assumptions) Assume(words string) error {
	name, what, err := cutName(strings.TrimSpace(words))
	if err != nil {
		return err
	}
	switch what {
	case "true", "false", "unknown":
		if a.Conditions == nil {
			a.Conditions = map[string]Truth{}
		}
		a.Conditions[name] = map[string]Truth{"true": True, "false": False}[what]
		return nil
	}
	p := a.Tasks[name].at(0)
	if err := perform(&p, what); err != nil {
		return fmt.Errorf("assumption %q: %w", words, err)
	}
	if a.Tasks == nil {
		a.Tasks = map[string]Outcomes{}
	}
	a.Tasks[name] = Outcomes{p}
	return nil
}

// cutName returns the name that an assumption begins with, and the rest. A name without
// quotes is a word, which may have brackets.
func cutName(text string) (name, what string, err error) {
	if text != "" && strings.ContainsRune(`"'`, rune(text[0])) {
		if end := strings.IndexByte(text[1:], text[0]); end > 0 {
			return text[1 : 1+end], strings.TrimSpace(text[2+end:]), nil
		}
	}
	words := strings.Fields(text)
	verb := slices.IndexFunc(words, func(word string) bool { return slices.Contains(verbs, word) })
	if verb < 1 {
		return "", "", fmt.Errorf("assumption %q: it is not one such as `dump takes 40 min`, "+
			"`dump fails` or `trading true`%s", text, didYouMeanOne(words))
	}
	return strings.Join(words[:verb], " "), strings.Join(words[verb:], " "), nil
}

// verbs are the words that follow a name.
var verbs = []string{
	"takes", "succeeds", "fails", "crashes", "hangs", "true", "false", "unknown",
}

// perform changes what a run does, as an assumption says.
func perform(p *rocket.Performance, what string) error {
	verb, rest, _ := strings.Cut(what, " ")
	after, hasAfter := strings.CutPrefix(rest, "after ")
	switch verb {
	case "takes":
		after, hasAfter = rest, true
	case "succeeds":
		p.Err, p.Crashes = nil, false
	case "fails":
		p.Err, p.Crashes = ErrAssumed, false
	case "crashes":
		p.Err, p.Crashes = nil, true
	case "hangs":
		p.Takes = -1
	default:
		return fmt.Errorf("%q is none of %s", verb, strings.Join(verbs, ", "))
	}
	if !hasAfter {
		if rest != "" {
			return fmt.Errorf("%q follows %s, which only `after` and a duration may", rest, verb)
		}
		return nil
	}
	if verb == "hangs" {
		return errors.New("a run that hangs takes until it is ended")
	}
	d, err := period.ParseDuration(after)
	if err == nil {
		p.Takes = d
	}
	return err
}

// A WrongAssumption is the error of a simulation that assumes something of what the schedule
// does not have.
type WrongAssumption struct{ text string }

// Error names what the schedule does not have.
func (w *WrongAssumption) Error() string { return w.text }

// check returns an error if an assumption is about nothing in the schedule.
func (a *assumer) check(s *rocket.Schedule) error {
	names := map[string]bool{}
	for _, t := range s.Tasks {
		names[t.Name] = true
	}
	for name := range a.outcomes {
		if !names[name] {
			return &WrongAssumption{fmt.Sprintf("there is no task %q to assume something of%s",
				name, didYouMean(name, sorted(names)))}
		}
	}
	for name := range a.truths {
		if !a.used[name] {
			return &WrongAssumption{fmt.Sprintf("no task starts or ends by a condition %q%s",
				name, didYouMean(name, sorted(a.seen)))}
		}
	}
	return nil
}

// sorted returns the names of a set in order.
func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

// didYouMeanOne names the verb that a word after the first was most likely meant to be.
func didYouMeanOne(words []string) string {
	for _, word := range words[min(1, len(words)):] {
		if hint := didYouMean(word, verbs); hint != "" {
			return hint
		}
	}
	return ""
}

// didYouMean names the one of names that is meant, if one is near.
func didYouMean(name string, names []string) string {
	if near := spelling.Nearest(name, names); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
