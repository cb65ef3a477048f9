package process

import (
	"context"
	"fmt"
	"time"
)

// A RoomError reports that the system had no room for a process: the limit of
// processes, threads, memory or open files is reached.
type RoomError struct {
	// Err is what the system has said.
	Err error
}

// Error says what the system has said.
func (e *RoomError) Error() string {
	return fmt.Sprintf("the system has no room for another process: %v", e.Err)
}

// Unwrap returns what the system has said.
func (e *RoomError) Unwrap() error { return e.Err }

// The pauses between attempts to start a process.
const (
	firstPause = 10 * time.Millisecond
	lastPause  = 2 * time.Second
)

// untilRoom attempts something until the system has room for it. It returns a
// [*RoomError] if ctx is done first.
func untilRoom(ctx context.Context, attempt func() error) error {
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		err := attempt()
		if err == nil || !refused(err) {
			return err
		}
		if await(pause, ctx.Done()) {
			return &RoomError{err}
		}
	}
}
