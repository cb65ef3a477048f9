package rocket_test

import (
	"context"
	"testing"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// typed are the arguments of a task in these tests.
type typed struct{ N int }

func (a typed) RunArgs() map[string]any {
	if a.N == 0 {
		return map[string]any{}
	}
	return map[string]any{"n": a.N}
}

// TestHandles runs tasks by handles of every kind.
func TestHandles(t *testing.T) {
	double := rocket.Func(func(_ context.Context, r *rocket.Run) (any, error) {
		n, err := rocket.Arg[int]{Name: "n", From: arg.Literal{Value: 4}}.Value(r)
		return 2 * n, err
	})
	ctx := context.Background()
	live(t, rocket.Schedule{Tasks: []*rocket.TaskSpec{{Name: "double", Action: double}}},
		func(s *rocket.Session) {
			task := s.Task("double")
			if _, err := rocket.HandleOf[rocket.None, rocket.None](task).Run(ctx); err != nil {
				t.Error(err)
			}
			if n, err := rocket.HandleOf[rocket.None, int](task).Run(ctx, rocket.None{}); n != 8 ||
				err != nil {
				t.Errorf("got %d, error %v", n, err)
			}
			whole := rocket.HandleOf[typed, int](task)
			for _, test := range []struct {
				args []typed
				want int
			}{{nil, 8}, {[]typed{{}}, 8}, {[]typed{{5}}, 10}, {[]typed{{5}, {}}, 10},
				{[]typed{{5}, {6}, {}}, 12}} {
				if n, err := whole.Run(ctx, test.args...); n != test.want || err != nil {
					t.Errorf("%v: got %d, error %v, want %d", test.args, n, err, test.want)
				}
			}
			if _, err := rocket.HandleOf[typed, string](task).Run(ctx); err == nil {
				t.Error("an int is taken for a string")
			}
			launch, err := whole.Start(typed{3})
			if value, failed := launch.Wait(ctx); value != 6 || err != nil || failed != nil {
				t.Errorf("got %v, errors %v and %v", value, err, failed)
			}
		})
}
