package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	rocket "github.com/rocketc/rocketc/runtime"
)

// enter opens the page as the link in the log does.
func (b *browser) enter(s *site) {
	b.Helper()
	b.open(s.page("/?token=" + token))
	b.await("the link", `document.querySelector("h1")?.textContent === "Now"`)
}

// begin starts a run of slow that has written something, and returns its id.
func (s *site) begin(t *testing.T) string {
	t.Helper()
	launch, err := s.session.Task("slow").Start(map[string]any{"region": "eu"})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"connects to db.example.com", "reads table orders"} {
		s.step <- line
	}
	return launch.ID()
}

// tooWide has the page say what is wider than the window.
const tooWide = `(() => {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth <= wide) return "";
  for (const e of document.querySelectorAll("main *, header *")) {
    if (e.closest(".wide, .lines") !== null && !e.matches(".wide, .lines")) continue;
    if (e.getBoundingClientRect().right > wide + 1) found.push(e.tagName + "." + e.className);
  }
  return "scrolls sideways: " + found.slice(0, 5).join(" ");
})()`

// TestPages: each page, at two widths, light and dark, shows what it should, says nothing on
// the console, and is not too wide.
func TestPages(t *testing.T) {
	b := launch(t)
	s := open(t)
	run := s.begin(t)
	if err := s.session.Hold(t.Context(), rocket.Hold{Tasks: []string{"cleanup"}, For: time.Hour,
		Reason: "the disk is being moved", By: "ada"}); err != nil {
		t.Fatal(err)
	}
	b.enter(s)
	for _, page := range []struct{ name, path, text string }{
		{"now", "/", "Live runs"},
		{"timeline", "/timeline", "nightly.dump"},
		{"tasks", "/tasks", "fetch.prices"},
		{"task", "/task?name=fetch.prices", "Starts when"},
		{"dump", "/task?name=nightly.dump&from=3d", "Which windows?"},
		{"graph", "/graph", "Who waits for whom"},
		{"runs", "/runs", "503 Service Unavailable"},
		{"run", "/run?id=" + run, "reads table orders"},
		{"log", "/log", "run started"},
		{"trouble", "/task?name=nobody", "there is no task nobody"},
	} {
		for _, width := range []int64{380, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				b.look(width, scheme)
				b.open(s.page(page.path))
				where := fmt.Sprintf("%s, %d wide, %s", page.path, width, scheme)
				if text := b.text(); !strings.Contains(text, page.text) {
					t.Errorf("%s: there is no %q in\n%s", where, page.text, text)
				}
				if wide := value[string](b, tooWide); wide != "" {
					t.Errorf("%s: %s", where, wide)
				}
				if page.name == "trouble" { // a status of 404 is on the console
					b.forget()
				}
				b.quiet(where)
				b.picture(fmt.Sprintf("%s-%d-%s", page.name, width, scheme))
			}
		}
	}
}

// TestReadme: with -update, makes the pictures of the page that the README shows.
func TestReadme(t *testing.T) {
	if !*update {
		t.Skip("the pictures are made with -update")
	}
	b := launch(t)
	s := open(t)
	s.begin(t)
	b.enter(s)
	for _, scheme := range []string{"light", "dark"} {
		b.look(1180, scheme)
		run(b, "height", chromedp.EmulateViewport(1180, 520))
		b.open(s.page("/timeline"))
		picture := run(b, "picture", chromedp.CaptureScreenshot())
		if err := os.WriteFile("../../docs/console-"+scheme+".png", picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
