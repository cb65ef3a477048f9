package grammar

import (
	"sync"

	"github.com/alecthomas/participle/v2"
)

// statements unites the productions of the statements that participle reads; a
// file is never parsed by it as a whole. The tags in tree.go are the grammar.
type statements struct {
	Package *Package `parser:"  @@"`
	Import  *Import  `parser:"| @@"`
	Param   *Param   `parser:"| @@"`
	Hook    *Hook    `parser:"| @@"`
	Group   *Group   `parser:"| @@"`
	Task    *Task    `parser:"| @@"`
	Command *Command `parser:"| @@"`
	Code    *Code    `parser:"| @@"`
	Do      *Do      `parser:"| @@"`
}

// productions holds a parser for each statement; they share one grammar. It is
// built when the first file is parsed. Parsers may be used concurrently.
type productions struct {
	pkg     *participle.Parser[Package]
	imp     *participle.Parser[Import]
	param   *participle.Parser[Param]
	hook    *participle.Parser[Hook]
	group   *participle.Parser[Group]
	task    *participle.Parser[Task]
	command *participle.Parser[Command]
	code    *participle.Parser[Code]
	do      *participle.Parser[Do]
}

// build builds the grammar: LL(1), so that the parser stands at the very token
// that is wrong when it gives up, with the hand-written parts as functions.
func build() *participle.Parser[statements] {
	return participle.MustBuild[statements](
		participle.Lexer(definition{}),
		participle.Elide("Space", "Comment"),
		participle.UseLookahead(0),
		participle.ParseTypeWith(parsePart((*cursor).condition)),
		participle.ParseTypeWith(parsePart((*cursor).argument)),
	)
}

var grammar = sync.OnceValue(func() *productions {
	g := build()
	return &productions{
		pkg:     production[Package](g),
		imp:     production[Import](g),
		param:   production[Param](g),
		hook:    production[Hook](g),
		group:   production[Group](g),
		task:    production[Task](g),
		command: production[Command](g),
		code:    production[Code](g),
		do:      production[Do](g),
	}
})

func production[P any](g *participle.Parser[statements]) *participle.Parser[P] {
	p, err := participle.ParserForProduction[P](g)
	if err != nil {
		panic(err) // a mistake in the tags, found by any test
	}
	return p
}
