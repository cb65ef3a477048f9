//go:build !linux

package pgserver

import "syscall"

// A Server is a PostgreSQL server.
type Server struct{}

// New fails with [ErrMissing].
func New() (*Server, error) { return nil, ErrMissing }

// NewDurable fails with [ErrMissing].
func NewDurable() (*Server, error) { return nil, ErrMissing }

// Start, and all other methods, do nothing: there is no server.
func (s *Server) Start() error { return ErrMissing }

// Stop does nothing.
func (s *Server) Stop(syscall.Signal) error { return ErrMissing }

// Remove does nothing.
func (s *Server) Remove() error { return nil }

// PID returns nothing.
func (s *Server) PID() int { return 0 }

// Socket returns nothing.
func (s *Server) Socket() string { return "" }

// Address returns nothing.
func (s *Server) Address(string) string { return "" }

// NewDatabase makes nothing.
func (s *Server) NewDatabase() (address string, err error) { return "", ErrMissing }
