package runlog

import (
	"fmt"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
)

// Keep bounds what a log keeps. The oldest records are removed, in segments, as soon as
// what is newer has reached a bound. Zero is no bound.
type Keep struct {
	// Age is for how long records are kept.
	Age time.Duration
	// Runs is of how many of the newest runs the records are kept.
	Runs int64
	// Bytes is how much of the newest records is kept.
	Bytes int64
}

// String returns the bounds as a schedule has them: keep 2160h0m0s keep 100 runs. It is empty
// if there are none.
func (k Keep) String() string {
	var bounds []string
	if k.Age > 0 {
		bounds = append(bounds, fmt.Sprintf("keep %v", k.Age))
	}
	if k.Runs > 0 {
		bounds = append(bounds, fmt.Sprintf("keep %d runs", k.Runs))
	}
	if k.Bytes > 0 {
		bounds = append(bounds, fmt.Sprintf("keep %d B", k.Bytes))
	}
	return strings.Join(bounds, " ")
}

// isDue reports whether a log is to sum up its records anew. What has come since the last
// summary has long bytes, or is a fourth of what is kept, and has at least twice the bytes of
// that summary. Only the Latest and Runs of the summaries count.
func (k Keep) isDue(last, now *rocket.Summary, bytes, summary, long int64) bool {
	if k.Bytes > 0 {
		long = min(long, k.Bytes/4)
	}
	switch runs := now.Runs - last.Runs; {
	case bytes < 2*summary:
		return false
	case k.Runs > 0 && runs >= max(k.Runs/4, 1):
		return true
	case k.Age > 0 && !last.Latest.IsZero() && now.Latest.Sub(last.Latest) >= k.Age/4:
		return true
	}
	return bytes >= long
}
