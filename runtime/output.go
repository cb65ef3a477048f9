package rocket

import (
	"bytes"
	"log/slog"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// DefaultOutput is how many bytes of the end of a command's output are kept
// where its Output is zero.
const DefaultOutput = 64 << 10

// maxLine is how long a line of output may be in the log, in bytes. A longer
// one is logged in pieces.
const maxLine = 16 << 10

// outputs are the standard output and the standard error of a command.
type outputs struct{ stdout, stderr *output }

func newOutputs(logger *slog.Logger, keep int) (o outputs, err error) {
	if o.stdout, err = newOutput("stdout", logger, keep); err != nil {
		return o, err
	}
	if o.stderr, err = newOutput("stderr", logger, keep); err != nil {
		o.stdout.close()
	}
	return o, err
}

// started leaves the pipes to the process that was started with them.
func (o outputs) started() {
	o.stdout.w.Close()
	o.stderr.w.Close()
}

// quiet returns a channel that is closed when no process has the pipes open.
func (o outputs) quiet() <-chan struct{} {
	quiet := make(chan struct{})
	go func() {
		defer close(quiet)
		<-o.stdout.ended
		<-o.stderr.ended
	}()
	return quiet
}

// close ends the reading of what is still in the pipes.
func (o outputs) close() {
	o.stdout.close()
	o.stderr.close()
}

// output reads what a command writes to one of its streams. It logs it line by
// line, and keeps the end of it. It reads no faster than the logger takes it,
// so that a flood slows the command that makes it, and the memory it needs is
// bounded by keep and maxLine.
type output struct {
	stream string
	logger *slog.Logger
	keep   int
	r, w   *os.File
	ended  chan struct{}

	line []byte
	tail []byte
	cut  bool
}

// newOutput makes a pipe and reads it until nobody can write to it.
func newOutput(stream string, logger *slog.Logger, keep int) (*output, error) {
	if keep <= 0 {
		keep = DefaultOutput
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	o := &output{stream: stream, logger: logger, keep: keep, r: r, w: w, ended: make(chan struct{})}
	go o.read()
	return o, nil
}

func (o *output) read() {
	defer close(o.ended)
	chunk := make([]byte, maxLine)
	for {
		n, err := o.r.Read(chunk)
		o.take(chunk[:n])
		if err != nil {
			break
		}
	}
	if len(o.line) > 0 {
		o.log(o.line)
	}
}

// close ends the reading, after another outputDelay where a process still has
// the pipe open.
func (o *output) close() {
	o.w.Close()
	_ = o.r.SetReadDeadline(time.Now().Add(outputDelay))
	<-o.ended
	o.r.Close()
}

// take logs the lines that a chunk completes, and keeps its end.
func (o *output) take(chunk []byte) {
	o.remember(chunk)
	for len(chunk) > 0 {
		line, rest, found := bytes.Cut(chunk, []byte{'\n'})
		o.line = append(o.line, line...)
		for len(o.line) > maxLine {
			n := wholeRunes(o.line[:maxLine])
			o.log(o.line[:n])
			o.line = append(o.line[:0], o.line[n:]...)
		}
		if found {
			o.log(o.line)
			o.line = o.line[:0]
		}
		chunk = rest
	}
}

func (o *output) log(line []byte) {
	o.logger.Info("output", "stream", o.stream, "line", validText(string(bytes.TrimSuffix(line, []byte{'\r'}))))
}

// remember keeps the end of all that was written, in constant time in the mean.
func (o *output) remember(chunk []byte) {
	o.tail = append(o.tail, chunk...)
	if len(o.tail) > 2*o.keep {
		o.tail = append(o.tail[:0], o.tail[len(o.tail)-o.keep:]...)
		o.cut = true
	}
}

// cutMark stands where the beginning of an output is left out.
const cutMark = "[…]"

// text returns the end of the output without its last line break. It may be
// called after close.
func (o *output) text() string {
	tail, cut := o.tail, o.cut
	if len(tail) > o.keep {
		tail, cut = tail[len(tail)-o.keep:], true
	}
	if !cut {
		return strings.TrimRight(string(tail), "\r\n")
	}
	for i := 0; i < utf8.UTFMax && len(tail) > 0 && !utf8.RuneStart(tail[0]); i++ {
		tail = tail[1:]
	}
	return cutMark + strings.TrimRight(string(tail), "\r\n")
}

// wholeRunes returns the length of p without a rune that its end cuts.
func wholeRunes(p []byte) int {
	for n := len(p) - 1; n >= 0 && n >= len(p)-utf8.UTFMax; n-- {
		if utf8.RuneStart(p[n]) {
			if utf8.FullRune(p[n:]) {
				break
			}
			return n
		}
	}
	return len(p)
}

// validText returns text that every log can hold.
func validText(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }
