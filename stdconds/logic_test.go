package stdconds_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/stdconds"
)

// A truth is what a condition can answer.
type truth string

const yes, no, notKnown truth = "yes", "no", "not known"

// truthOf returns the truth of a state.
func truthOf(s rocket.State) truth {
	switch {
	case s.Holds && s.Unknown:
		return "both"
	case s.Unknown:
		return notKnown
	case s.Holds:
		return yes
	}
	return no
}

// A function is a Go function that is asked.
type function func() (bool, error)

func (f function) Ask(*rocket.Observation) (bool, error) { return f() }

// asks returns the condition that asks a function.
func asks(f function) rocket.Condition { return stdconds.Ask{Call: f, Text: "f()"} }

// parts are conditions for each truth, and of each way not to be known.
var parts = map[string]rocket.Condition{
	"T": asks(func() (bool, error) { return true, nil }),
	"F": asks(func() (bool, error) { return false, nil }),
	"U": stdconds.Checked{Task: "check"},
	"E": asks(func() (bool, error) { return true, errors.New("broken") }),
	"P": asks(func() (bool, error) { panic("broken") }),
}

// build returns the condition of a text in Polish notation: &, | and ~ before parts.
func build(text *strings.Reader) rocket.Condition {
	c, _, err := text.ReadRune()
	switch {
	case err != nil:
		panic(err)
	case c == '&':
		return stdconds.All{build(text), build(text)}
	case c == '|':
		return stdconds.Any{build(text), build(text)}
	case c == '~':
		return stdconds.Not{Of: build(text)}
	case c == 'n':
		return stdconds.Named{Name: "n", Of: build(text)}
	}
	return parts[string(c)]
}

// TestNotKnown: what is not known is neither true nor false. A part that fails is
// not known; its error is reported even if other parts decide.
func TestNotKnown(t *testing.T) {
	for _, test := range []struct {
		text string
		want truth
	}{
		{"U", notKnown}, {"E", notKnown}, {"P", notKnown},
		{"~T", no}, {"~F", yes}, {"~U", notKnown}, {"~E", notKnown}, {"~P", notKnown},
		{"~~U", notKnown}, {"nU", notKnown}, {"~nE", notKnown},
		{"&TU", notKnown}, {"&UT", notKnown}, {"&FU", no}, {"&UF", no}, {"&UU", notKnown},
		{"&EF", no}, {"&PF", no}, {"&TE", notKnown}, {"&EP", notKnown},
		{"|TU", yes}, {"|UT", yes}, {"|FU", notKnown}, {"|UF", notKnown}, {"|UU", notKnown},
		{"|ET", yes}, {"|PT", yes}, {"|EF", notKnown},
		{"~&UF", yes}, {"~|UT", no}, {"~&UT", notKnown}, {"~|EF", notKnown},
		{"&~|ETT", no}, {"|&EFT", yes}, {"&n|ET~n&PF", yes}, {"&T&UF", no}, {"|F|~UT", yes},
	} {
		text := strings.NewReader(test.text)
		facts := happened()
		state, err := facts.Observe(build(text), "a", at("10:00:00"))
		if got := truthOf(state); got != test.want {
			t.Errorf("%s is %s, want %s", test.text, got, test.want)
		}
		asked := test.text[:len(test.text)-text.Len()]
		if wrong := strings.ContainsAny(asked, "EP"); (err != nil) != wrong ||
			err != nil && !strings.Contains(err.Error(), "broken") {
			t.Errorf("%s: error %v", test.text, err)
		}
		if err != nil && state.Unknown && !state.Until.Equal(at("10:00:00.1")) {
			t.Errorf("%s: asked again at %v", test.text, state.Until)
		}
	}
}

// TestAllFailuresAreReported: each part that fails is in the error, once.
func TestAllFailuresAreReported(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	fails := func(err error) rocket.Condition {
		return asks(func() (bool, error) { return false, err })
	}
	facts := happened()
	_, err := facts.Observe(stdconds.Any{fails(first), stdconds.Not{Of: fails(second)}}, "a",
		at("10:00:00"))
	if !errors.Is(err, first) || !errors.Is(err, second) || err.Error() != "first\nsecond" {
		t.Errorf("error %v", err)
	}
	if _, err = facts.Observe(fails(first), "a", at("10:00:00").Add(time.Hour)); err != first {
		t.Errorf("error %v", err)
	}
}
