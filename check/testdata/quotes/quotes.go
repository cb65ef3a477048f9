// Package citations is not called like its directory.
package citations

// Read returns a value.
func Read() string { return "" }
