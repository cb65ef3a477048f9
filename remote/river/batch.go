package river

import "context"

// A batcher gathers what comes while a batch is being done, and does all of that in the next
// one: a single call is done at once, and many share a transaction.
type batcher[In about, Out any] struct {
	calls chan *call[In, Out]
	do    func(ctx context.Context, all []In) (of map[string]Out, err error)
}

// An about is something about one run, and says of which.
type about interface{ of() string }

// A call is one part of a batch.
type call[In about, Out any] struct {
	in   In
	out  Out
	err  error
	done chan struct{}
}

// maxBatch is how many calls a batch has at most.
const maxBatch = 500

func newBatcher[In about, Out any](do func(ctx context.Context, all []In) (of map[string]Out,
	err error)) *batcher[In, Out] {
	return &batcher[In, Out]{make(chan *call[In, Out], maxBatch), do}
}

// call returns what do has for the run of in; zero if it has nothing. It gives up waiting when ctx
// is done.
func (b *batcher[In, Out]) call(ctx context.Context, in In) (out Out, err error) {
	c := &call[In, Out]{in: in, done: make(chan struct{})}
	select {
	case b.calls <- c:
	case <-ctx.Done():
		return out, context.Cause(ctx)
	}
	select {
	case <-c.done:
		return c.out, c.err
	case <-ctx.Done():
		return out, context.Cause(ctx)
	}
}

// run does batches until ctx is done.
func (b *batcher[In, Out]) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case first := <-b.calls:
			b.batch(ctx, []*call[In, Out]{first})
		}
	}
}

// batch does calls, with those that wait.
func (b *batcher[In, Out]) batch(ctx context.Context, calls []*call[In, Out]) {
	for len(calls) < maxBatch && len(b.calls) > 0 {
		calls = append(calls, <-b.calls)
	}
	all := make([]In, len(calls))
	for i, c := range calls {
		all[i] = c.in
	}
	attempt, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	outs, err := b.do(attempt, all)
	for _, c := range calls {
		if c.err = err; err == nil {
			c.out = outs[c.in.of()]
		}
		close(c.done)
	}
}
