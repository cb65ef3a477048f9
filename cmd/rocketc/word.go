package main

import (
	"regexp"
	"slices"
	"strings"
)

// muchCode is how often code begins with a word in the piece of a page that is about it.
const muchCode = 10

// wordHelp returns what a page says of a word of the language: the pieces whose headings have
// it, and the rows of tables that begin with it. The piece that has most code that begins with
// the word is added if it has much, or if nothing else was found. What is no word of the
// language has no help.
func wordHelp(page, word string) string {
	if !regexp.MustCompile(`^[a-z][a-z_]+$`).MatchString(word) {
		return ""
	}
	begins := regexp.MustCompile(`(?m)^ *` + word + `\b`)
	form := regexp.MustCompile(`(?m)^` + word + ` \[?[A-Z]`) // as in secret NAME = ARG
	about, best, most := "", "", 0
	for _, piece := range pieces(page) {
		about += aboutWord(piece, word)
		code := codeIn(piece)
		n := len(begins.FindAllString(code, -1)) + 3*len(form.FindAllString(code, -1))
		if n > most {
			best, most = piece, n
		}
	}
	switch {
	case most == 0:
		return ""
	case about != "" && (most < muchCode || strings.Contains(about, best)):
		return about
	}
	return about + best
}

// codeIn returns the code of a piece, in lines: its blocks, and what stands in backquotes.
func codeIn(piece string) string {
	var code strings.Builder
	for i, part := range strings.Split(piece, "\n```") {
		if i%2 == 1 {
			code.WriteString(part + "\n")
			continue
		}
		for j, span := range strings.Split(part, "`") {
			if j%2 == 1 {
				code.WriteString(span + "\n")
			}
		}
	}
	return code.String()
}

// pieces splits a page before each heading that is no title.
func pieces(page string) (list []string) {
	from, at, inCode := 0, 0, false
	for line := range strings.Lines(page) {
		inCode = inCode != strings.HasPrefix(line, "```")
		if !inCode && strings.HasPrefix(line, "##") {
			list = append(list, page[from:at])
			from = at
		}
		at += len(line)
	}
	return append(list, page[from:])
}

// aboutWord returns a piece of a page if its heading has the word, else the rows in it that
// are about the word, under the heading.
func aboutWord(piece, word string) string {
	heading, _, _ := strings.Cut(piece, "\n")
	words := strings.Fields(strings.ToLower(strings.TrimLeft(heading, "#")))
	if slices.Contains(words, word) || slices.Contains(words, word+"s") {
		return piece
	}
	begins := regexp.MustCompile("^\\| (?:`[^`]*`, )*`" + word + `\b`)
	var head, rows []string
	for line := range strings.Lines(piece) {
		switch {
		case !strings.HasPrefix(line, "|"):
			head = nil
		case len(head) < 2:
			head = append(head, line)
		case begins.MatchString(line):
			if len(rows) == 0 {
				rows = append(rows, heading, "\n\n", head[0], head[1])
			}
			rows = append(rows, line)
		}
	}
	if rows == nil {
		return ""
	}
	return strings.Join(rows, "") + "\n"
}
