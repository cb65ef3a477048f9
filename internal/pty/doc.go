// Package pty opens pseudo-terminals for tests: one end is the terminal of a program, the other
// is its screen and its keyboard. It does so on Linux only.
package pty
