package period

import "testing"

func TestMeant(t *testing.T) {
	for _, test := range []struct{ hint, want string }{
		{didYouMean("Mon"), "Mon"}, {"", ""}, {"days are 1st to 31st, or last day", ""},
	} {
		if got := (&ValueError{Hint: test.hint}).Meant(); got != test.want {
			t.Errorf("%q means %q, want %q", test.hint, got, test.want)
		}
	}
}
