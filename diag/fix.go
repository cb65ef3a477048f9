package diag

// A Fix is a change of a file that mends a finding.
type Fix struct {
	// Span is what is replaced.
	Span Span
	// Text takes its place; empty: nothing does.
	Text string
}

// Mend returns the change that mends the finding: Fix, or else that Suggestion takes the place
// of what stands at Span. ok is false if no change is known.
func (d Diagnostic) Mend() (fix Fix, ok bool) {
	if !d.Fix.Span.IsZero() {
		return d.Fix, true
	}
	return Fix{d.Span, d.Suggestion}, d.Suggestion != "" && !d.Span.IsZero()
}
