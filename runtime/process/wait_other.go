//go:build !linux

package process

// awaitUnreaped reports that it did not wait.
func awaitUnreaped(int) bool { return false }
