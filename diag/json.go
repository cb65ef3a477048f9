package diag

import (
	"encoding/json"
	"io"
)

// jsonDiagnostic is a finding as WriteJSON writes it.
type jsonDiagnostic struct {
	Code     Code          `json:"code"`
	Severity Severity      `json:"severity"`
	File     string        `json:"file"`
	Start    jsonPos       `json:"start"`
	End      jsonPos       `json:"end"`
	Message  string        `json:"message"`
	Label    string        `json:"label,omitempty"`
	Help     string        `json:"help,omitempty"`
	Meant    string        `json:"suggestion,omitempty"`
	Related  []jsonRelated `json:"related,omitempty"`
}

type jsonRelated struct {
	File    string  `json:"file"`
	Start   jsonPos `json:"start"`
	End     jsonPos `json:"end"`
	Message string  `json:"message"`
}

type jsonPos struct {
	Offset int `json:"offset"`
	Line   int `json:"line"`
	Col    int `json:"column"`
}

// WriteJSON writes the list as JSON, one object a line. Offsets are bytes from
// 0, lines and columns (runes) count from 1; all are 0 if no place is known.
func WriteJSON(w io.Writer, list List) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, d := range list {
		if err := enc.Encode(toJSON(d)); err != nil {
			return err
		}
	}
	return nil
}

func toJSON(d Diagnostic) jsonDiagnostic {
	j := jsonDiagnostic{
		Code: d.Code, Severity: d.Severity, File: d.Span.File,
		Start: jsonPos(d.Span.Start), End: jsonPos(d.Span.End),
		Message: d.Msg, Label: d.Label, Help: d.Help, Meant: d.Suggestion,
	}
	for _, r := range d.Related {
		j.Related = append(j.Related,
			jsonRelated{r.Span.File, jsonPos(r.Span.Start), jsonPos(r.Span.End), r.Msg})
	}
	return j
}
