package main

import (
	"slices"
	"strings"
)

// A peer is a scheduler that is measured.
type peer struct {
	name string
	path string // of its module, without the major version
	slow bool   // it takes seconds to take 10,000 tasks, and minutes for 100,000
}

// patience is how many tasks a slow peer gets at most, and with -quick it gets none, unless it
// is named.
const patience = 10_000

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

// chosen returns the names of the peers that are measured with so many tasks.
func (b *bench) chosen(tasks int) (names []string) {
	for _, p := range peers {
		tooSlow := p.slow && len(b.peers) == 0 && (b.quick || tasks > patience)
		if asks(b.peers, p.name) && !tooSlow {
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
