package grammar_test

import (
	"testing"

	"github.com/rocketc/rocketc/grammar"
)

// TestQuotedPlaces: what is wrong between quotes is reported where it stands in the file,
// escapes and quotes in quotes or not.
func TestQuotedPlaces(t *testing.T) {
	for _, test := range []struct {
		src  string
		line int
		at   string
	}{
		{`"daily & x y."`, 1, "."},
		{`"after \"a\" & every"`, 1, `"`},
		{`"after \u0022b\u0022 & every 5 & daily"`, 1, "& daily"},
		{`"daily & \"hourly & \u0065very & weekly\""`, 1, "& weekly"},
		{`daily & "'every' & daily"`, 1, "' & daily"},
		{"`daily &\r\n  every &\r\n  weekly`", 2, "&\r\n  weekly"},
		{"'für \"größe\" & every & hourly'", 1, "& hourly"},
	} {
		_, list := grammar.ParseCond(test.src)
		if len(list) != 1 {
			t.Errorf("%s: %v", test.src, list)
			continue
		}
		start := list[0].Span.Start
		if got := test.src[start.Offset:]; start.Line != test.line || len(got) < len(test.at) ||
			got[:len(test.at)] != test.at {
			t.Errorf("%s: %v stands at line %d, before %s", test.src, list[0], start.Line, got)
		}
	}
}
