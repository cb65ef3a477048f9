//go:build unix

package process

import "syscall"

// Replace executes a program in place of this process, which keeps its number,
// its inherited files and its children. It returns only if that fails: with
// [errors.ErrUnsupported] if the system cannot do it.
func Replace(program string, args, env []string) error { return syscall.Exec(program, args, env) }
