package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rocketc/rocketc/bench/internal/subject"
)

// commands measures shell commands.
func (b *bench) commands(ctx context.Context) error {
	const tasks = 100
	file := filepath.Join(b.dir, "commands")
	l := load{name: short(tasks)}
	l.window = pick(b.options, time.Second, 2*time.Second)
	l.Workload = subject.Workload{
		Kind: subject.Command, Tasks: tasks, Period: time.Second,
		Shell: fmt.Sprintf(`date "+%%d %%%%s%%%%N" >>%s`, file),
	}
	return b.each(ctx, l, func(peer string, m *measured) (err error) {
		if m.notes, err = readShellNotes(file); err != nil {
			return err
		}
		b.fired("command", l, peer, m, time.Millisecond)
		return os.Remove(file)
	})
}

// readShellNotes reads the lines that commands have written: the task, and when the command
// ran. A line that is not whole, because its command was killed at the end, does not count.
func readShellNotes(name string) (notes []subject.Launch, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		var n subject.Launch
		if !strings.HasSuffix(line, "\n") {
			break
		}
		if _, err := fmt.Sscan(line, &n.Task, &n.At); err != nil {
			return nil, fmt.Errorf("a command wrote %q: %w", line, err)
		}
		notes = append(notes, n)
	}
	return notes, nil
}
