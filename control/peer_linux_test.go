package control_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/rocketc/rocketc/control"
)

// TestOtherUser: even if the files would let another user in, the program answers only itself
// and root, and says so.
func TestOtherUser(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	d := open(t)
	dir := filepath.Dir(d.socket)
	for _, path := range []string{filepath.Dir(dir), dir, d.socket} {
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	const other, want = 65534, "user 65534 may not ask this program"
	for range 20 { // it hangs up before it has read the question, or after
		if err := d.askAs(other); err == nil || !strings.Contains(err.Error(), want) {
			t.Fatalf("%v, want %s", err, want)
		}
	}
	if err := d.askAs(0); err != nil {
		t.Error(err)
	}
}

// askAs asks as another user, and returns why there is no answer.
func (d *desk) askAs(uid uintptr) error {
	refused := make(chan error)
	go func() { // in a thread that becomes that user, and ends
		runtime.LockOSThread()
		if _, _, e := syscall.RawSyscall(syscall.SYS_SETRESUID, uid, uid, 0); e != 0 {
			refused <- e
			return
		}
		_, err := d.ask(control.Request{Do: "status"})
		refused <- err
	}()
	return <-refused
}
