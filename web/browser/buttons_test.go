package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestButtons: the buttons do what they say, the page says that it was done, and what can be
// taken back is taken back by a button.
func TestButtons(t *testing.T) {
	b := launch(t)
	s := open(t)
	b.enter(s)
	isHeld := func(want bool) {
		t.Helper()
		if held := s.session.Stats().Hold != nil; held != want {
			t.Errorf("all tasks are held: %v, want %v", held, want)
		}
	}
	b.press("Hold all", "holds all tasks")
	isHeld(true)
	b.press("Undo (resume)", "resumed all tasks")
	isHeld(false)
	b.press("Undo (hold)", "holds all tasks")
	b.press("Resume all", "resumed all tasks")
	isHeld(false)

	b.open(s.page("/task?name=cleanup"))
	run(b, "the form", chromedp.Click(`//summary[.="Hold"]`))
	run(b, "a time", chromedp.SendKeys(chromedp.CSS(`input[name="for"]`), "2h"))
	run(b, "a reason", chromedp.SendKeys(chromedp.CSS(`input[name="reason"]`), "moving"))
	b.press("Hold", "holds cleanup for 2h")
	b.await("the hold", says("Held since")+"&&"+says("moving"))
	b.press("Resume", "resumed cleanup")
	b.press("Disable", "disabled cleanup")
	b.press("Enable", "enabled cleanup")

	b.open(s.page("/task?name=slow"))
	b.press("Run now", "asked for a run of slow")
	s.step <- "begins"
	b.open(s.page("/runs"))
	b.await("the live run", `document.querySelector("#runs .cards a[href^='/run?id=']") !== null`)
	run(b, "the run", chromedp.Click(chromedp.CSS(`#runs .cards a[href^="/run?id="]`)))
	b.await("its page", says("begins"))
	b.press("Terminate", "terminated the run")
	b.await("its end", says("terminate by request"))

	b.open(s.page("/task?name=nightly.dump"))
	run(b, "the form", chromedp.Click(`//summary[.="Backfill"]`))
	run(b, "from", chromedp.SendKeys(chromedp.CSS(`input[name="from"]`), "20d"))
	run(b, "which", chromedp.Click(`//button[.="Which windows?"]`))
	b.await("the windows", `document.querySelectorAll(".windows li").length > 10`)
	label := value[string](b, `[...document.querySelectorAll("button")].
		find(b => b.textContent.startsWith("Run for")).textContent`)
	b.press(label, "runs nightly.dump for "+strings.TrimPrefix(label, "Run for "))
}

// TestKeyboard: the first key leads to a link over the head of the page, which is seen then.
func TestKeyboard(t *testing.T) {
	b := launch(t)
	s := open(t)
	b.enter(s)
	for _, path := range []string{"/", "/tasks", "/timeline"} {
		b.open(s.page(path))
		run(b, "tab", chromedp.KeyEvent(kb.Tab))
		const seen = `(() => { const e = document.activeElement, r = e.getBoundingClientRect();
			return e.className + " " + (r.left >= 0 && r.top >= 0) + " " +
				(getComputedStyle(e).outlineStyle !== "none"); })()`
		if got := value[string](b, seen); got != "skip true true" {
			t.Errorf("%s: the first key leads to %q", path, got)
		}
		run(b, "enter", chromedp.KeyEvent(kb.Enter))
		if hash := value[string](b, "location.hash"); hash != "#main" {
			t.Errorf("%s: it leads to %q", path, hash)
		}
	}
}

// TestWithoutScripts: the pages show the same without scripts, and the buttons do the same.
func TestWithoutScripts(t *testing.T) {
	b := launch(t)
	s := open(t)
	off := emulation.SetScriptExecutionDisabledParams{Value: true}
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, off); err != nil {
		t.Fatal(err)
	}
	b.open(s.page("/tasks?token=" + token))
	if text := b.text(); !strings.Contains(text, "fetch.prices") {
		t.Errorf("the page says\n%s", text)
	}
	if there := value[int](b, `document.querySelectorAll(".there").length`); there > 0 {
		t.Error("a script has run")
	}
	run(b, "hold", chromedp.Click(`//button[.="Hold"]`))
	b.await("what was done", says("holds fetch.prices"))
}

// TestLiveOutput: what a run writes is on its page long before the page would ask for it.
func TestLiveOutput(t *testing.T) {
	b := launch(t)
	s := open(t)
	b.enter(s)
	id := s.begin(t)
	b.open(s.page("/run?id=" + id))
	b.await("the lines before", says("reads table orders"))
	quickest := patience
	for n := range 3 {
		line := fmt.Sprintf("line %d of the run", n)
		written := time.Now()
		s.step <- line
		b.await(line, says(line))
		quickest = min(quickest, time.Since(written))
	}
	if quickest > 10*time.Second {
		t.Errorf("a line is seen after %v", quickest)
	}
	b.await("the progress", says("5/5 steps"))
	close(s.end)
	b.await("the end", `document.querySelector("#run .outcome.success") !== null`)
	b.await("what it returned", says(`"rows": 40`))
}

// TestRestart: a page says when the program has gone, and goes on when it is there again.
func TestRestart(t *testing.T) {
	b := launch(t)
	s := open(t)
	b.enter(s)
	s.stop()
	b.await("the program has gone", says("not connected since"))
	next := openAt(t, strings.TrimPrefix(s.page(""), "http://"))
	id := next.begin(t)
	b.await("the run of the next program", says(id))
	b.await("the program is there again", "!"+says("not connected since"))
	b.forget() // the console tells of connections that were refused
}
