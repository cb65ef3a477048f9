package main

import (
	"io"
	"os"
	"os/exec"
	"strings"
)

// page writes a text to standard output, through a pager if that is a terminal.
func (inv *invocation) page(text string) error {
	if words := pager(); len(words) > 0 && isTerminal(inv.stdout) {
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), inv.stdout, inv.stderr
		if err := cmd.Start(); err == nil {
			return cmd.Wait()
		}
	}
	_, err := io.WriteString(inv.stdout, text)
	return err
}

// pager returns the words of the pager's command line: those of PAGER, which may be empty,
// else less, which goes on at once if the text fits onto the screen. No words are no pager.
func pager() []string {
	if words, is := os.LookupEnv("PAGER"); is {
		return strings.Fields(words)
	}
	if less, err := exec.LookPath("less"); err == nil {
		return []string{less, "-FRX"}
	}
	return nil
}
