// Package yaml reads files of YAML into nodes that know their places, for the imports.
package yaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/rocketc/rocketc/foreign"
)

// IsFile reports whether a file of a directory is called as those of YAML are.
func IsFile(name string) bool {
	return path.Ext(name) == ".yaml" || path.Ext(name) == ".yml"
}

// A Node is a part of a document. The zero value is none.
type Node struct {
	node *yaml.Node
	file string
}

// An Error says what is wrong with a file, and where.
type Error struct {
	foreign.Place
	Msg string
}

// Error says what is wrong.
func (e *Error) Error() string { return e.Msg }

// Each reads the documents of a file one by one. What is wrong with the file is a note of m.
func Each(m *foreign.Import, f foreign.File, read func(Node)) {
	documents, err := Documents(f)
	for _, d := range documents {
		read(d)
	}
	if e, is := err.(*Error); is {
		m.Note(e.Place, "%s", e.Msg)
	}
}

// Documents returns the documents of a file that have something. The error is an *[Error];
// the documents before it are returned, too.
func Documents(f foreign.File) (list []Node, err error) {
	defer func() {
		if p := recover(); p != nil { // the library has a fault
			err = &Error{foreign.Place{File: f.Name}, fmt.Sprint("YAML cannot be read: ", p)}
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(f.Text))
	for {
		var n yaml.Node
		switch err := decoder.Decode(&n); {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return list, &Error{foreign.Place{File: f.Name}, "it is no YAML: " + firstLine(err)}
		}
		if d := (Node{&n, f.Name}).resolved(); d.node != nil {
			list = append(list, d)
		}
	}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "yaml: "), "\n")
	return line
}

// deepest is how many aliases and documents a node may be behind.
const deepest = 20

// resolved returns what a document, or an alias, stands for.
func (n Node) resolved() Node {
	for range deepest {
		switch {
		case n.node == nil:
			return n
		case n.node.Kind == yaml.AliasNode:
			n.node = n.node.Alias
		case n.node.Kind == yaml.DocumentNode && len(n.node.Content) > 0:
			n.node = n.node.Content[0]
		case n.node.Kind == yaml.DocumentNode:
			return Node{}
		default:
			return n
		}
	}
	return Node{}
}

// Is reports whether there is a node.
func (n Node) Is() bool { return n.node != nil }

// IsMap reports whether the node has entries.
func (n Node) IsMap() bool { return n.node != nil && n.node.Kind == yaml.MappingNode }

// IsList reports whether the node is a list.
func (n Node) IsList() bool { return n.node != nil && n.node.Kind == yaml.SequenceNode }

// Place returns where the node begins.
func (n Node) Place() foreign.Place {
	if n.node == nil {
		return foreign.Place{File: n.file}
	}
	return foreign.Place{File: n.file, Line: n.node.Line, Col: n.node.Column}
}

// Get returns the node that some keys lead to.
func (n Node) Get(keys ...string) Node {
	for _, key := range keys {
		found := Node{file: n.file}
		for k, v := range n.Pairs() {
			if k.Text() == key {
				found = v
			}
		}
		n = found
	}
	return n
}

// Pairs returns the entries of a map.
func (n Node) Pairs() iter.Seq2[Node, Node] {
	return func(yield func(Node, Node) bool) {
		if !n.IsMap() {
			return
		}
		for i := 0; i+1 < len(n.node.Content); i += 2 {
			key, value := n.node.Content[i], n.node.Content[i+1]
			if !yield(Node{key, n.file}, (Node{value, n.file}).resolved()) {
				return
			}
		}
	}
}

// List returns the parts of a list; one that is none is its own only part.
func (n Node) List() (list []Node) {
	if !n.Is() {
		return nil
	}
	if !n.IsList() {
		return []Node{n}
	}
	for _, part := range n.node.Content {
		list = append(list, (Node{part, n.file}).resolved())
	}
	return list
}

// Text returns the value of a scalar; of all others, and of null, it is empty.
func (n Node) Text() string {
	if n.node == nil || n.node.Kind != yaml.ScalarNode || n.node.Tag == "!!null" {
		return ""
	}
	return n.node.Value
}

// Comments returns the comments above a key, and behind its value.
func (n Node) Comments() (list []string) {
	if n.node == nil {
		return nil
	}
	for _, text := range []string{n.node.HeadComment, n.node.LineComment} {
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if line != "" {
				list = append(list, strings.TrimPrefix(strings.TrimLeft(line, "#"), " "))
			}
		}
	}
	return list
}

// Line returns a key and its value as one line of the source would have them.
func Line(key string, value Node) string {
	text := value.Text()
	if value.IsList() || value.IsMap() {
		text = "…"
	}
	text, _, _ = strings.Cut(text, "\n")
	return key + ": " + text
}
