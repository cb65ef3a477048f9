//go:build unix

package control_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/remote"
	rocket "github.com/rocketc/rocketc/runtime"
)

// An unreadable is a run log that cannot be read by who asks for the newest records.
type unreadable struct {
	rocket.MemoryLog
	hangs bool
}

func (l *unreadable) Read(ctx context.Context, q rocket.Query) iter.Seq2[rocket.Record, error] {
	if !q.Newest {
		return l.MemoryLog.Read(ctx, q)
	}
	return func(yield func(rocket.Record, error) bool) {
		err := errors.New("the database is away")
		if l.hangs {
			<-ctx.Done()
			err = context.Cause(ctx)
		}
		yield(rocket.Record{}, err)
	}
}

// TestStatusWithoutLog: a program whose run log cannot be read, or does not answer, says all else
// in its status, and what is in the way.
func TestStatusWithoutLog(t *testing.T) {
	for hangs, want := range map[bool]string{false: "away", true: "within 3s"} {
		synctest.Test(t, func(t *testing.T) {
			s := remoteSession(t, rocket.WithEngine(&remote.Memory{}),
				rocket.WithRunLog(&unreadable{hangs: hangs}))
			runs(t, s.Run)
			<-s.Ready()
			begin := time.Now()
			status := statusOf(t, &control.Server{Session: s, Schedule: "desk"})
			if status.Tasks != 1 || !strings.Contains(status.LogError, want) {
				t.Errorf("the status is %+v", status)
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("the status has taken %v", took)
			}
		})
	}
}
