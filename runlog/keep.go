package runlog

import (
	"fmt"
	"strings"
	"time"
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
