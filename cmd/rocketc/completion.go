package main

import (
	"embed"
	"slices"
	"strings"
	"text/template"

	"github.com/alecthomas/kong"
)

// completionCommand prints a script with which a shell completes the command
// lines of rocketc.
type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help returns what `rocketc help completion` adds.
func (*completionCommand) Help() string {
	return `The shell reads the script when it starts:

    source <(rocketc completion bash)
    source <(rocketc completion zsh)       # after compinit
    rocketc completion fish | source`
}

// completionFiles has a template for each shell, whose data are the commands. A
// script completes commands, then flags, and files for what is no flag.
//
//go:embed completion/*.tmpl
var completionFiles embed.FS

// Run prints the script.
func (c *completionCommand) Run(inv *invocation) error {
	parser, err := newParser(inv, &commandLine{})
	if err != nil {
		return err
	}
	scripts, err := template.New("").Funcs(template.FuncMap{
		"words":     commandNames,
		"arguments": argumentWords,
		"flags":     func(n *kong.Node) []*kong.Flag { return slices.Concat(n.AllFlags(true)...) },
		"takes":     func(f *kong.Flag) bool { return !f.IsBool() },
		"file":      func(f *kong.Flag) bool { return f.PlaceHolder == "FILE" },
		"quote":     strings.NewReplacer(`'`, `'\''`).Replace,
		"describe":  strings.NewReplacer(`'`, `'\''`, `:`, `\:`, `[`, `\[`, `]`, `\]`).Replace,
	}).ParseFS(completionFiles, "completion/*.tmpl")
	if err != nil {
		return err
	}
	return scripts.ExecuteTemplate(inv.stdout, c.Shell+".tmpl", parser.Model.Children)
}

// commandNames joins the names of commands.
func commandNames(nodes []*kong.Node) string {
	var names []string
	for _, n := range nodes {
		names = append(names, n.Name)
	}
	return strings.Join(names, " ")
}

// argumentWords joins the words that the arguments of a command can be. It is
// empty if they are paths.
func argumentWords(n *kong.Node, commands []*kong.Node) string {
	for _, p := range n.Positional {
		switch {
		case p.Enum != "":
			return strings.Join(p.EnumSlice(), " ")
		case p.Name == "topic":
			return commandNames(commands) + " " + strings.Join(topicNames(), " ")
		}
	}
	return ""
}
