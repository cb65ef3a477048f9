package build

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// lacksOfRoom are the errors of a system that has no room for a file, and what each means.
var lacksOfRoom = []struct {
	reason  error
	meaning string
}{
	{syscall.ENOSPC, "the disk is full"},
	{syscall.EDQUOT, "the disk quota is used up"},
	{syscall.EFBIG, "a file would be larger than the limit (ulimit -f)"},
}

// explainRoom says in words if an error is for want of room. It returns others as they are.
func explainRoom(err error) error {
	for _, lack := range lacksOfRoom {
		if errors.Is(err, lack.reason) {
			return fmt.Errorf("%s: %w", lack.meaning, err)
		}
	}
	return err
}

// roomFailure returns an error if a command, whose output is given, has failed for want of
// room.
func roomFailure(output []byte) error {
	for line := range strings.Lines(string(output)) {
		line = strings.TrimSpace(line)
		for _, lack := range lacksOfRoom {
			if strings.HasSuffix(line, ": "+lack.reason.Error()) {
				return fmt.Errorf("%s: %s", lack.meaning, line)
			}
		}
	}
	return nil
}
