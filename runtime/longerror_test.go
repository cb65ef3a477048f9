package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	rocket "github.com/rocketc/rocketc/runtime"
)

// The error of a Go function has 64 KiB of a record, its begin and its end; that of a command
// has what the task says of its output, which a function may pass on.
func TestLongErrors(t *testing.T) {
	long := "begin " + strings.Repeat("é", 1<<20) + " end"
	exit := rocket.Func(func(context.Context, *rocket.Run) (any, error) {
		return strings.Repeat("o", 1<<17), &rocket.ExitError{Stderr: "x"}
	})
	records := live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{
		{Name: "func", When: once{}, Action: rocket.Func(
			func(context.Context, *rocket.Run) (any, error) { return long, errors.New(long) })},
		{Name: "panic", When: once{}, Action: rocket.Func(
			func(context.Context, *rocket.Run) (any, error) { panic(long) })},
		{Name: "stuck", When: once{}, Timeout: time.Minute, Action: rocket.Func(
			func(ctx context.Context, _ *rocket.Run) (any, error) {
				<-ctx.Done()
				return nil, fmt.Errorf("%s: %w", long, ctx.Err())
			})},
		{Name: "short", When: once{}, Action: rocket.Func(
			func(context.Context, *rocket.Run) (any, error) {
				return nil, errors.New(strings.Repeat("x", 64<<10))
			})},
		{Name: "command", When: once{}, Action: exit},
	}}, func(s *rocket.Session) { time.Sleep(time.Hour) })
	for _, r := range records {
		if r.Event == rocket.Started {
			continue
		}
		text := r.Error
		switch r.Task {
		case "func", "panic":
			if len(text) > 64<<10 || len(text) < 64<<10-8 || !utf8.ValidString(text) ||
				!strings.Contains(text, "é[…]é") || !strings.HasSuffix(text, "é end") ||
				!strings.Contains(text[:20], "begin é") || len(r.Output) > 64<<10 {
				t.Errorf("%s: %d bytes, %.30s…, output %d", r.Task, len(text), text, len(r.Output))
			}
		case "short":
			if len(text) != 64<<10 || strings.Contains(text, "…") {
				t.Errorf("%s: %d bytes", r.Task, len(text))
			}
		case "stuck":
			if len(text) > 1000 {
				t.Errorf("%s: %d bytes", r.Task, len(text))
			}
		case "command":
			if len(r.Output) != 1<<17 {
				t.Errorf("the output has %d bytes", len(r.Output))
			}
		}
	}
	if len(records) != 10 {
		t.Errorf("%d records", len(records))
	}
}
