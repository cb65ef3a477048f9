//go:build !unix

package web

import (
	"testing"
	"time"
)

// processorTime returns 0: that is not known here.
func processorTime(*testing.T) time.Duration { return 0 }
