//go:build !linux

package process

import "os/exec"

// This system has no enclosures: the processes of a tree are its process group.
type (
	enclosures struct{}
	enclosure  struct{}
)

func (*enclosures) add(string) *enclosure { return &enclosure{} }
func (*enclosures) path() string          { return "" }
func (*enclosures) close()                {}
func (*enclosure) holds() bool            { return false }
func (*enclosure) kill()                  {}
func (*enclosure) remove()                {}

func (*enclosure) start(cmd *exec.Cmd) (*exec.Cmd, error) { return cmd, cmd.Start() }

func killCgroup(string)   {}
func removeCgroup(string) {}

// ClearLeftovers does nothing: this system has no control groups.
func ClearLeftovers() {}
