package main

import (
	"slices"
	"strings"
)

// A peer is a scheduler that is measured.
type peer struct {
	name string
	path string // of its module, without the major version
}

const (
	ownName   = "rocketc"
	floorName = "floor"
)

// peers are the schedulers, in the order of the tables.
var peers = []peer{
	{ownName, ""},
	{"gocron", "github.com/go-co-op/gocron/v2"},
	{"robfig", "github.com/robfig/cron/v3"},
	{"netresearch", "github.com/netresearch/go-cron"},
	{"quartz", "github.com/reugn/go-quartz"},
	{floorName, ""},
}

func peerNames() (names []string) {
	for _, p := range peers {
		names = append(names, p.name)
	}
	return names
}

// columnNames returns the names of all that is measured, in the order of the tables.
func columnNames() []string {
	return slices.Concat(peerNames()[:len(peers)-1], logNames(), []string{floorName})
}

// chosen returns the names of the peers that are measured.
func (b *bench) chosen() []string {
	return slices.DeleteFunc(peerNames(), func(name string) bool { return !b.asks(b.peers, name) })
}

// versionsIn returns the versions of the peers in a list of modules.
func versionsIn(list string) map[string]string {
	versions := map[string]string{}
	for line := range strings.Lines(list) {
		path, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, p := range peers {
			if p.path == path {
				versions[p.name] = version
			}
		}
	}
	return versions
}
