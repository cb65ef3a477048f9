package codegen

import (
	"fmt"
	"go/format"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/rocketc/rocketc/runtime/arg"
	"github.com/rocketc/rocketc/stdconds"
)

// A Wide is a struct whose fields have names of all lengths.
type Wide struct {
	A                                            any
	Medium                                       any
	OfSomeLengthAsNamesGo                        any
	LongerThanAnyNameThatSomebodyWouldGiveAField any
	List                                         []any
	Of                                           *Wide
	Map                                          map[string]any
}

// randomValue returns a value of many sizes and shapes.
func randomValue(r *rand.Rand, depth int) any {
	if depth == 0 || r.IntN(3) == 0 {
		switch r.IntN(6) {
		case 0:
			return r.IntN(1_000_000)
		case 1:
			return time.Duration(r.IntN(1e6)) * 7 * time.Millisecond
		case 2:
			return stdconds.Const(true)
		case 3:
			return arg.Env(randomText(r, 40))
		}
		return randomText(r, 80)
	}
	switch r.IntN(3) {
	case 0:
		list := make([]any, r.IntN(5))
		for i := range list {
			list[i] = randomValue(r, depth-1)
		}
		return list
	case 1:
		return randomMap(r, depth)
	}
	return *randomWide(r, depth)
}

func randomWide(r *rand.Rand, depth int) *Wide {
	w := new(Wide)
	for _, field := range []*any{&w.A, &w.Medium, &w.OfSomeLengthAsNamesGo,
		&w.LongerThanAnyNameThatSomebodyWouldGiveAField} {
		if r.IntN(2) == 0 {
			*field = randomValue(r, depth-1)
		}
	}
	if depth > 1 && r.IntN(3) == 0 {
		w.Of = randomWide(r, depth-1)
		w.List = []any{randomValue(r, depth-1), randomText(r, 9)}
		w.Map = randomMap(r, depth-1)
	}
	return w
}

func randomMap(r *rand.Rand, depth int) map[string]any {
	entries := map[string]any{}
	for range r.IntN(7) {
		entries[randomText(r, 1<<r.IntN(9))] = randomValue(r, depth-1)
	}
	return entries
}

// randomText returns text that a literal may write raw, and over several lines.
func randomText(r *rand.Rand, longest int) string {
	pieces := []string{"a", "word ", "größe", "日本", `"`, `\`, "\t", "\n", "`", "\x00", "{", ","}
	if r.IntN(3) > 0 {
		pieces = pieces[:4]
	}
	var b strings.Builder
	for range r.IntN(longest) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// TestComposite: literals are laid out as gofmt does it.
func TestComposite(t *testing.T) {
	for seed := range uint64(400) {
		value := randomValue(rand.New(rand.NewPCG(seed, 0)), 4)
		text, err := print(t, value)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		source := fmt.Sprintf("package p\n\nvar x = %s\n", text)
		formatted, err := format.Source([]byte(source))
		if err != nil {
			t.Fatalf("seed %d: %v in\n%s", seed, err, source)
		}
		got, want := strings.Split(source, "\n"), strings.Split(string(formatted), "\n")
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("seed %d: got\n%s\nbut gofmt has\n%s", seed, got[i], want[i])
			}
		}
		if len(got) != len(want) {
			t.Errorf("seed %d: got %d lines, gofmt has %d", seed, len(got), len(want))
		}
	}
}
