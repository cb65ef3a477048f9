package diag

import (
	"cmp"
	"encoding/json"
	"io"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// The parts of a SARIF log that WriteSARIF writes, with the names of the format.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string       `json:"id"`
		Short   sarifMessage `json:"shortDescription"`
		Help    sarifMessage `json:"help"`
		HelpURI string       `json:"helpUri"`
		Default sarifLevel   `json:"defaultConfiguration"`
	}
	sarifLevel struct {
		Level Severity `json:"level"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     Severity        `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/" +
		"sarif-schema-2.1.0.json"
	projectURI = "https://github.com/rocketc/rocketc"
	rulesURI   = projectURI + "/blob/main/docs/errors.md"
)

// WriteSARIF writes the list as a log of SARIF 2.1.0, the format that code hosts show at the
// lines of files. version is that of rocketc. The list may be empty. Paths are URIs: relative
// ones stay relative.
func WriteSARIF(w io.Writer, list List, version string) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
		Tool: sarifTool{sarifDriver{Name: "rocketc", Version: version,
			InformationURI: projectURI, Rules: rulesOf(list)}}}
	for _, d := range list {
		result := sarifResult{RuleID: string(d.Code), Level: d.Severity,
			Message: sarifMessage{d.Msg}, Locations: locate(d.Span, "")}
		if d.Help != "" {
			result.Message.Text += "\n" + d.Help
		}
		result.RuleIndex = slices.IndexFunc(run.Tool.Driver.Rules,
			func(r sarifRule) bool { return r.ID == result.RuleID })
		for _, r := range d.Related {
			result.Related = append(result.Related, locate(r.Span, r.Msg)...)
		}
		run.Results = append(run.Results, result)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

// rulesOf returns the rules that the findings break, in the order of their codes.
func rulesOf(list List) []sarifRule {
	rules := []sarifRule{}
	for _, d := range list {
		at, known := slices.BinarySearchFunc(rules, string(d.Code),
			func(r sarifRule, id string) int { return cmp.Compare(r.ID, id) })
		if known {
			continue
		}
		rule, _ := d.Code.Rule()
		rules = slices.Insert(rules, at, sarifRule{
			ID: string(d.Code), Short: sarifMessage{rule.Text},
			Help:    sarifMessage{"rocketc help " + string(d.Code) + " shows what breaks it."},
			HelpURI: rulesURI + "#" + strings.ToLower(string(d.Code)),
			Default: sarifLevel{d.Code.Severity()},
		})
	}
	return rules
}

// locate returns the location of a span; none if its file is not known.
func locate(s Span, message string) []sarifLocation {
	if s.File == "" {
		return nil
	}
	l := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{fileURI(s.File)}}}
	if s.Start.Line > 0 {
		l.Physical.Region = &sarifRegion{s.Start.Line, max(s.Start.Col, 1),
			max(s.End.Line, s.Start.Line), max(s.End.Col, 1)}
		if s.End.Line <= s.Start.Line {
			l.Physical.Region.EndColumn = max(s.End.Col, s.Start.Col, 1)
		}
	}
	if message != "" {
		l.Message = &sarifMessage{message}
	}
	return []sarifLocation{l}
}

// fileURI returns the URI of a file, relative if its name is.
func fileURI(name string) string {
	slashed := filepath.ToSlash(name)
	if !filepath.IsAbs(name) {
		return (&url.URL{Path: path.Clean(slashed)}).String()
	}
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(slashed, "/")}).String()
}
