package console

import (
	"reflect"
	"slices"
	"testing"

	"github.com/rocketc/rocketc/runtime/arg"
)

// A place may have a flag wherever Go has room for one.
type place struct {
	number  int
	plain   string
	flag    arg.Flag
	inner   struct{ flag arg.Flag }
	any     any
	pointer *arg.Flag
	list    []arg.Flag
	array   [1]struct{ flag arg.Flag }
	nested  [][]arg.Flag
	below   *place
	beside  []place
	bare    struct{ number int }
}

// TestFlagFinder: a flag is found wherever it is, in order, and again in the next value.
func TestFlagFinder(t *testing.T) {
	pointed := arg.Flag("5")
	v := place{
		number: 1, plain: "plain", flag: "1", any: arg.First{arg.Flag("3"), arg.Flag("4")},
		pointer: &pointed, list: []arg.Flag{"6"}, nested: [][]arg.Flag{{"8"}},
		below: &place{flag: "9"}, beside: []place{{flag: "10"}},
	}
	v.inner.flag, v.array[0].flag, v.bare.number = "2", "7", 2
	want := []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}
	finder := flagFinder{map[reflect.Type][]int{}}
	for range 2 {
		found := slices.DeleteFunc(finder.in(v), func(key string) bool { return key == "" })
		if !slices.Equal(found, want) {
			t.Errorf("found %q", found)
		}
	}
	if fields := finder.fields[reflect.TypeFor[place]()]; len(fields) != 9 {
		t.Errorf("of the fields %v may have a flag", fields)
	}
}
