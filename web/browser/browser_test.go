package browser

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var (
	pictures = flag.String("pictures", "", "the directory that pictures of the pages go to")
	update   = flag.Bool("update", false, "make the pictures of the README anew")
)

// A browser is a tab of Chromium.
type browser struct {
	*testing.T
	ctx context.Context

	mu       sync.Mutex
	troubles []string // what its console has shown
}

// patience bounds how long a test waits for the browser.
const patience = time.Minute

// launch starts Chromium.
func launch(t *testing.T) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.WSURLReadTimeout(patience))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeTab := chromedp.NewContext(ctx)
	b := &browser{T: t, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // the browser lasts as long as this context
		t.Fatal(err)
	}
	read := make(chan struct{})
	messages := chromedp.Console(ctx)
	go func() {
		defer close(read)
		for m, err := range messages {
			if err == nil && m.Type != chromedp.ConsoleLog {
				b.note(m.String() + " " + m.URL)
			}
		}
	}()
	t.Cleanup(func() {
		closeTab()
		<-read
		stop()
		b.quiet("at the end")
	})
	zone := emulation.SetTimezoneOverrideParams{TimezoneID: "America/New_York"}
	if _, err := chromedp.Call(ctx, emulation.SetTimezoneOverride, zone); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *browser) note(trouble string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.troubles = append(b.troubles, trouble)
}

// quiet fails if the console of the browser has shown something.
func (b *browser) quiet(where string) {
	b.Helper()
	for _, trouble := range b.forget() {
		b.Errorf("%s: the console says: %s", where, trouble)
	}
}

// forget returns what the console has shown, and forgets it.
func (b *browser) forget() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	troubles := b.troubles
	b.troubles = nil
	return troubles
}

// run does something in the browser, and returns its value.
func run[T any](b *browser, what string, action chromedp.Action[T]) T {
	b.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		b.Fatalf("%s: %v", what, err)
	}
	return value
}

// value returns what a script says.
func value[T any](b *browser, script string) T {
	b.Helper()
	return run(b, script, chromedp.Evaluate[T](script))
}

// look sets how a page looks.
func (b *browser) look(width int64, scheme string) {
	b.Helper()
	run(b, "width", chromedp.EmulateViewport(width, 900))
	media := emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, media); err != nil {
		b.Fatal(err)
	}
}

// open opens a page.
func (b *browser) open(address string) {
	b.Helper()
	run(b, address, chromedp.Navigate(address))
}

// text returns the text that the page shows.
func (b *browser) text() string { return value[string](b, "document.body?.innerText ?? ''") }

// await waits until a script says true. The script may fail meanwhile: the page is another.
func (b *browser) await(what, script string) {
	b.Helper()
	const pause = 20 * time.Millisecond
	for end := time.Now().Add(patience); time.Now().Before(end); {
		ctx, stop := context.WithDeadline(b.ctx, end)
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+script+")"))
		stop()
		if ok && err == nil {
			return
		}
		time.Sleep(pause)
	}
	b.Fatalf("%s: in vain; the page says\n%s", what, b.text())
}

// says is a script that says whether the page shows a text.
func says(text string) string { return fmt.Sprintf("document.body?.innerText.includes(%q)", text) }

// press presses the button with a label, and waits until the page says what was done.
func (b *browser) press(label, said string) {
	b.Helper()
	run(b, "pressing "+label, chromedp.Click(fmt.Sprintf(`//button[normalize-space()=%q]`, label)))
	b.await("pressing "+label, fmt.Sprintf(
		`document.querySelector(".notice")?.textContent.includes(%q)`, said))
}

// picture writes a picture of the whole page, if pictures are asked for.
func (b *browser) picture(name string) {
	b.Helper()
	if *pictures == "" {
		return
	}
	picture := run(b, "picture", chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), picture, 0o644); err != nil {
		b.Fatal(err)
	}
}

// page returns the address of a page.
func (s *site) page(path string) string {
	base, _, _ := strings.Cut(s.address, "/?")
	return strings.TrimSuffix(base, "/") + path
}
