//go:build !linux

package main

import "context"

// fleets measures nothing: there are fleets on Linux only.
func (b *bench) fleets(context.Context) error { return nil }
