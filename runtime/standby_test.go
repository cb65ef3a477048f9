package rocket_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// TestStandbyWaitsInPeace: a session that stands by for long says so once, and nothing more until
// it leads.
func TestStandbyWaitsInPeace(t *testing.T) {
	inCluster(t, []*rocket.TaskSpec{remoteTask("job", once{})}, nil, func(c *cluster) {
		c.serve("w1", 1)
		first := c.lead()
		time.Sleep(time.Second)
		var log logLines
		second := c.lead(rocket.WithLogger(log.logger()))
		time.Sleep(time.Hour)
		if log.count("standing by") != 1 || log.count("msg=") != 1 {
			t.Errorf("the standby says:\n%s", log.String())
		}
		first.end(t)
		time.Sleep(10 * time.Second)
		second.end(t)
		if log.count("leading now") != 1 || log.count("code of the program") != 0 {
			t.Errorf("the new leader says:\n%s", log.String())
		}
	})
}

// A dull is an engine that does not let anybody lead, for a reason.
type dull struct {
	rocket.Engine
	reason error
}

func (d dull) Lead(context.Context, rocket.Leader, func(rocket.RemoteEvent)) (rocket.Leading,
	error) {
	return nil, d.reason
}

// TestEngineRefusesToBeLed: a session that cannot lead says why once, tries again for retry_log,
// and ends; at once if it is too old for the engine, so that another one can lead.
func TestEngineRefusesToBeLed(t *testing.T) {
	away := errors.New("away")
	for _, c := range []struct {
		reason error
		after  time.Duration
		said   int
	}{{away, time.Minute, 1}, {fmt.Errorf("new tables: %w", rocket.ErrNewer), 0, 0}} {
		inCluster(t, []*rocket.TaskSpec{remoteTask("job", once{})}, nil, func(in *cluster) {
			var log logLines
			begin := time.Now()
			l := in.lead(rocket.WithLogger(log.logger()), rocket.WithEngine(dull{reason: c.reason}))
			err := <-l.done
			l.done <- nil
			if took := time.Since(begin); !errors.Is(err, c.reason) || took < c.after ||
				took > c.after+2*time.Second {
				t.Errorf("ended after %v with %v", took, err)
			}
			if n := log.count("does not lead yet"); n != c.said {
				t.Errorf("%v was said %d times:\n%s", c.reason, n, log.String())
			}
		})
	}
}
