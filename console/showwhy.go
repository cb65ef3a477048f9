package console

import (
	"fmt"
	"strings"

	"github.com/rocketc/rocketc/control"
)

// showWhy says why a task runs, or does not: a sentence, then the tree of its condition.
func showWhy(s *screen, lines answer) error {
	for why, err := range decoded[control.Why](lines) {
		if err != nil {
			return err
		}
		asked := s.now
		s.now = why.At
		if why.Past && why.When != nil {
			fmt.Fprintf(s.out, "%s at %s: its condition was %s", Printable(why.Task),
				clock(why.At, asked), why.Truth)
			if why.Missed != "" {
				fmt.Fprintf(s.out, ", and the window was missed: %s", Printable(why.Missed))
			}
			fmt.Fprintln(s.out)
		} else {
			fmt.Fprintf(s.out, "%s %s\n", Printable(why.Task), Printable(s.because(&why)))
		}
		if why.When != nil {
			s.showPart(*why.When, 1)
		}
		if !why.Next.IsZero() {
			fmt.Fprintf(s.out, "next: %s, %s\n", s.when(why.Next), s.away(why.Next))
		}
	}
	return nil
}

// because says what keeps a task from running, or that nothing does.
func (s *screen) because(why *control.Why) string {
	var pools []string
	for _, p := range why.Waits {
		pools = append(pools, p.Name)
	}
	switch {
	case len(why.Live) > 0 && why.Live[0].Waits != "" && !why.Past:
		return why.Live[0].Waits
	case why.Past:
		return "has no condition: it starts only if it is asked to"
	case len(why.Live) > 0 && why.Obstacle == "overlap":
		return "runs since " + s.when(why.Live[0].Start) + onHost(why.Live[0])
	case why.Hold != nil:
		return "is on hold " + s.hold(why.Hold)
	case why.Obstacle == "disabled":
		return "is disabled"
	case why.Obstacle != "":
		return "waits for " + obstacleText(why.Obstacle, pools)
	case why.When == nil:
		return "has no condition: it starts only if it is asked to"
	case why.Truth == "false" && !why.Since.IsZero():
		return "does not run: its condition is false since " + s.when(why.Since)
	case why.Truth == "unknown":
		return "does not run: what its condition asks is not known yet"
	case why.Truth == "false":
		return "does not run: its condition is false"
	}
	return "is about to run: its condition is true since " + s.when(why.Since)
}

// showPart shows a part of a condition, and its own parts.
func (s *screen) showPart(p control.Part, depth int) {
	line := strings.Repeat("  ", depth) + p.Truth
	if !p.Until.IsZero() {
		line += " until " + s.when(p.Until)
	}
	line += ": " + p.Text
	if p.Why != "" {
		line += " (" + p.Why + ")"
	}
	if p.Error != "" {
		line += " (error: " + p.Error + ")"
	}
	fmt.Fprintln(s.out, Printable(line))
	for _, part := range p.Parts {
		s.showPart(part, depth+1)
	}
}
