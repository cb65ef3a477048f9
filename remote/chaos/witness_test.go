//go:build linux

package chaos

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// The words of lines. Runs write the first three, who harms the fleet the others.
const (
	begun, went, ended    = "begin", "beat", "end"
	killed, frozen, thawn = "kill", "freeze", "thaw"
	cutOff, mended        = "cut", "mend"
	deposed               = "depose" // what leads was killed, frozen or cut off
	databaseDown          = "down"
	databaseUp            = "up"
)

// A line is one of the witness.
type line struct {
	word, run, task, member string
	token                   int64
	at                      time.Duration // since the machine was started
}

func (l line) String() string {
	return fmt.Sprintf("%s %s %s %s %d %.2f", l.word, l.run, l.task, l.member, l.token,
		l.at.Seconds())
}

// parseLine reads what String and the script of runs write.
func parseLine(text string) (l line, err error) {
	var seconds float64
	_, err = fmt.Sscan(text, &l.word, &l.run, &l.task, &l.member, &l.token, &seconds)
	if err != nil {
		return l, fmt.Errorf("the witness has the line %q: %w", text, err)
	}
	l.at = time.Duration(seconds * float64(time.Second))
	return l, nil
}

// readWitness reads all lines.
func readWitness(name string) (lines []line, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for one := range strings.Lines(string(text)) {
		l, err := parseLine(one)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// note appends a line about what is done to the fleet.
func note(name, word, member string) error {
	at, err := uptime()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprintln(f, line{word, "-", "-", member, 0, at})
	return err
}

// uptime is how long ago the machine was started, the clock of the witness.
func uptime() (time.Duration, error) {
	text, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0, err
	}
	var seconds float64
	_, err = fmt.Sscan(string(text), &seconds)
	return time.Duration(seconds * float64(time.Second)), err
}

// bootTime is the instant from which uptime counts, to 10 ms.
func bootTime() (time.Time, error) {
	up, err := uptime()
	return time.Now().Add(-up), err
}
