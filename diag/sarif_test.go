package diag

import (
	"bytes"
	"encoding/json"
	"net/url"
	"path/filepath"
	"testing"
)

// A log is what the format says of the parts that WriteSARIF writes: pointers to what a log
// has to have.
type log struct {
	Schema  string `json:"$schema"`
	Version *string
	Runs    *[]struct {
		Tool *struct {
			Driver *struct {
				Name                    *string
				Version, InformationURI string
				Rules                   []struct {
					ID                     *string
					ShortDescription, Help *struct{ Text *string }
					HelpURI                string
					DefaultConfiguration   struct{ Level string }
				}
			}
		}
		ColumnKind string
		Results    *[]struct {
			RuleID, Level               string
			RuleIndex                   *int
			Message                     *struct{ Text *string }
			Locations, RelatedLocations []place
		}
	}
}

type place struct {
	PhysicalLocation *struct {
		ArtifactLocation *struct{ URI *string }
		Region           *struct{ StartLine, StartColumn, EndLine, EndColumn int }
	}
	Message *struct{ Text *string }
}

// readSARIF decodes a log, which has to have all that the format asks for, and nothing that
// the type log does not have.
func readSARIF(t *testing.T, list List) log {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSARIF(&b, list, "v1.2.3"); err != nil {
		t.Fatal(err)
	}
	var l log
	dec := json.NewDecoder(&b)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&l); err != nil {
		t.Fatal(err)
	}
	if *l.Version != "2.1.0" || len(*l.Runs) != 1 {
		t.Errorf("version %s, %d runs", *l.Version, len(*l.Runs))
	}
	run := (*l.Runs)[0]
	driver := run.Tool.Driver
	if *driver.Name != "rocketc" || driver.Version != "v1.2.3" ||
		run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("%s %s, columns of %s", *driver.Name, driver.Version, run.ColumnKind)
	}
	for _, uri := range []string{l.Schema, driver.InformationURI} {
		if u, err := url.Parse(uri); err != nil || !u.IsAbs() {
			t.Errorf("%q is no absolute URI", uri)
		}
	}
	for _, r := range *run.Results {
		if i := *r.RuleIndex; *driver.Rules[i].ID != r.RuleID {
			t.Errorf("rule %d is %s, want %s", i, *driver.Rules[i].ID, r.RuleID)
		}
	}
	return l
}

func TestWriteSARIF(t *testing.T) {
	var list List
	list.Warnf("RKT201", at("sub dir/ä.rkt", 2, 3), "it is <odd>").Help = "write another"
	d := list.Errorf("RKT101", at("b.rkt", 4, 4), "it is wrong")
	d.Related = []Related{{at("b.rkt", 0, 1), "here"}}
	list.Errorf("RKT101", Span{File: "b.rkt"}, "the file is wrong")
	list.Errorf("RKT102", Span{}, "nowhere")
	l := readSARIF(t, list)
	run := (*l.Runs)[0]
	rules := run.Tool.Driver.Rules
	if len(rules) != 3 || *rules[2].ID != "RKT201" ||
		rules[2].DefaultConfiguration.Level != "warning" {
		t.Errorf("got the rules %+v", rules)
	}
	for _, rule := range rules {
		if known, _ := Code(*rule.ID).Rule(); *rule.ShortDescription.Text != known.Text {
			t.Errorf("%s is %q", *rule.ID, *rule.ShortDescription.Text)
		}
	}
	results := *run.Results
	first := results[0]
	if first.Level != "warning" || *first.Message.Text != "it is <odd>\nwrite another" {
		t.Errorf("got %s: %s", first.Level, *first.Message.Text)
	}
	where := first.Locations[0].PhysicalLocation
	if uri := *where.ArtifactLocation.URI; uri != "sub%20dir/%C3%A4.rkt" {
		t.Errorf("got the URI %s", uri)
	}
	if r := *where.Region; r.StartLine != 1 || r.StartColumn != 3 || r.EndLine != 1 ||
		r.EndColumn != 6 {
		t.Errorf("got the region %+v", r)
	}
	if more := results[1].RelatedLocations; len(more) != 1 || *more[0].Message.Text != "here" {
		t.Errorf("got the related places %+v", more)
	}
	if l := results[2].Locations; len(l) != 1 || l[0].PhysicalLocation.Region != nil {
		t.Errorf("a place without a line is %+v", l)
	}
	if l := results[3].Locations; len(l) != 0 {
		t.Errorf("no place is %+v", l)
	}
}

// TestWriteSARIFEmpty: a log without findings says that there was a run, without results.
func TestWriteSARIFEmpty(t *testing.T) {
	run := (*readSARIF(t, nil).Runs)[0]
	if run.Results == nil || len(*run.Results) != 0 {
		t.Errorf("got the results %v", run.Results)
	}
}

func TestFileURI(t *testing.T) {
	full, err := filepath.Abs("a.rkt")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(fileURI(full))
	if err != nil || u.Scheme != "file" || u.Host != "" || filepath.Base(u.Path) != "a.rkt" {
		t.Errorf("%s became %v, error %v", full, u, err)
	}
	for name, want := range map[string]string{
		"./a.rkt": "a.rkt", "../x/a.rkt": "../x/a.rkt", "a%b#c?.rkt": "a%25b%23c%3F.rkt",
		"a:b.rkt": "./a:b.rkt", "<stdin>": "%3Cstdin%3E",
	} {
		if got := fileURI(name); got != want {
			t.Errorf("%s became %s, want %s", name, got, want)
		}
	}
}

// TestSARIFOfRules: a finding of each rule has a place for its rule, and text.
func TestSARIFOfRules(t *testing.T) {
	var list List
	for _, r := range Rules() {
		list.Errorf(r.Code, at("a.rkt", 0, 1), "%s", r.Text)
	}
	rules := (*readSARIF(t, list).Runs)[0].Tool.Driver.Rules
	if len(rules) != len(Rules()) {
		t.Errorf("got %d rules, want %d", len(rules), len(Rules()))
	}
	for _, r := range rules {
		if *r.ShortDescription.Text == "" || *r.Help.Text == "" {
			t.Errorf("%s has no text", *r.ID)
		}
	}
}
