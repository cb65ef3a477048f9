package main

import (
	"slices"
	"strings"
)

// A peer is a scheduler that is measured.
type peer struct {
	name string
	path string // of its module, without the major version
	slow bool   // it takes seconds to take 10,000 tasks: -quick leaves it out
}

const (
	ownName   = "rocketc"
	floorName = "floor"
)

// peers are the schedulers, in the order of the tables.
var peers = []peer{
	{name: ownName},
	{name: "gocron", path: "github.com/go-co-op/gocron/v2"},
	{name: "robfig", path: "github.com/robfig/cron/v3"},
	{name: "netresearch", path: "github.com/netresearch/go-cron"},
	{name: "quartz", path: "github.com/reugn/go-quartz", slow: true},
	{name: floorName},
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
func (b *bench) chosen() (names []string) {
	for _, p := range peers {
		if b.asks(b.peers, p.name, p.slow) {
			names = append(names, p.name)
		}
	}
	return names
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
