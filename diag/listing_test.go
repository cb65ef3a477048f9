package diag

import (
	"strings"
	"testing"
)

func TestListing(t *testing.T) {
	for _, test := range []struct{ example, want string }{
		{"", ""},
		{"task a {}\n", "task a {}\n"},
		{"no end", "no end\n"},
		{"a\x00b\tc\xffé“\n", "a\\x00b\\x09c\\xffé“\n"},
		{strings.Repeat("(", 91) + "\nx\n", strings.Repeat("(", 90) + "…\nx\n"},
		{strings.Repeat("x\n", 12), strings.Repeat("x\n", 12)},
		{strings.Repeat("x\n", 13), strings.Repeat("x\n", 12) + "…\n"},
	} {
		if got := (Rule{Example: test.example}).Listing(); got != test.want {
			t.Errorf("%q is listed as %q, want %q", test.example, got, test.want)
		}
	}
}

func TestCode(t *testing.T) {
	if r, known := UnknownTask.Rule(); !known || r.Code != UnknownTask {
		t.Errorf("the rule of %s is that of %s, %v", UnknownTask, r.Code, known)
	}
	if _, known := Code("RKT999").Rule(); known {
		t.Error("RKT999 has a rule")
	}
	if UnknownTask.Severity() != Error || NeverStarts.Severity() != Warning {
		t.Error("an error is a warning, or the other way round")
	}
}
