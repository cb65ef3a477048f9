package system

import "testing"

func TestFirstAverage(t *testing.T) {
	if got, err := firstAverage("0.20 0.18 0.12 1/80 11206\n"); got != 0.2 || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	for _, text := range []string{"", "\n", "x 1 2"} {
		if got, err := firstAverage(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}
