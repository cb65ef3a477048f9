package main

import (
	"path/filepath"
	"slices"

	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/anacrontab"
	"github.com/rocketc/rocketc/foreign/crontab"
	"github.com/rocketc/rocketc/foreign/dagu"
	"github.com/rocketc/rocketc/foreign/github"
	"github.com/rocketc/rocketc/foreign/kubernetes"
	"github.com/rocketc/rocketc/foreign/ofelia"
	"github.com/rocketc/rocketc/foreign/rocketry"
	"github.com/rocketc/rocketc/foreign/systemd"
	"github.com/rocketc/rocketc/foreign/yaml"
)

// An importKind is a kind of source that can be imported.
type importKind struct {
	name string
	read func([]foreign.File, foreign.Options) *foreign.Import
	// looks reports whether a file looks like one of the kind.
	looks func(name string, text []byte) bool
	// wants reports whether a file of a directory is read.
	wants func(path string) bool
}

// importKinds are the kinds, the ones first that are told from a file most surely.
var importKinds = []*importKind{
	{"systemd", systemd.Read, systemd.Looks, systemd.IsFile},
	{"kubernetes", kubernetes.Read, kubernetes.Looks, kubernetes.IsFile},
	{"ofelia", ofelia.Read, ofelia.Looks, ofelia.IsFile},
	{"github", github.Read, github.Looks, yaml.IsFile},
	{"rocketry", rocketry.Read, rocketry.Looks, rocketry.IsFile},
	{"dagu", dagu.Read, dagu.Looks, yaml.IsFile},
	{"anacrontab", anacrontab.Read, anacrontab.Looks, anacrontab.IsFile},
	{"crontab", crontab.Read, crontab.Looks, func(path string) bool {
		return crontab.IsFile(filepath.Base(path))
	}},
}

func kindNames() (names []string) {
	for _, k := range importKinds {
		names = append(names, k.name)
	}
	return names
}

func kindNamed(name string) *importKind {
	for _, k := range importKinds {
		if k.name == name {
			return k
		}
	}
	return nil
}

// sourceKind returns the kind that a file looks like; nil: none.
func sourceKind(f foreign.File) *importKind {
	for _, k := range importKinds {
		if k.looks(f.Name, f.Text) {
			return k
		}
	}
	return nil
}

// kindOfTree returns the first kind of which one of some files is; nil: there is none.
func kindOfTree(files []foreign.File) *importKind {
	for _, k := range importKinds {
		if slices.ContainsFunc(files, func(f foreign.File) bool {
			return k.wants(f.Name) && k.looks(f.Name, f.Text)
		}) {
			return k
		}
	}
	return nil
}
