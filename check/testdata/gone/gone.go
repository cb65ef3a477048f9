// Package gone does not compile.
package gone

func Unknown(x Missing) error { return nil }
