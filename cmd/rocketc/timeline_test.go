package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/simulate"
	"github.com/rocketc/rocketc/stdconds"
)

var update = flag.Bool("update", false, "write the golden files")

// pictures are the timelines of examples that are on file, in all forms. The pictures of
// README.md and of the pages of the examples are among them.
var pictures = []struct {
	name string
	args string
}{
	{"hello", "../../examples/hello --from 2026-03-02T07:00 --for 20s --tz UTC"},
	{"backup", "../../examples/backup --from 2026-03-29 --for 8h --tz Europe/Helsinki --load " +
		"--dst --history testdata/timeline/backup.history " +
		"--assume 'certificates fails'"},
	{"fleet", "../../examples/fleet --from 2026-03-02T00:00 --for 8h --tz UTC " +
		"--assume 'films.copy takes 20 min' --assume 'films.encode takes 40 min'"},
	{"desk", "../../examples/desk --from 2026-03-02T06:00 --for 30s --assume 'fetch takes 3 s'"},
}

// forms are the forms of a timeline.
var forms = map[string]string{"txt": "", "jsonl": "--json", "ics": "--ics", "svg": "--svg",
	"html": "--html"}

// timelineOf returns what a command writes whose arguments are separated by blanks.
func timelineOf(t *testing.T, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), strings.NewReader(""), &stdout, &stderr, args); status != 0 {
		t.Fatalf("%q: status %d, %s", args, status, stderr.String())
	}
	return stdout.Bytes()
}

// fields splits a command line; what is between quotes is one word.
func fields(line string) (words []string) {
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			words = append(words, part)
		} else {
			words = append(words, strings.Fields(part)...)
		}
	}
	return words
}

// TestTimelineOfExamples holds the timelines of the examples, in all forms. Renew them with
// go test ./cmd/rocketc -run TimelineOfExamples -update, and look at them.
func TestTimelineOfExamples(t *testing.T) {
	for _, picture := range pictures {
		for form, flag := range forms {
			args := append([]string{"timeline"}, fields(picture.args+" "+flag)...)
			got := timelineOf(t, args...)
			name := filepath.Join("testdata/timeline", picture.name+"."+form)
			switch {
			case picture.name == "backup" && form == "svg":
				name = "../../docs/timeline.svg"
			case form == "svg":
				name = filepath.Join("../../examples", picture.name, "timeline.svg")
			}
			if *update {
				if err := os.WriteFile(name, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("rocketc %q does not write what %s has, error %v; it writes\n%s", args,
					name, err, got)
			}
		}
	}
}

// ugly is a schedule with names that are long, wide, and full of signs.
const ugly = `
config { timezone "Europe/Helsinki" }
# Says <b>hello</b> & "more"; a, b\c
task "a <name> & 'that' is much longer than the column of names, isn't it?" when every 20 min {
    command "true"
}
task "ein sehr langer Name mit Umläuten äöü, der umgebrochen werden müsste; für Kalender"
when daily {
    command "true"
}
task "日本語の名前はとても長いので切り詰められるべきです、そうですよね" when every 7 min { command "true" }
task x when every 1 s { command "true" }
`

// uglyFile writes the ugly schedule into a file.
func uglyFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "ugly.rkt")
	if err := os.WriteFile(name, []byte(ugly), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestPictureIsXML: a picture is XML, whatever the names of tasks are.
func TestPictureIsXML(t *testing.T) {
	svg := timelineOf(t, "timeline", uglyFile(t), "--svg", "--from", "2026-03-28", "--for", "2h")
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestCalendarIsRead: a parser of another make reads back what is in a calendar.
func TestCalendarIsRead(t *testing.T) {
	name := uglyFile(t)
	text := timelineOf(t, "timeline", name, "--ics", "--from", "2026-03-28", "--for", "1h")
	calendar, err := ics.ParseCalendar(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	ids := map[string]bool{}
	for _, e := range calendar.Events() {
		summary := e.GetProperty(ics.ComponentPropertySummary).Value
		count[ics.FromText(summary)]++
		ids[e.Id()] = true
		at, err := e.GetStartAt()
		if err != nil || at.UTC().Format("2006-01-02T15") != "2026-03-27T22" {
			t.Errorf("%s is at %v, error %v", summary, at, err)
		}
	}
	want := map[string]int{"x": 3600,
		"a <name> & 'that' is much longer than the column of names, isn't it?":               3,
		"ein sehr langer Name mit Umläuten äöü, der umgebrochen werden müsste; für Kalender": 1,
		"日本語の名前はとても長いので切り詰められるべきです、そうですよね":                                                   9}
	if fmt.Sprint(count) != fmt.Sprint(want) || len(ids) != 3613 {
		t.Errorf("the calendar has %v, %d ids; want %v", count, len(ids), want)
	}
	for line := range strings.SplitSeq(string(text), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
}

// overlaps is a script that adds to the title of the page around a frame the number of the frame,
// the pairs of texts that overlap, and the texts that leave the picture.
const overlaps = `<script>
const box = e => e.getBoundingClientRect(), found = [];
for (const svg of document.querySelectorAll("svg")) {
  const texts = [...svg.querySelectorAll("text")], all = box(svg);
  if (texts.length < 5) found.push("no texts");
  texts.forEach((a, i) => {
    const r = box(a);
    if (r.left < all.left || r.right > all.right + 1 || r.bottom > all.bottom + 1)
      found.push("outside: " + a.textContent);
    for (const b of texts.slice(i + 1)) {
      const s = box(b);
      if (r.left < s.right - 1 && s.left < r.right - 1 &&
          r.top < s.bottom - 2 && s.top < r.bottom - 2)
        found.push(a.textContent + " / " + b.textContent);
    }
  });
}
if (document.documentElement.scrollWidth > innerWidth) found.push("the page is too wide");
parent.document.title += "|%d, " + innerWidth + " wide: " + (found.join("; ") || "none");
</script>`

// TestNoTextsOverlap: in a browser, at two widths, no texts of a picture overlap or leave it. One
// page has all pictures, each in a frame.
func TestNoTextsOverlap(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium")
	}
	name := uglyFile(t)
	page := "<!DOCTYPE html><title></title>"
	var want []string
	for _, args := range []string{
		pictures[1].args, pictures[2].args,
		name + " --from 2026-03-28 --for 2h", name + " --from 2026-12-31T23:59:50 --for 30s",
		"../../examples/backup --from 2026-03-29T23:00 --for 26h --tz America/New_York",
		"../../examples/backup --from 2026-03-29 --for 400d --task cleanup",
	} {
		for _, flag := range []string{"--svg", "--html"} {
			text := string(timelineOf(t, append([]string{"timeline", flag}, fields(args)...)...))
			if flag == "--svg" {
				text = "<!DOCTYPE html><meta charset=utf-8><body style='margin:0'>" +
					strings.Replace(text, "<svg ", "<svg style='width:100%;height:auto' ", 1)
			}
			for _, width := range []int{500, 1400} {
				number := 10 + len(want)
				t.Logf("frame %d, %d wide: %s %s", number, width, args, flag)
				page += fmt.Sprintf("<iframe width=%d height=900 srcdoc=\"%s\"></iframe>", width,
					html.EscapeString(text+fmt.Sprintf(overlaps, number)))
				want = append(want, fmt.Sprintf("%d, %d wide: none", number, width))
			}
		}
	}
	found := strings.Split(titleIn(t, browser, page), "|")
	slices.Sort(found) // frames are ready in any order
	if !slices.Equal(found[1:], want) {
		t.Errorf("it finds %q", found)
	}
}

// titleIn returns the title of a page after its scripts have run in a browser.
func titleIn(t *testing.T, browser, text string) string {
	t.Helper()
	page := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(page, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox",
		"--disable-gpu", "--user-data-dir="+t.TempDir(), "--dump-dom", "--window-size=1500,900",
		"file://"+page).Output()
	if err != nil {
		t.Fatal(err)
	}
	_, title, _ := strings.Cut(string(out), "<title>")
	title, _, _ = strings.Cut(title, "</title>")
	return title
}

// TestTimelineCutOff: too many runs end the timeline, which is not silent.
func TestTimelineCutOff(t *testing.T) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	sim := &simulate.Simulation{From: from, To: from.AddDate(0, 1, 0), Zone: "UTC",
		MaxOfTask: 1000, Schedule: &rocket.Schedule{Tasks: []*rocket.TaskSpec{
			{Name: "a", When: stdconds.Every{Interval: time.Second}}}}}
	var text bytes.Buffer
	err := new(timelineCommand).show(&invocation{stdout: &text}, sim)
	const want = `the timeline is cut off at 2026-01-01 00:16:40, after 1000 runs of task "a"`
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got error %v, want %s", err, want)
	}
	if !regexp.MustCompile(`(?m)^a  +█+.* 1,000$`).Match(text.Bytes()) {
		t.Errorf("the timeline is\n%s", &text)
	}
}
