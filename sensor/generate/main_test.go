package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The committed files are what the signatures of the sensors make of them.
func TestGenerated(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		if got, err := os.ReadFile(filepath.Join("..", name)); err != nil ||
			!bytes.Equal(got, want) {
			t.Errorf("sensor/%s is not up to date: go generate ./sensor (error: %v)", name, err)
		}
	}
}
