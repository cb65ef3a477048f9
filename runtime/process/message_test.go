package process

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestMessage(t *testing.T) {
	for _, want := range []string{"", "a", "\x00\xff\n", strings.Repeat("0123456789", 100_000)} {
		var pipe bytes.Buffer
		if err := writeMessage(&pipe, []byte(want)); err != nil {
			t.Fatal(err)
		}
		whole := pipe.Bytes()
		got, err := readMessage(bytes.NewReader(append(whole, "more"...)))
		if err != nil || string(got) != want {
			t.Errorf("got %d bytes, %v; want %d bytes", len(got), err, len(want))
		}
		for _, n := range []int{0, 7, len(whole) - 1} {
			_, err := readMessage(bytes.NewReader(whole[:n]))
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%d of %d bytes: got %v", n, len(whole), err)
			}
		}
	}
}

// TestMessageOfAStranger: what no writeMessage has written costs no memory.
func TestMessageOfAStranger(t *testing.T) {
	text := strings.Repeat("\xff", 100)
	if _, err := readMessage(strings.NewReader(text)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}
