package main

import (
	"context"
	"fmt"
)

// A repairer is a run log that can be made whole. The notes say what was done.
type repairer interface {
	Repair(ctx context.Context) (notes []string, err error)
}

// repair makes a damaged run log whole, and says what it does.
func (inv *invocation) repair(name string) error {
	named, err := inv.openRunLog(name)
	if err != nil {
		return err
	}
	log, ok := named.log.(repairer)
	if !ok {
		return fmt.Errorf("%s is not a run log in lines: what keeps it repairs it", shown(name))
	}
	notes, err := log.Repair(inv.ctx)
	for _, note := range notes {
		fmt.Fprintln(inv.stdout, note)
	}
	if err == nil && len(notes) == 0 {
		fmt.Fprintf(inv.stdout, "%s is whole: there was nothing to repair\n", name)
	}
	return err
}
