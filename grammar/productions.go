package grammar

import (
	"sync"

	"github.com/alecthomas/participle/v2"
)

// statements unites the productions of the statements that participle reads. No file is
// parsed by it as a whole. The tags in tree.go and action.go are the grammar.
type statements struct {
	Package *Package `parser:"  @@"`
	Import  *Import  `parser:"| @@"`
	Param   *Param   `parser:"| @@"`
	Hook    *Hook    `parser:"| @@"`
	Code    *Code    `parser:"| @@"`
	Do      *Do      `parser:"| @@"`
}

// productions has the production of each statement. It is built when the first file is
// parsed, and may be used concurrently.
type productions struct {
	pkg   *production[Package]
	imp   *production[Import]
	param *production[Param]
	hook  *production[Hook]
	code  *production[Code]
	do    *production[Do]
}

// A production reads a statement.
type production[T any] struct {
	*participle.Parser[T]
	form string // how the statement is written, for messages
}

var grammar = sync.OnceValue(func() *productions {
	g := build()
	return &productions{
		pkg:   productionOf[Package](g, packageForm),
		imp:   productionOf[Import](g, importForm),
		param: productionOf[Param](g, paramForm),
		hook:  productionOf[Hook](g, hookForm),
		code:  productionOf[Code](g, codeForm),
		do:    productionOf[Do](g, doForm),
	}
})

// build builds the grammar. It is LL(1), so that the parser stands at the very token that
// is wrong when it gives up. The parts that are written by hand are functions of it.
func build() *participle.Parser[statements] {
	return participle.MustBuild[statements](
		participle.Lexer(definition{}),
		participle.Elide("Space", "Comment"),
		participle.UseLookahead(0),
		participle.ParseTypeWith(parsePart((*cursor).argument)),
	)
}

func productionOf[T any](g *participle.Parser[statements], form string) *production[T] {
	p, err := participle.ParserForProduction[T](g)
	if err != nil {
		panic(err) // a mistake in the tags, found by any test
	}
	return &production[T]{p, form}
}
