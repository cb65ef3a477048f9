package check

import (
	"errors"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/diag"
	"github.com/rocketc/rocketc/golang"
	"github.com/rocketc/rocketc/grammar"
	"github.com/rocketc/rocketc/plan"
)

// code lowers the Go of a task: it parses the Go, and finds the packages that it uses. What
// the Go means is looked at later, by checkCodes. If the syntax is wrong, that is reported,
// and the result is nil.
func (c *checker) code(t *task, a *grammar.Code) *plan.Code {
	c.plan.NeedsGo = true
	code := &plan.Code{Span: a.Body.Span()}
	c.codeParams(t, code)
	ok := true
	if a.Type != nil {
		code.Type = c.typeSnippet(a.Type)
		code.Result = c.goType(a.Type)
		ok = code.Type != nil
	}
	body, err := golang.ParseBody(a.Body.Text)
	if err != nil {
		c.goSyntax(err, a.Body.Span(), a.Body.Text)
		return nil
	}
	if !ok {
		return nil
	}
	code.Body = body
	c.usePackages(code)
	return code
}

// typeSnippet returns the type that stands before the code of a task. If its syntax is
// wrong, that is reported once, and the result is nil.
func (c *checker) typeSnippet(t *grammar.GoType) *golang.Snippet {
	s, known := c.goTypes[t]
	if !known {
		var err error
		if s, err = golang.ParseType(t.Text); err != nil {
			c.goSyntax(err, t.Span(), t.Text)
		}
		c.goTypes[t] = s
	}
	return s
}

// goSyntax reports a mistake in the syntax of Go that stands at a place.
func (c *checker) goSyntax(err error, at diag.Span, text string) {
	var wrong *golang.SyntaxError
	if errors.As(err, &wrong) {
		end := wrong.Offset
		if end < len(text) && text[end] != '\n' {
			end++
		}
		at = at.Part(text, wrong.Offset, end)
	}
	c.diags.Errorf(diag.GoSyntax, at, "%v", err)
}

// usePackages enters the packages that the code uses: names before a dot that are
// declared neither in the code nor by the run.
func (c *checker) usePackages(code *plan.Code) {
	if code.Type != nil {
		for _, n := range code.Type.Free {
			c.usePackage(code, n)
		}
	}
	for _, n := range code.Body.Free {
		if !code.HasVariable(n.Name) {
			c.usePackage(code, n)
		}
	}
	slices.SortFunc(code.Imports,
		func(a, b plan.Import) int { return strings.Compare(a.Path, b.Path) })
}

// usePackage enters the package that a name may stand for: an import of the file, or else a
// package of the standard library. Any other name is left to the Go compiler, because it
// may be a variable of the package that the code becomes a part of.
func (c *checker) usePackage(code *plan.Code, n golang.Name) {
	if !n.Selected {
		return
	}
	imported, ok := c.importNamed(code.Span.File, n.Name)
	if !ok {
		path, known := golang.StandardPath(n.Name)
		if !known {
			return
		}
		imported = plan.Import{Path: path, Name: n.Name}
	}
	if !slices.Contains(code.Imports, imported) {
		code.Imports = append(code.Imports, imported)
	}
	c.addImport(imported)
}
