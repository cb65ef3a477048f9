package lsp

import (
	"context"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/grammar"
)

// SignatureHelp returns the parameters of the Go function, or of the condition, whose
// arguments are written at a position.
func (s *server) SignatureHelp(_ context.Context, p *protocol.SignatureHelpParams) (
	*protocol.SignatureHelp, error,
) {
	path := pathOf(p.TextDocument.URI)
	doc := s.docs.get(path)
	sched, _ := s.docs.latest(path).at(path)
	if doc == nil || sched == nil {
		return nil, nil
	}
	pl := placeAt(doc.text, doc.text.offset(p.Position, s.encoding))
	for i := len(pl.path) - 2; i >= 0; i-- {
		args, ok := pl.path[i+1].(*grammar.Args)
		if !ok {
			continue
		}
		var label, doc string
		var params []string
		switch n := pl.path[i].(type) {
		case *grammar.Func:
			label, doc, params = sched.funcSignature(n, path)
		case *grammar.Call:
			label, doc, params = sched.condSignature(n)
		}
		if label == "" {
			return nil, nil
		}
		return signatureHelp(label, doc, params, activeArg(args, pl, params)), nil
	}
	return nil, nil
}

// funcSignature returns a Go function that a call names, its comment and its parameters.
func (s *schedule) funcSignature(f *grammar.Func, file string) (
	label, doc string, params []string,
) {
	packages, name := s.names().Packages[file], f.Name.Parts
	pkg := packages[""]
	if len(name) > 1 {
		pkg = packages[name[0]]
	}
	if pkg == nil {
		return "", "", nil
	}
	fn, ok := funcIn(pkg.Types, name[len(name)-1])
	if !ok {
		return "", "", nil
	}
	for i := range fn.Signature().Params().Len() {
		if p := fn.Signature().Params().At(i); !check.FilledByType(p.Type()) {
			params = append(params, p.Name()+" "+shortType(p.Type()))
		}
	}
	label = f.Name.String() + "(" + strings.Join(params, ", ") + ")"
	return label, docOf(pkg.Position(fn), fn.Name()), params
}

// condSignature is funcSignature for a declared condition.
func (s *schedule) condSignature(call *grammar.Call) (label, doc string, params []string) {
	decl := s.condDecl(call.Name.Text)
	if decl == nil {
		return "", "", nil
	}
	for _, p := range decl.Params {
		params = append(params, p.Name.Text+" "+p.Type.Text)
	}
	return signature(decl), strings.Join(decl.Description(), "\n"), params
}

// condDecl returns the declaration of a condition: that of the schedule, or of the language.
func (s *schedule) condDecl(name string) *grammar.CondDecl {
	for _, d := range s.names().Declared {
		if decl, ok := d.Decl.(*grammar.CondDecl); ok && d.Name == name {
			return decl
		}
	}
	for _, decl := range check.Sensors() {
		if decl.Name.Text == name {
			return decl
		}
	}
	return nil
}

// activeArg returns which of the parameters gets the argument at a place.
func activeArg(args *grammar.Args, p place, params []string) uint32 {
	for i, item := range args.Items {
		if !within(p, item) {
			continue
		}
		if item.Name != nil {
			for j, param := range params {
				if strings.HasPrefix(param, item.Name.Text+" ") {
					return uint32(j)
				}
			}
		}
		return uint32(i)
	}
	return uint32(len(args.Items))
}

// within reports whether a node is one of those around a place.
func within(p place, n grammar.Node) bool {
	for _, around := range p.path {
		if around == n {
			return true
		}
	}
	return false
}

func signatureHelp(label, doc string, params []string, active uint32) *protocol.SignatureHelp {
	info := protocol.SignatureInformation{Label: label}
	if doc != "" {
		info.Documentation = protocol.String(doc)
	}
	for _, p := range params {
		info.Parameters = append(info.Parameters,
			protocol.ParameterInformation{Label: protocol.String(p)})
	}
	return &protocol.SignatureHelp{Signatures: []protocol.SignatureInformation{info},
		ActiveSignature: new(uint32(0)), ActiveParameter: protocol.NewNullable(active)}
}
