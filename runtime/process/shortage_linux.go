package process

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A shortage counts the processes that the kernel has killed because memory ran out, here or
// up to the limit of a control group, so that the end of a run tells more than "killed".
type shortage int

// shortageFile is what counts: for the control group of this program, with all below it, or
// else for the whole system.
var shortageFile = sync.OnceValue(func() string {
	if base, err := ownCgroup(); err == nil {
		events := filepath.Join(base, "memory.events")
		if _, err := os.Stat(events); err == nil {
			return events
		}
	}
	return "/proc/vmstat"
})

// A tally has the latest count. Processes that start within a moment share it: the system takes
// longer to count than to make a pipe.
type tally struct {
	mu    sync.Mutex
	count shortage
	at    time.Time
}

// tallyAge is how old a count may be when a process starts.
const tallyAge = 100 * time.Millisecond

// take returns the count when a process starts.
func (t *tally) take() shortage {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := time.Now(); now.Sub(t.at) > tallyAge {
		t.count, t.at = shortageNow(), now
	}
	return t.count
}

// shortageNow returns the count; 0 if the system does not tell.
func shortageNow() shortage {
	text, _ := os.ReadFile(shortageFile())
	return shortageIn(string(text))
}

func shortageIn(text string) shortage {
	for line := range strings.Lines(text) {
		if n, found := strings.CutPrefix(line, "oom_kill "); found {
			count, _ := strconv.Atoi(strings.TrimSpace(n))
			return shortage(count)
		}
	}
	return 0
}

// explain adds to the error of a process that was killed, or whose shell says so of what it
// has run, that memory ran out, if the kernel has killed a process for that since the count.
func (s shortage) explain(err error) error {
	exit := (*exec.ExitError)(nil)
	if !errors.As(err, &exit) {
		return err
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	const killedByShell = 128 + int(syscall.SIGKILL)
	killed := ok && (status.Signaled() && status.Signal() == syscall.SIGKILL ||
		status.ExitStatus() == killedByShell)
	if !killed || shortageNow() <= s {
		return err
	}
	return fmt.Errorf("%w (memory ran out, or the memory limit of its control group was "+
		"reached: the kernel has killed a process meanwhile)", err)
}
