package golang_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/rocketc/rocketc/golang"
)

const declarations = `package desk

import "time"

type (
	Region  string
	alias   = Region
	Shut    struct{ hidden int }
	Empty   struct{}
	Prices  struct { At time.Time; By map[Region]float64; Skipped chan int ` + "`json:\"-\"`" + ` }
	Nested  struct { Prices []struct{ Done chan<- int } }
	List    struct { Next *List; Call func() }
	Text    struct{ hidden int }
	private struct{ A int }
	Span    time.Duration
)

func (*Text) MarshalText() ([]byte, error)  { return nil, nil }
func (*Text) UnmarshalText(b []byte) error  { return nil }
`

// standard imports packages of the standard library, each once.
var standard = importer.Default()

// desk is a package of the user's.
func desk(t *testing.T) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "desk.go", declarations, 0)
	if err != nil {
		t.Fatal(err)
	}
	config := types.Config{Importer: standard}
	pkg, err := config.Check("example.com/desk", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// typeIn returns a type as it is written in the package.
func typeIn(t *testing.T, pkg *types.Package, text string) types.Type {
	t.Helper()
	loaded := golang.Packages{golang.Own: {Types: pkg}}
	s, err := golang.ParseType(text)
	if err != nil {
		t.Fatal(err)
	}
	typ := loaded.TypeOf(s, func(name string) string { return name })
	if typ == nil {
		t.Fatalf("%s is no type", text)
	}
	return typ
}

func TestTypeOf(t *testing.T) {
	pkg := desk(t)
	loaded := golang.Packages{golang.Own: {Types: pkg}, "./none": {}}
	pathOf := map[string]string{"time": "time", "os": "os"}
	for text, want := range map[string]string{
		"int": "int", "Region": "example.com/desk.Region", "alias": "example.com/desk.Region",
		"(int)":      "int",
		"*time.Time": "*time.Time", "time.Duration": "time.Duration",
		"[]*Shut":   "[]*example.com/desk.Shut",
		"[0x4]byte": "[4]byte", "map[Region][]string": "map[example.com/desk.Region][]string",
		"chan int": "chan int", "<-chan int": "<-chan int", "chan<- int": "chan<- int",
		"None": "", "os.File": "", "time.None": "", "other.T": "", "[]None": "",
		"*None": "", "[N]int": "", "chan None": "",
		"map[string]None": "", "map[None]int": "", "struct{}": "", "func()": "",
	} {
		s, err := golang.ParseType(text)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if typ := loaded.TypeOf(s, func(name string) string { return pathOf[name] }); typ != nil {
			got = golang.String(types.Unalias(typ))
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	pkg := desk(t)
	for text, want := range map[string]string{
		"Region": "string", "alias": "string", "int": "int", "Span": "int64",
		"time.Duration": "time.Duration", "Shut": "desk.Shut", "[]Region": "[]desk.Region",
	} {
		if got := golang.Short(golang.Plain(typeIn(t, pkg, text))); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestSame: types of one name are one type, even if they were loaded twice.
func TestSame(t *testing.T) {
	one, two := desk(t), desk(t)
	for _, text := range []string{"Region", "[]Shut", "map[Region]*Shut", "time.Duration"} {
		a, b := typeIn(t, one, text), typeIn(t, two, text)
		if !golang.Same(a, b) || !golang.Assignable(a, b) {
			t.Errorf("%s is not the same", text)
		}
	}
	region, text := typeIn(t, one, "Region"), types.Typ[types.String]
	if golang.Same(region, text) || golang.Assignable(text, region) {
		t.Error("string is Region")
	}
	if !golang.Assignable(region, golang.Any) || !golang.IsAny(golang.Any) || golang.IsAny(region) {
		t.Error("any does not take everything")
	}
	if !golang.IsString(region) || golang.IsString(types.Typ[types.Int]) {
		t.Error("Region is not made of string, or int is")
	}
	if !golang.IsDuration(golang.Duration()) || golang.IsDuration(typeIn(t, one, "Span")) {
		t.Error("time.Duration is not a duration, or another type is")
	}
	if got := golang.Short(golang.Opaque("log/slog", "slog", "Logger")); got != "slog.Logger" {
		t.Errorf("got %s", got)
	}
}

func TestHasInvalid(t *testing.T) {
	invalid := types.Typ[types.Invalid]
	for _, typ := range []types.Type{
		invalid, types.NewPointer(invalid), types.NewSlice(invalid), types.NewArray(invalid, 1),
		types.NewChan(types.SendRecv, invalid), types.NewMap(invalid, golang.Any),
		types.NewMap(golang.Any, types.NewSlice(invalid)),
	} {
		if !golang.HasInvalid(typ) {
			t.Errorf("%s is valid", typ)
		}
	}
	if golang.HasInvalid(typeIn(t, desk(t), "map[Region][]*Shut")) {
		t.Error("a type that is known is invalid")
	}
}

func TestHidden(t *testing.T) {
	pkg := desk(t)
	for text, want := range map[string]string{
		"private": "desk.private", "[]map[string]*private": "desk.private",
		"map[private]int": "desk.private", "chan private": "desk.private",
		"[2]private": "desk.private", "alias": "desk.alias",
		"Region": "", "error": "", "time.Time": "",
	} {
		typ := typeIn(t, pkg, text)
		if got := golang.Hidden(typ, ""); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
		if got := golang.Hidden(typ, pkg.Path()); got != "" {
			t.Errorf("%s is hidden from its own package: %q", text, got)
		}
	}
	local := types.NewNamed(types.NewTypeName(0, pkg, "Local", nil), types.Typ[types.Int], nil)
	types.NewScope(pkg.Scope(), 0, 0, "function").Insert(local.Obj())
	if got := golang.Hidden(local, ""); got != "desk.Local" {
		t.Errorf("a type of a function: got %q", got)
	}
	params := types.NewTuple(types.NewParam(0, pkg, "p", typeIn(t, pkg, "private")))
	function := types.NewSignatureType(nil, nil, nil, params, nil, false)
	field := types.NewStruct([]*types.Var{types.NewField(0, pkg, "F", function, false)}, nil)
	method := types.NewInterfaceType([]*types.Func{types.NewFunc(0, pkg, "M", function)}, nil)
	for _, typ := range []types.Type{function, field, method} {
		if got := golang.Hidden(typ, ""); got != "desk.private" {
			t.Errorf("%s: got %q", typ, got)
		}
	}
}

func TestLosesJSON(t *testing.T) {
	pkg := desk(t)
	for text, want := range map[string]string{
		"int": "", "string": "", "time.Time": "", "*Text": "", "map[Text]int": "",
		"Prices": "", "Empty": "", "[]map[int]Region": "",
		"complex128": "complex128: complex128", "any": "any: any", "error": "error: error",
		"map[string]chan int":  "map[string]chan int[]: chan int",
		"map[float64]int":      "map[float64]int: a map with keys of type float64",
		"[2]*Shut":             "[2]*desk.Shut[]: a struct without exported fields",
		"Nested":               "desk.Nested.Prices[].Done: chan<- int",
		"List":                 "desk.List.Call: func()",
		"map[string]time.Time": "",
	} {
		path, why := golang.LosesJSON(typeIn(t, pkg, text))
		if got := path + ": " + why; why != "" && got != want || why == "" && want != "" {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestKind(t *testing.T) {
	pkg := types.NewPackage("p", "p")
	signature := types.NewSignatureType(nil, nil, nil, nil, nil, false)
	for want, object := range map[string]types.Object{
		"function": types.NewFunc(0, pkg, "F", signature),
		"type":     types.NewTypeName(0, pkg, "T", nil),
		"constant": types.NewConst(0, pkg, "C", golang.Any, nil),
		"variable": types.NewVar(0, pkg, "V", golang.Any),
	} {
		if got := golang.Kind(object); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestResultsOf(t *testing.T) {
	err := types.Universe.Lookup("error").Type()
	number := types.Typ[types.Int]
	for _, test := range []struct {
		returned []types.Type
		want     golang.Results
		ok       bool
	}{
		{nil, golang.Results{}, true},
		{[]types.Type{err}, golang.Results{Error: true}, true},
		{[]types.Type{number}, golang.Results{Value: number}, true},
		{[]types.Type{number, err}, golang.Results{Value: number, Error: true}, true},
		{[]types.Type{err, err}, golang.Results{Value: err, Error: true}, true},
		{[]types.Type{number, number}, golang.Results{}, false},
		{[]types.Type{err, number}, golang.Results{}, false},
		{[]types.Type{number, number, err}, golang.Results{Error: true}, false},
	} {
		var vars []*types.Var
		for _, typ := range test.returned {
			vars = append(vars, types.NewParam(0, nil, "", typ))
		}
		s := types.NewSignatureType(nil, nil, nil, nil, types.NewTuple(vars...), false)
		if got, ok := golang.ResultsOf(s); got != test.want || ok != test.ok {
			t.Errorf("%v: got %+v, %v", s, got, ok)
		}
	}
}
