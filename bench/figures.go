package main

import (
	"encoding/json"
	"os"
	"slices"
)

// A figure is what the repetitions of one measurement have come to.
type figure struct {
	Scenario string    `json:"scenario"`
	Load     string    `json:"load"` // such as "10k, burst"
	Name     string    `json:"name"`
	Unit     string    `json:"unit"`
	Peer     string    `json:"peer"`
	Version  string    `json:"version,omitempty"`
	Values   []float64 `json:"values"`
	Median   float64   `json:"median"`
	Floors   float64   `json:"floors,omitempty"` // how many times the floor the median is
	Beside   []float64 `json:"beside,omitempty"` // the floor as it was beside each of the values
}

// figures holds all figures, in the order in which they came up.
type figures []*figure

// A place is what figures of several peers have in common.
type place struct{ scenario, load, name, unit string }

func (f *figure) place() place { return place{f.Scenario, f.Load, f.Name, f.Unit} }

// addBeside notes the value of a repetition, and that of the floor beside it.
func (f *figures) addBeside(at place, peer string, value, floor float64) {
	f.add(at, peer, value)
	f.add(at, floorName, floor)
	one := f.find(at, peer)
	one.Beside = append(one.Beside, floor)
}

// add notes the value of a repetition.
func (f *figures) add(at place, peer string, value float64) {
	found := f.find(at, peer)
	if found == nil {
		found = &figure{
			Scenario: at.scenario, Load: at.load, Name: at.name, Unit: at.unit, Peer: peer,
		}
		*f = append(*f, found)
	}
	found.Values = append(found.Values, value)
	found.Median = median(found.Values)
}

// find returns the figure of a peer at a place; nil if there is none.
func (f figures) find(at place, peer string) *figure {
	for _, one := range f {
		if one.Peer == peer && one.place() == at {
			return one
		}
	}
	return nil
}

// relate sets how many times the floor each figure is.
func (f figures) relate() {
	for _, one := range f {
		floor := median(one.Beside)
		if all := f.find(one.place(), floorName); all != nil && floor == 0 {
			floor = all.Median
		}
		if floor > 0 && one.Unit != "%" {
			one.Floors = one.Median / floor
		}
	}
}

// of returns the figures of a scenario.
func (f figures) of(scenario string) (found figures) {
	for _, one := range f {
		if one.Scenario == scenario {
			found = append(found, one)
		}
	}
	return found
}

// have reports whether there are figures of a peer.
func (f figures) have(peer string) bool {
	return slices.ContainsFunc(f, func(one *figure) bool { return one.Peer == peer })
}

// write writes the figures as JSON.
func (f figures) write(name string) error {
	text, err := json.MarshalIndent(f, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o644)
}

// median returns the middle of values, 0 of none.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 0:
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[n/2]
}

// quantile returns the smallest of sorted values that a share of them does not exceed; 0 of
// none.
func quantile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := int(share*float64(len(sorted)) + 0.999999)
	return sorted[max(at, 1)-1]
}

func sorted(values []float64) []float64 {
	slices.Sort(values)
	return values
}
