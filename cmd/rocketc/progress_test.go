package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestDoing: a terminal shows what takes long, and for how many seconds.
func TestDoing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var screen bytes.Buffer
		inv := &invocation{progress: &screen, began: time.Now()}
		expect := func(want string) {
			t.Helper()
			synctest.Wait()
			if got := screen.String(); got != want {
				t.Errorf("after %v: %q, want %q", time.Since(inv.began), got, want)
			}
			screen.Reset()
		}
		end := inv.doing("reading")
		time.Sleep(400 * time.Millisecond)
		end()
		expect("")
		end = inv.doing("checking")
		time.Sleep(200 * time.Millisecond)
		expect("\rrocketc: checking")
		time.Sleep(1500 * time.Millisecond)
		expect("\rrocketc: checking, 1 s\rrocketc: checking, 2 s")
		end()
		expect("\r                      \r")
		end = inv.doing("compiling")
		expect("\rrocketc: compiling, 2 s")
		time.Sleep(8 * time.Second)
		end()
		const tenth = "\rrocketc: compiling, 10 s\r                        \r"
		if got := screen.String(); !strings.HasSuffix(got, tenth) {
			t.Errorf("%q does not end in %q", got, tenth)
		}
	})
}

// TestDoingElsewhere: what is no terminal gets no line.
func TestDoingElsewhere(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	defer write.Close()
	inv := newInvocation(t.Context(), nil, nil, write)
	inv.began = time.Now().Add(-time.Minute)
	inv.doing("compiling")()
	if inv.progress != nil {
		t.Error("a pipe is shown what is done")
	}
}
