package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// at returns a span of n bytes at an offset of a file of one line.
func at(file string, offset, n int) Span {
	return Span{file, Pos{offset, 1, offset + 1}, Pos{offset + n, 1, offset + n + 1}}
}

func messages(l List) (all []string) {
	for _, d := range l {
		all = append(all, d.Msg)
	}
	return all
}

func TestSort(t *testing.T) {
	var l List
	l.Errorf("RKT002", at("b", 0, 1), "5")
	l.Errorf("RKT002", at("a", 7, 1), "3")
	l.Errorf("RKT001", at("a", 7, 1), "2")
	l.Warnf("RKT002", at("a", 7, 1), "4")
	l.Errorf("RKT009", at("a", 3, 1), "1")
	l.Sort()
	if d := cmp.Diff([]string{"1", "2", "3", "4", "5"}, messages(l)); d != "" {
		t.Error(d)
	}
}

func TestErr(t *testing.T) {
	var l List
	if l.Err() != nil || l.HasErrors() {
		t.Error("an empty list is an error")
	}
	l.Warnf("RKT200", at("a", 0, 1), "mind")
	if l.Err() != nil || l.HasErrors() {
		t.Error("a warning is an error")
	}
	l.Errorf("RKT001", at("a.rkt", 2, 1), "bad %d", 3)
	err := l.Err()
	if err == nil || err.Error() != "a.rkt:1:3: error[RKT001]: bad 3" {
		t.Errorf("got %v", err)
	}
	var d Diagnostic
	if !errors.As(err, &d) || d.Code != "RKT001" {
		t.Errorf("the error does not unwrap to the finding: %v", d)
	}
}

func TestLimit(t *testing.T) {
	var l List
	for _, s := range []string{"w1", "e1", "w2", "e2", "e3"} {
		l.add("RKT001", map[byte]Severity{'w': Warning, 'e': Error}[s[0]], at("a", len(l), 1), "%s",
			[]any{s})
	}
	for _, test := range []struct {
		n    int
		want []string
		more int
	}{
		{5, []string{"w1", "e1", "w2", "e2", "e3"}, 0},
		{4, []string{"w1", "e1", "e2", "e3"}, 1},
		{2, []string{"e1", "e2"}, 3},
		{0, nil, 5},
	} {
		shown, more := l.Limit(test.n)
		if d := cmp.Diff(test.want, messages(shown)); d != "" || more != test.more {
			t.Errorf("Limit(%d): %d more, %s", test.n, more, d)
		}
	}
}

func TestSpanString(t *testing.T) {
	for want, s := range map[string]Span{
		"":          {},
		"a.rkt":     {File: "a.rkt"},
		"a.rkt:1:3": at("a.rkt", 2, 1),
		"1:3":       at("", 2, 1),
		"a.rkt:3":   {File: "a.rkt", Start: Pos{Line: 3}},
	} {
		if got := s.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSpanPart(t *testing.T) {
	s := Span{File: "a.rkt", Start: Pos{Offset: 10, Line: 3, Col: 5}}
	const text = "é\r\nb\rcd\n"
	for _, test := range []struct {
		start, end int
		want       Span
	}{
		{0, 2, Span{"a.rkt", Pos{10, 3, 5}, Pos{12, 3, 6}}},
		{2, 5, Span{"a.rkt", Pos{12, 3, 6}, Pos{15, 4, 2}}},
		{6, 7, Span{"a.rkt", Pos{16, 5, 1}, Pos{17, 5, 2}}},
		{-1, 0, Span{"a.rkt", Pos{10, 3, 5}, Pos{10, 3, 5}}},
		{99, 0, Span{"a.rkt", Pos{19, 6, 1}, Pos{19, 6, 1}}},
	} {
		if got := s.Part(text, test.start, test.end); got != test.want {
			t.Errorf("%d to %d: got %+v, want %+v", test.start, test.end, got, test.want)
		}
	}
}

func TestRules(t *testing.T) {
	last := Code("RKT000")
	for _, r := range Rules() {
		if r.Code <= last {
			t.Errorf("%s comes after %s", r.Code, last)
		}
		last = r.Code
		if len(r.Code) != 6 || !strings.HasPrefix(string(r.Code), "RKT") {
			t.Errorf("%s is no code", r.Code)
		}
		if r.Text == "" || strings.ContainsAny(r.Text, "\n") || strings.HasSuffix(r.Text, ".") ||
			(r.Example == "") != (r.Code == NoGo || r.Code == BrokenPackage) {
			t.Errorf("%s: the rule is no sentence of one line, or has no example", r.Code)
		}
	}
}

func TestWriteJSON(t *testing.T) {
	var l List
	d := l.Errorf("RKT001", at("a.rkt", 2, 3), "<bad>")
	d.Suggestion = "good"
	d.Related = []Related{{at("a.rkt", 0, 1), "here"}}
	l.Warnf("RKT200", Span{}, "nowhere")
	var out bytes.Buffer
	if err := WriteJSON(&out, l); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !json.Valid([]byte(lines[1])) {
		t.Fatalf("got %q", lines)
	}
	want := `{"code":"RKT001","severity":"error","file":"a.rkt",` +
		`"start":{"offset":2,"line":1,"column":3},"end":{"offset":5,"line":1,"column":6},` +
		`"message":"<bad>","suggestion":"good",` +
		`"related":[{"file":"a.rkt","start":{"offset":0,"line":1,"column":1},` +
		`"end":{"offset":1,"line":1,"column":2},"message":"here"}]}`
	if lines[0] != want {
		t.Errorf("got  %s\nwant %s", lines[0], want)
	}
}
