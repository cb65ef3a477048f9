//go:build linux

package postgres

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/internal/pooler"
	"github.com/rocketc/rocketc/runlog/runlogtest"
	rocket "github.com/rocketc/rocketc/runtime"
)

// TestPooler holds the log to the suite behind a proxy that pools transactions.
func TestPooler(t *testing.T) {
	database, n := newAddress(t), 0
	runlogtest.Test(t, func(t *testing.T) rocket.RunLog {
		n++
		_, address := pooler.New(t, database)
		return newLog(address, fmt.Sprint("pooled ", n))
	})
}

// TestCommitUnknown cuts the connection before and after a commit. A batch that is appended
// again is there once; so is one that follows, if the program gives up the first.
func TestCommitUnknown(t *testing.T) {
	records := []rocket.Record{{Seq: 1, Task: "a"}, {Seq: 2, Task: "a"}, {Seq: 4, Task: "a"}}
	for i := range records {
		records[i].Event, records[i].Created = rocket.Started, start
		records[i].Start, records[i].RunID = start, fmt.Sprint(i)
	}
	database := newAddress(t)
	for name, c := range map[string]struct {
		cut  pooler.Cut
		next []rocket.Record // what is appended after the error
		want string
	}{
		"again_before":    {pooler.CutBefore, records[:2], "1 2"},
		"again_after":     {pooler.CutAfter, records[:2], "1 2"},
		"more_after":      {pooler.CutAfter, records, "1 2 4"},
		"given_up_before": {pooler.CutBefore, records[2:], "4"},
		"given_up_after":  {pooler.CutAfter, records[2:], "1 2 4"},
	} {
		t.Run(name, func(t *testing.T) {
			p, address := pooler.New(t, database)
			log := newLog(address, name)
			open(t, log)
			p.CutAt(c.cut, "SELECT rkt_append(")
			if err := log.Append(t.Context(), records[:2]); err == nil {
				t.Fatal("the connection is lost, and there is no error")
			}
			if err := log.Append(t.Context(), c.next); err != nil {
				t.Fatal(err)
			}
			if got := numbers(t, log); got != c.want {
				t.Errorf("the log has the records %s, want %s", got, c.want)
			}
			if !log.w.pooled {
				t.Error("the log is taken to have prepared statements")
			}
			if sum, _ := log.Resume(t.Context(), start.Add(1)); log.w.now.Before.Runs !=
				int64(len(strings.Fields(c.want))) || sum.Runs != 0 {
				t.Errorf("%d runs are summed up", log.w.now.Before.Runs)
			}
		})
	}
}
