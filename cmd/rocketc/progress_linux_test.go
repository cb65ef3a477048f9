package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// TestDoingOnATerminal: a command that has run for a minute shows it on a pseudo-terminal.
func TestDoingOnATerminal(t *testing.T) {
	master, slave := openTerminal(t)
	inv := newInvocation(t.Context(), nil, nil, slave)
	inv.began = time.Now().Add(-time.Minute)
	end := inv.doing("compiling")
	screen := bufio.NewReader(master)
	got := ""
	for !strings.HasSuffix(got, " s") {
		char, err := screen.ReadByte()
		if err != nil {
			t.Fatal(err)
		}
		got += string(char)
	}
	end()
	if want := "\rrocketc: compiling, 60 s"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// openTerminal returns both ends of a pseudo-terminal.
func openTerminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("there are no pseudo-terminals:", err)
	}
	t.Cleanup(func() { master.Close() })
	var number, unlocked int32
	ioctl(t, master, syscall.TIOCSPTLCK, &unlocked)
	ioctl(t, master, syscall.TIOCGPTN, &number)
	slave, err = os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { slave.Close() })
	return master, slave
}

func ioctl(t *testing.T, file *os.File, request uintptr, arg *int32) {
	t.Helper()
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), request,
		uintptr(unsafe.Pointer(arg)))
	if errno != 0 {
		t.Fatal(errno)
	}
}
