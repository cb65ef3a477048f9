package process

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"
)

// A link joins this process and a copy of this program that it starts. What one
// of them writes, the other reads.
type link struct {
	in, out *os.File // to read from and to write to; they may be the same
}

func (l link) close() {
	l.in.Close()
	l.out.Close()
}

// helloPatience is how long a copy waits for the first message. It was written
// before the copy was started.
const helloPatience = 5 * time.Second

// newLink makes the two ends of a link. What the copy is started for, hello, is
// written already.
func newLink(hello string) (ours, theirs link, err error) {
	if ours, theirs, err = joined(); err != nil {
		return ours, theirs, err
	}
	if err = writeMessage(ours.out, []byte(hello)); err != nil {
		ours.close()
		theirs.close()
	}
	return ours, theirs, err
}

// heed reads the first message, and fails if it does not say what.
func (l link) heed(what string) error {
	_ = l.in.SetReadDeadline(time.Now().Add(helloPatience))
	message, err := readShortMessage(l.in, len(what))
	if err != nil {
		return fmt.Errorf("the first message: %w", err)
	}
	if !bytes.Equal(message, []byte(what)) {
		return errors.New("the first message is not that of a scheduler")
	}
	_ = l.in.SetReadDeadline(time.Time{})
	return nil
}

// unlinked reports that a variable of the environment says that this program was
// started by another, and that nothing else does.
func unlinked(variable string, reason error) error {
	return fmt.Errorf("%s is set, but no scheduler is at the other end: %w", variable, reason)
}
