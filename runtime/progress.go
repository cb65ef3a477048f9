package rocket

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// A Progress says how far a run is. Its zero value says nothing.
type Progress struct {
	// Done is how much is done, of Total, in any unit; neither is negative. A Total of 0 says
	// that it is not known how much there is.
	Done, Total int64
	// Text says more, in a line of at most 200 bytes; empty: nothing.
	Text string
	// At is when the run has said so.
	At time.Time
}

// maxProgressText is how many bytes the text of a progress has.
const maxProgressText = 200

// Progress says how far the run is: that done of total is done, which counts as 0 if it is
// negative, and in text what it is doing. A total of 0 says that it is not known. The method
// never waits, and costs less than a microsecond, so it may be called in any loop. The latest
// progress of a live run is part of [Session.Overview], and the record of the run's end has it.
func (r *Run) Progress(done, total int64, text string) {
	p := &Progress{Done: max(done, 0), Total: max(total, 0), Text: shortLine(text), At: time.Now()}
	if r.progress.Store(p); r.told != nil {
		r.told()
	}
}

// shortLine returns a text as one line of at most maxProgressText bytes.
func shortLine(text string) string {
	if len(text) > maxProgressText {
		text = text[:maxProgressText]
		for i := 0; i < utf8.UTFMax && !utf8.ValidString(text); i++ {
			text = text[:len(text)-1]
		}
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
}

// progressNow returns the latest progress of the run, without secrets.
func (r *Run) progressNow() (p Progress) {
	if latest := r.progress.Load(); latest != nil {
		p = *latest
		p.Text = r.session.hide(p.Text)
	}
	return p
}

// String returns the progress in words: 40/100 rows, 40 rows, rows. It is empty if the progress
// says nothing.
func (p Progress) String() string {
	amount := ""
	switch {
	case p.Total > 0:
		amount = fmt.Sprintf("%d/%d", p.Done, p.Total)
	case p.Done > 0:
		amount = fmt.Sprint(p.Done)
	}
	return strings.TrimSpace(amount + " " + p.Text)
}

// progressMark begins a line of a command's output that is a progress.
const progressMark = "::progress "

// ParseProgress reads a line in which a command says how far it is: "::progress 40/100 text",
// or "::progress 40 text" if it does not know how much there is. The numbers are digits and less
// than 2^63; the text may be left out. ok is false for any other line.
func ParseProgress(line string) (done, total int64, text string, ok bool) {
	rest, ok := strings.CutPrefix(line, progressMark)
	if !ok {
		return 0, 0, "", false
	}
	amount, text, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	first, second, both := strings.Cut(amount, "/")
	done, ok = digits(first)
	if ok && both {
		total, ok = digits(second)
	}
	return done, total, text, ok
}

// digits reads a number that is written in digits alone.
func digits(text string) (n int64, ok bool) {
	if text == "" || len(text) > 19 {
		return 0, false
	}
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, n >= 0
}

// sayProgress says how far the run is if a line of output does. It reports whether it does.
func (r *Run) sayProgress(line string) bool {
	done, total, text, ok := ParseProgress(line)
	if ok {
		r.Progress(done, total, text)
	}
	return ok
}

// progressJSON is a progress as the process of a run sends it.
type progressJSON struct {
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
	Text  string `json:"text"`
}

// heedProgress takes what the process of a run says of its progress.
func (r *Run) heedProgress(message []byte) {
	var p progressJSON
	if json.Unmarshal(message, &p) == nil {
		r.Progress(p.Done, p.Total, p.Text)
	}
}

// progressMessage returns what the process of a run sends of its progress; nil if it has said
// none.
func (r *Run) progressMessage() []byte {
	p := r.progress.Load()
	if p == nil {
		return nil
	}
	text, _ := json.Marshal(progressJSON{p.Done, p.Total, p.Text})
	return text
}
