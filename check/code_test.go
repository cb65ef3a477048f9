package check_test

import (
	"slices"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/plan"
)

// codeOf lowers a task with the code.
func codeOf(t *testing.T, head, code string) *plan.Code {
	t.Helper()
	src := head + "\ntask a when daily { code " + code + " }\n"
	p, list := parse("a.rkt", []byte(src), check.Options{})
	if list.HasErrors() {
		t.Fatalf("%s\n%v", src, list.Err())
	}
	return p.Schedule.Tasks[0].Action.(*plan.Code)
}

func TestCodeImports(t *testing.T) {
	const head = `
import "example.com/desk/prices"
import mail "example.com/mail-go"
import ctx "example.com/ctx"
import "example.com/go-yaml/v3"
`
	for _, test := range []struct {
		code string
		want []string
	}{
		{`{ }`, nil},
		{`{ fmt.Println(); os.Exit(1) }; params {os: 1}`, []string{`"fmt"`}},
		{"{\r fmt.Println()\r os.Exit(1)\r}", []string{`"fmt"`, `"os"`}},
		{`{ ctx.Done(); r.Logger() }`, nil},
		{`{ fmt.Println(os.Args); fmt.Print() }`, []string{`"fmt"`, `"os"`}},
		{`{ rand.Int(); template.New("") }`, []string{`"math/rand"`, `"text/template"`}},
		{`{ prices.Fetch() }`, []string{`"example.com/desk/prices"`}},
		{`{ mail.Send() }`, []string{`mail "example.com/mail-go" (package mail)`}},
		{`{ yaml.Marshal(1) }`, []string{`"example.com/go-yaml/v3" (package yaml)`}},
		{`{ fmt := 1; fmt.Println() }`, nil},
		{`{ for _, os := range x { os.Exit(1) } }`, nil},
		{`{ func(time int) { time.Now() }(1) }`, nil},
		{`{ if fmt, ok := x.(y); ok { fmt.Println() }; fmt.Print() }`, []string{`"fmt"`}},
		{`{ var b strings.Builder; b.String() }`, []string{`"strings"`}},
		{`{ x := map[string]int{fmt: 1}; x.y.Println() }`, nil},
		{`{ ctx.Done(); config.Region() }`, nil},
		{`[]time.Duration { return nil, nil }`, []string{`"time"`}},
		{`map[string]prices.Price { return nil, nil }`, []string{`"example.com/desk/prices"`}},
	} {
		code := codeOf(t, head, test.code)
		var got []string
		for _, i := range code.Imports {
			got = append(got, i.String())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.code, got, test.want)
		}
	}
}
