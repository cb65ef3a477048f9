package rocket

import (
	"context"
	"errors"
	"testing"
)

type shade struct{}

// TestRunContext: the context of a run is one of the standard library for whoever asks,
// whether it was asked before the run has ended or after.
func TestRunContext(t *testing.T) {
	cause := errors.New("enough")
	for _, c := range []struct {
		early       bool
		cause, want error
	}{
		{true, nil, context.Canceled}, {false, nil, context.Canceled},
		{true, cause, cause}, {false, cause, cause},
	} {
		r := &Run{session: nowhere()}
		r.setContext(context.WithValue(context.Background(), shade{}, "blue"))
		child, free := context.WithCancel(r.ctx)
		if !c.early {
			child, free = nil, func() {}
		}
		defer free()
		if r.ctx.Err() != nil || r.cause() != nil || context.Cause(r.ctx) != nil {
			t.Errorf("%+v: the context is done before its time: %v", c, r.cause())
		}
		if found, ok := RunFrom(r.ctx); !ok || found != r || r.ctx.Value(shade{}) != "blue" {
			t.Errorf("%+v: the context does not know its run, or what it is derived from", c)
		}
		r.cancel(c.cause)
		r.cancel(errors.New("too late"))
		if child == nil {
			child, free = context.WithCancel(r.ctx)
			defer free()
		}
		for _, ctx := range []context.Context{r.ctx, child} {
			<-ctx.Done()
			if ctx.Err() != context.Canceled || context.Cause(ctx) != c.want {
				t.Errorf("%+v: error %v, cause %v", c, ctx.Err(), context.Cause(ctx))
			}
		}
		if r.cause() != c.want {
			t.Errorf("%+v: the run says that it has ended because of %v", c, r.cause())
		}
		if found, ok := RunFrom(child); !ok || found != r || child.Value(shade{}) != "blue" {
			t.Errorf("%+v: a derived context does not know the run", c)
		}
	}
}

// TestRunContextCost: a run whose context nobody asks costs no allocation for that.
func TestRunContextCost(t *testing.T) {
	r, parent := &Run{session: nowhere()}, context.Background()
	n := testing.AllocsPerRun(100, func() {
		r.life = runContext{}
		r.setContext(parent)
		_, _ = RunFrom(r.ctx)
		if r.ctx.Err() != nil || r.cause() != nil {
			t.Fatal("it is done")
		}
		r.cancel(nil)
	})
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}
