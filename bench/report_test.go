package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// someFigures are those of two peers and the floor.
func someFigures() (found figures) {
	for tasks, factor := range map[string]float64{"1k": 1, "10k": 2, "100k": 4} {
		for i, peer := range []string{ownName, "robfig", floorName} {
			value := float64(3-i) * factor
			found.add(place{"rest", tasks, "RSS", "MiB"}, peer, value)
			found.add(place{"rest", tasks, "ready", "ms"}, peer, value)
			found.add(place{"fire", tasks + ", burst", "CPU a launch", "µs"}, peer, value)
		}
	}
	found.relate()
	return found
}

func TestTables(t *testing.T) {
	var found figures
	at := place{"fire", "1k", "delay p50", "ms"}
	for _, value := range []float64{9, 1, 2} {
		found.add(at, ownName, value)
	}
	found.add(at, floorName, 0.5)
	found.add(place{"fire", "1k", "launched of due", "%"}, floorName, 100)
	found.relate()
	holdText(t, new(bench).table(found), `
|  | rocketc | floor |
| --- | --- | --- |
| 1k: delay p50, ms | 2.00 (4.00 ×) | 0.500 |
| 1k: launched of due, % |  | 100 |
`)
	holdText(t, new(bench).table(found[:1]), `
| tasks | delay p50, ms |
| --- | --- |
| 1k | 2.00 (4.00 ×) |
`)
}

func holdText(t *testing.T, got, want string) {
	t.Helper()
	if got != strings.TrimPrefix(want, "\n") {
		t.Errorf("got\n%s\nwant%s", got, want)
	}
}

func TestMedian(t *testing.T) {
	for want, values := range map[float64][]float64{
		0: nil, 3: {3}, 2: {1, 3}, 5: {9, 5, 1},
	} {
		if got := median(values); got != want {
			t.Errorf("the median of %v is %v, want %v", values, got, want)
		}
	}
	values := []float64{1, 2, 3, 4}
	if p50, p99 := quantile(values, 0.5), quantile(values, 0.99); p50 != 2 || p99 != 4 {
		t.Errorf("the quantiles of %v are %v and %v", values, p50, p99)
	}
}

// TestPictures: a picture is XML, and has a line of each peer in each panel.
func TestPictures(t *testing.T) {
	growth := pictures[0]
	if !growth.isIn(someFigures()) || pictures[1].isIn(someFigures()) {
		t.Error("what there are figures of is not what is drawn")
	}
	text := growth.draw(someFigures())
	lines := 0
	for dec := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "path" {
			for _, attr := range start.Attr {
				if attr.Name.Local == "d" && strings.Contains(attr.Value, "L") {
					lines++
				}
			}
		}
	}
	if want := 3 * len(growth.panels); lines != want {
		t.Errorf("the picture has %d lines, want %d:\n%s", lines, want, text)
	}
}

// TestPages: each table has a place on a page of the documentation, and one only.
func TestPages(t *testing.T) {
	var places []string
	for page, more := range map[string][]string{
		"../docs/performance.md": {"machine", "costs"}, "runlog.md": {"machine"},
		"../docs/distributed.md": {"machine"},
	} {
		names, err := tablesOf(page)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, names...)
		holdPage(t, page, append(names, more...))
	}
	if want := slices.Sorted(slices.Values(scenarioNames())); !slices.Equal(want,
		slices.Sorted(slices.Values(places))) {
		t.Errorf("the pages have places for %v, want %v", places, want)
	}
}

// holdPage has each table of a page renewed.
func holdPage(t *testing.T, page string, names []string) {
	t.Helper()
	read, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(read)
	for _, name := range names {
		if text, err = replacePart(text, name, "the table "+name+"\n"); err != nil {
			t.Fatal(err)
		}
		if again, err := replacePart(text, name, "new\n"); err != nil ||
			strings.Contains(again, "the table "+name+"\n") || !strings.Contains(again, "\nnew\n") {
			t.Errorf("%s is not renewed: %v", name, err)
		}
	}
	if _, err := replacePart(text, "ghost", ""); err == nil {
		t.Error("a table without a place is no error")
	}
}

func TestFold(t *testing.T) {
	prose := strings.Repeat("word ", 40)
	for line := range strings.Lines(fold(prose + "\n\n| " + prose + "|\n")) {
		if len(line) > 121 && !strings.HasPrefix(line, "| ") {
			t.Errorf("the line has %d columns: %s", len(line), line)
		}
	}
}

func TestOptions(t *testing.T) {
	o, err := parse(strings.Fields("-quick -only rest,fire -soak 20s -json f"), io.Discard)
	if err != nil || !o.quick || len(o.only) != 2 || o.soak != 20*time.Second || o.json != "f" {
		t.Errorf("got %+v, error %v", o, err)
	}
	if o, err := parse([]string{"-soak"}, io.Discard); err != nil || o.soak != soakTime {
		t.Errorf("-soak alone takes %v, error %v", o.soak, err)
	}
	for _, args := range []string{"-only ghost", "-peers ghost", "-soak 1s", "rest", "-soak x"} {
		if _, err := parse(strings.Fields(args), io.Discard); err == nil {
			t.Errorf("%s is no error", args)
		}
	}
}

// TestCosts: costs are those of one more task.
func TestCosts(t *testing.T) {
	b := &bench{figures: someFigures()}
	if got := b.costs(); got != "" {
		t.Errorf("without all figures the costs are %s", got)
	}
	for _, at := range []place{
		{"command", "100", "CPU a launch", "ms"}, recordAt("memory", "B"), recordAt("append", "ns"),
	} {
		b.figures.add(at, ownName, 7)
	}
	_, table, _ := strings.Cut(b.costs(), "\n\n")
	holdText(t, table, `
| what | memory | time |
| --- | --- | --- |
| a task at rest | 95.3 B | none |
| a task, when the program starts |  | 0.091 µs |
| a launch of a Go function |  | 6.00 µs of CPU |
| a shell command, with its processes |  | 7.00 ms of CPU |
| a record in the run log in memory | 7.00 B | 7.00 ns |
`)
}

// TestChosen: a slow peer is left out where it would take minutes, unless it is named.
func TestChosen(t *testing.T) {
	for _, c := range []struct {
		line       string
		few, crowd bool // whether quartz is measured with so many tasks
	}{
		{"", true, false}, {"-quick", false, false}, {"-peers robfig", false, false},
		{"-peers quartz", true, true}, {"-quick -peers quartz,floor", true, true},
	} {
		o, err := parse(strings.Fields(c.line), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		b := &bench{options: o}
		few := slices.Contains(b.chosen(10_000), "quartz")
		crowd := slices.Contains(b.chosen(100_000), "quartz")
		if few != c.few || crowd != c.crowd {
			t.Errorf("%q: 10k %v, 100k %v; want %v and %v", c.line, few, crowd, c.few, c.crowd)
		}
	}
}
