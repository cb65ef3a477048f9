package diag

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSARIFSchema: logs are valid by the schema of OASIS, formats of URIs included, and another
// reader of SARIF finds in them what was written.
func TestSARIFSchema(t *testing.T) {
	schema := schemaOfSARIF(t)
	var all List
	for i, r := range Rules() {
		d := all.Errorf(r.Code, at("sub dir/ä.rkt", i, i+1), "%s", r.Text)
		d.Severity = Severity(i % 2)
		d.Help = r.Text
		d.Related = []Related{{at("b.rkt", 0, 1), "here"}, {Span{File: "/b.rkt"}, "there"}}
	}
	all.Errorf("RKT101", Span{File: "<stdin>"}, "the file is wrong")
	all.Errorf("RKT102", Span{}, "nowhere")
	for name, list := range map[string]List{"without findings": nil, "of all rules": all} {
		var b bytes.Buffer
		if err := WriteSARIF(&b, list, "v1.2.3"); err != nil {
			t.Fatal(err)
		}
		if err := validate(schema, b.String()); err != nil {
			t.Errorf("a log %s: %v", name, err)
		}
		report, err := sarif.FromBytes(b.Bytes())
		if err != nil || len(report.Runs) != 1 || len(report.Runs[0].Results) != len(list) {
			t.Errorf("a log %s is read as %+v, error %v", name, report, err)
		}
	}
}

// TestSARIFSchemaBites: the schema refuses what is not SARIF.
func TestSARIFSchemaBites(t *testing.T) {
	schema := schemaOfSARIF(t)
	var list List
	list.Warnf("RKT201", at("a.rkt", 2, 3), "it is odd")
	var b bytes.Buffer
	if err := WriteSARIF(&b, list, "v1.2.3"); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		`"version": "2.1.0"`:  `"version": "2.0"`,
		`"level": "warning"`:  `"level": "odd"`,
		`"startLine": 1`:      `"startLine": 0`,
		`"ruleIndex": 0`:      `"ruleIndex": "0"`,
		`"uri": "a.rkt"`:      `"uri": "a%zz.rkt"`,
		`"helpUri": "https:`:  `"helpUri": " https:`,
		`"results": [`:        `"found": [`,
		`"name": "rocketc"`:   `"title": "rocketc"`,
		`"text": "it is odd"`: `"string": "it is odd"`,
	} {
		text := strings.ReplaceAll(b.String(), from, to)
		if text == b.String() || validate(schema, text) == nil {
			t.Errorf("a log with %s in the place of %s is valid", to, from)
		}
	}
}

func validate(schema *jsonschema.Schema, text string) error {
	log, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(log)
}

// schemaOfSARIF returns the schema of SARIF 2.1.0, errata 01. It is the constant schema of the
// module go-sarif, which does not export it.
func schemaOfSARIF(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}",
		"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(),
		filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, is := n.(*ast.BasicLit); is {
			text, err = strconv.Unquote(lit.Value)
		}
		return true
	})
	doc, err2 := jsonschema.UnmarshalJSON(strings.NewReader(text))
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	err3 := c.AddResource(sarifSchema, doc)
	schema, err4 := c.Compile(sarifSchema)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	return schema
}
