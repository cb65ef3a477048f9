package build

import (
	"errors"
	"fmt"
	"syscall"
	"testing"
)

func TestRoom(t *testing.T) {
	for output, want := range map[string]string{
		"# m\nwrite $WORK/b.a: no space left on device\n": "the disk is full: " +
			"write $WORK/b.a: no space left on device",
		"\tlink: mapping output file failed: disk quota exceeded": "the disk quota is used up: " +
			"link: mapping output file failed: disk quota exceeded",
		"x: file too large\nmore\n": "a file would be larger than the limit (ulimit -f): " +
			"x: file too large",
		"main.go:1:1: undefined: x\n":   "<nil>",
		"a: no space left on device, 2": "<nil>",
		"":                              "<nil>",
	} {
		if got := fmt.Sprint(roomFailure([]byte(output))); got != want {
			t.Errorf("%q: got %s, want %s", output, got, want)
		}
	}
	full := explainRoom(fmt.Errorf("write x: %w", syscall.ENOSPC))
	if full.Error() != "the disk is full: write x: no space left on device" ||
		!errors.Is(full, syscall.ENOSPC) {
		t.Errorf("got %v", full)
	}
	if other := explainRoom(syscall.EPERM); other != syscall.EPERM {
		t.Errorf("got %v", other)
	}
}
