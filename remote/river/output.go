package river

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"
)

// An output takes what the runs of a worker write, and tells the leader of it and of claims.
// What comes within gatherTime is told together.
type output struct {
	w    *worker
	wake chan struct{}

	mu      sync.Mutex
	claimed []string         // runs of which the leader has not heard that they are claimed
	of      map[string]*pipe // by run
	sending []chunk          // taken from pipes, and not known to be in the database
}

// A pipe has what one run has written.
type pipe struct {
	run     *run
	pending []chunk
	size    int           // of what is not known to be in the database
	omitted int           // lines that the database does not take
	n       int64         // of the last chunk
	sent    chan struct{} // closed when something was sent; nil: nobody waits
}

// gatherTime is how long what is written is gathered.
const gatherTime = 20 * time.Millisecond

// maxChunk is how many bytes a chunk has, about, and maxPending how many a run may have written
// that are not sent. Then its output waits.
const (
	maxChunk   = 16 << 10
	maxPending = 256 << 10
)

func newOutput(w *worker) *output {
	return &output{w: w, wake: make(chan struct{}, 1), of: map[string]*pipe{}}
}

// connect gives the claim of a run its Output and Progress.
func (o *output) connect(r *run) {
	p := &pipe{run: r}
	o.mu.Lock()
	o.of[r.claim.RunID] = p
	o.mu.Unlock()
	r.claim.Output = func(stream, line string) { o.write(p, stream, line) }
	r.claim.Progress = func(now json.RawMessage) {
		o.mu.Lock()
		defer o.mu.Unlock()
		p.add(progress, string(now))
		o.ask()
	}
}

// claims has the leader hear of a claim.
func (o *output) claims(runID string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.claimed = append(o.claimed, runID)
	o.ask()
}

// ask has run look.
func (o *output) ask() {
	select {
	case o.wake <- struct{}{}:
	default: // it will
	}
}

// write takes a line. It waits as long as too much is not sent, but not for a run that is to end.
func (o *output) write(p *pipe, stream, line string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for p.size > maxPending && p.run.ctx.Err() == nil {
		o.await(p, p.run.ctx.Done())
	}
	p.add(stream, line)
	o.ask()
}

// await waits until something of a run was sent, or until a channel is closed. o.mu is held
// before and after.
func (o *output) await(p *pipe, or <-chan struct{}) {
	if p.sent == nil {
		p.sent = make(chan struct{})
	}
	sent := p.sent
	o.mu.Unlock()
	defer o.mu.Lock()
	select {
	case <-sent:
	case <-or:
	}
}

// finish waits until all that a run has written is sent, or until ctx is done. It returns how many
// lines were omitted.
func (o *output) finish(ctx context.Context, runID string) (omitted int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	p := o.of[runID]
	for p.size > 0 && ctx.Err() == nil {
		o.await(p, ctx.Done())
	}
	delete(o.of, runID)
	return p.omitted
}

// sizeOf returns how much a chunk of a text counts.
func sizeOf(text string) int { return len(text) + 1 }

// add adds a line, to the last chunk if it is of the same stream. Of progress, the latest counts.
func (p *pipe) add(stream, line string) {
	line = storable(line)
	if last := len(p.pending) - 1; last >= 0 && p.pending[last].stream == stream {
		c := &p.pending[last]
		before := sizeOf(c.text)
		switch {
		case stream == progress:
			c.text = line
			p.size += sizeOf(c.text) - before
			return
		case len(c.text) < maxChunk:
			c.text += "\n" + line
			p.size += sizeOf(c.text) - before
			return
		}
	}
	p.n++
	p.size += sizeOf(line)
	p.pending = append(p.pending, chunk{p.run.claim.RunID, p.n, stream, line})
}

// storable returns a text as a column takes it, which has no NUL and is UTF-8.
func storable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
}

// run sends what is written, until ctx is done.
func (o *output) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-o.wake:
		}
		if o.send(ctx) != nil {
			o.ask() // the database is away
			pause(ctx, pollTime)
		}
		pause(ctx, gatherTime)
	}
}

// send sends what is pending of all runs, and notifies the leader.
func (o *output) send(ctx context.Context) error {
	chunks, claimed := o.take()
	about := slices.Clone(claimed)
	for _, c := range chunks {
		about = append(about, c.id)
	}
	if len(about) == 0 {
		return nil
	}
	slices.Sort(about)
	full, err := o.insert(ctx, chunks, slices.Compact(about))
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.claimed, o.sending = o.claimed[len(claimed):], nil
	for _, c := range chunks {
		if p := o.of[c.id]; p != nil {
			p.size -= sizeOf(c.text)
			if c.stream != progress && slices.Contains(full, c.id) {
				o.omit(p, c)
			}
			if p.sent != nil {
				close(p.sent)
				p.sent = nil
			}
		}
	}
	return nil
}

// omit counts the lines of a chunk that the database has not taken. o.mu is held.
func (o *output) omit(p *pipe, c chunk) {
	if p.omitted == 0 {
		o.w.log.Warn("output is left out: no session has read what the run has written before",
			"task", p.run.claim.Task, "run", c.id)
	}
	p.omitted += strings.Count(c.text, "\n") + 1
}

// take returns what is to be sent. What could not be sent is so first.
func (o *output) take() (chunks []chunk, claimed []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.sending) == 0 {
		for _, p := range o.of {
			o.sending = append(o.sending, p.pending...)
			p.pending = nil
		}
	}
	return o.sending, o.claimed
}

// maxUnread is how many chunks of a run are kept that no leader has read.
const maxUnread = 1000

// insert inserts chunks that are not there, of runs that are, and notifies the leader. A chunk
// need not be durable before the end of its run is. It returns the runs whose chunks are not taken,
// because nobody has read those before.
func (o *output) insert(ctx context.Context, chunks []chunk, about []string) (full []string,
	err error) {
	n := len(chunks)
	ids, ns, streams, texts := make([]string, n), make([]int64, n), make([]string, n),
		make([]string, n)
	for i, c := range chunks {
		ids[i], ns[i], streams[i], texts[i] = c.id, c.n, c.stream, c.text
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	err = o.w.pool.QueryRow(ctx, `
		WITH crowded AS (
			SELECT run_id FROM rkt_run_output WHERE schedule = $1 AND run_id = ANY($2::text[])
			GROUP BY run_id HAVING count(*) >= $8),
		written AS (
			INSERT INTO rkt_run_output (schedule, run_id, n, stream, text)
			SELECT $1, c.run_id, c.n, c.stream, c.text
			FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[])
				AS c (run_id, n, stream, text)
			WHERE EXISTS (SELECT FROM rkt_run r WHERE r.schedule = $1 AND r.run_id = c.run_id)
				AND c.run_id NOT IN (SELECT run_id FROM crowded)
			ON CONFLICT DO NOTHING)
		SELECT ARRAY(SELECT run_id FROM crowded), pg_notify($6, $7),
			set_config('synchronous_commit', 'off', true)`,
		o.w.schedule, ids, ns, streams, texts, o.w.channel(), payload(about), maxUnread).
		Scan(&full, nil, nil)
	return full, err
}
