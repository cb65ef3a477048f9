//go:build linux

package chaos

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// shortestSoak is how long a soak takes in the gate.
const shortestSoak = 4 * time.Second

// A census is what there is of a fleet that runs nothing.
type census struct {
	threads, files, children int
	memory                   int64 // bytes, of all members
	tables                   int64 // bytes on the disk, of the engine
}

// TestSoak lets a fleet that nobody harms run for a time, which the variable ROCKETC_TEST_SOAK
// says, such as 5m, and counts what there is after a quarter and at the end: what there is more
// of has leaked.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the Go compiler")
	}
	length := shortestSoak
	if text := os.Getenv("ROCKETC_TEST_SOAK"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	s := prepare(t).open(t, "soak")
	s.wreak(nil, length/4)
	s.settle(t)
	before := s.census(t)
	s.order(t, "resume")
	s.wreak(nil, length-length/4)
	s.settle(t)
	after := s.census(t)
	for end := time.Now().Add(patience); leaks(before, after) != nil && time.Now().Before(end); {
		time.Sleep(time.Second) // a busy machine may be slow to end what has no use any more
		after = s.census(t)
	}
	s.end(t)
	s.judge(t)
	t.Logf("before %+v\nafter  %+v", before, after)
	for _, leak := range leaks(before, after) {
		t.Error(leak)
	}
}

// leaks says what there is too much more of.
func leaks(before, after census) (found []string) {
	const mib = 1 << 20
	for _, c := range []struct {
		what          string
		before, after int64
		more          int64 // that is none too many
	}{
		{"threads", int64(before.threads), int64(after.threads), 20},
		{"open files", int64(before.files), int64(after.files), 10},
		{"processes", int64(before.children), int64(after.children), 0},
		{"bytes of memory", before.memory, after.memory, 60 * mib},
		{"bytes of tables", before.tables, after.tables, 4 * mib},
	} {
		if c.after > c.before+c.more {
			found = append(found, fmt.Sprintf("a leak: %d %s, at first %d", c.after, c.what,
				c.before))
		}
	}
	return found
}

// census counts what there is.
func (s *scene) census(t *testing.T) (c census) {
	t.Helper()
	for _, p := range append(s.leaders, s.workers...) {
		pid := p.current().PID()
		c.threads += countFiles(pid, "task")
		c.files += countFiles(pid, "fd")
		c.children += len(childrenOf(pid))
		c.memory += memoryOf(pid)
	}
	err := s.query(func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "SELECT sum(pg_total_relation_size(t::regclass))::bigint "+
			"FROM unnest($1::text[]) AS t", tables).Scan(&c.tables)
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// countFiles counts what is in a directory of /proc about a process.
func countFiles(pid int, dir string) int {
	files, _ := os.ReadDir(fmt.Sprintf("/proc/%d/%s", pid, dir))
	return len(files)
}

// childrenOf returns the processes whose parent is a process.
func childrenOf(pid int) (children []string) {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // the pattern is right
	for _, file := range files {
		text, _ := os.ReadFile(file)
		children = append(children, strings.Fields(string(text))...)
	}
	return children
}

// memoryOf returns how many bytes of a process are in memory.
func memoryOf(pid int) int64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if fields := strings.Fields(string(text)); len(fields) > 1 {
		pages, _ := strconv.ParseInt(fields[1], 10, 64)
		return pages * int64(os.Getpagesize())
	}
	return 0
}
