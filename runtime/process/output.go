package process

import (
	"bytes"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// maxLine is how many bytes a printed line of output may have. A longer one is
// printed in pieces.
const maxLine = 16 << 10

// firstRead is how many bytes of an output are read at once, until there are more: most
// commands write little.
const firstRead = 512

// outputs are the standard output and the standard error of a process.
type outputs struct{ stdout, stderr *output }

func newOutputs(c Command) (o outputs, err error) {
	if o.stdout, err = newOutput("stdout", c); err != nil {
		return o, err
	}
	if o.stderr, err = newOutput("stderr", c); err != nil {
		o.stdout.close()
	}
	return o, err
}

// started leaves the pipes to the process that was started with them, if there are any.
func (o outputs) started() {
	if o.stdout == nil {
		return
	}
	o.stdout.w.Close()
	o.stderr.w.Close()
}

// close ends the reading of what is still in the pipes.
func (o outputs) close() {
	if o.stdout == nil {
		return
	}
	o.stdout.close()
	o.stderr.close()
}

// An output reads one stream of a process, prints it line by line, and keeps the
// end of it. It reads no faster than print returns, so that a flood slows the
// process that makes it. The memory it needs is bounded by keep and maxLine.
type output struct {
	stream string
	print  func(stream, line string)
	keep   int
	whole  wholeTexts
	r, w   *os.File
	ended  chan struct{}

	line []byte // not printed yet
	tail []byte // the end of the stream, up to twice what is kept, and what is before it
	cut  bool   // the tail is not the whole stream
}

// newOutput makes a pipe and reads it until nobody can write to it.
func newOutput(stream string, c Command) (*output, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	o := &output{
		stream: stream, print: c.Print, keep: c.Keep, whole: c.Whole,
		r: r, w: w, ended: make(chan struct{}),
	}
	if o.print == nil {
		o.print = func(string, string) {}
	}
	if o.keep <= 0 {
		o.keep = DefaultKeep
	}
	go o.read()
	return o, nil
}

func (o *output) read() {
	defer close(o.ended)
	chunk := make([]byte, firstRead)
	for {
		n, err := o.r.Read(chunk)
		o.take(chunk[:n])
		if err != nil {
			break
		}
		if n == len(chunk) && n < maxLine {
			chunk = make([]byte, maxLine)
		}
	}
	if len(o.line) > 0 {
		o.printRest()
	}
}

// close ends the reading. If a process still has the pipe open, close waits for
// outputDelay first.
func (o *output) close() {
	o.w.Close()
	_ = o.r.SetReadDeadline(time.Now().Add(outputDelay))
	<-o.ended
	o.r.Close()
}

// take prints the lines that a chunk completes, and keeps the end of the chunk.
func (o *output) take(chunk []byte) {
	o.remember(chunk)
	for len(chunk) > 0 {
		line, rest, found := bytes.Cut(chunk, []byte{'\n'})
		o.line = append(o.line, line...)
		for len(o.line) > maxLine+o.whole.longest() {
			n := wholeRunes(o.line[:o.whole.before(o.line, maxLine)])
			o.printLine(o.line[:n])
			o.line = append(o.line[:0], o.line[n:]...)
		}
		if found {
			o.printRest()
			o.line = o.line[:0]
		}
		chunk = rest
	}
}

// printRest prints the line, which has come to its end.
func (o *output) printRest() {
	for len(o.line) > maxLine {
		n := wholeRunes(o.line[:o.whole.before(o.line, maxLine)])
		o.printLine(o.line[:n])
		o.line = o.line[n:]
	}
	o.printLine(o.line)
}

func (o *output) printLine(line []byte) {
	o.print(o.stream, validText(string(bytes.TrimSuffix(line, []byte{'\r'}))))
}

// remember keeps the end of the stream, in amortized constant time for each byte, and
// before it as much as tells whether a text begins there.
func (o *output) remember(chunk []byte) {
	o.tail = append(o.tail, chunk...)
	if keep := o.keep + o.whole.longest(); len(o.tail) > 2*keep {
		o.tail = append(o.tail[:0], o.tail[len(o.tail)-keep:]...)
		o.cut = true
	}
}

// cutMark stands for the beginning of an output that is longer than what is kept.
const cutMark = "[…]"

// text returns the end of the stream without its last line break. It is called
// after close.
func (o *output) text() string {
	tail, cut := o.tail, o.cut
	if n := len(tail) - o.keep; n > 0 {
		tail, cut = tail[o.whole.after(tail, n):], true
	}
	if !cut {
		return strings.TrimRight(string(tail), "\r\n")
	}
	for i := 0; i < utf8.UTFMax && len(tail) > 0 && !utf8.RuneStart(tail[0]); i++ {
		tail = tail[1:]
	}
	return cutMark + strings.TrimRight(string(tail), "\r\n")
}

// wholeRunes returns the length of p without a rune that the end of p cuts.
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
