package web

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// A certificate is read from its files again when they have changed: it expires sooner than a
// program ends.
type certificate struct {
	cert, key string // files

	mu      sync.Mutex
	pair    *tls.Certificate
	changed time.Time // the file of the certificate, when it was read
	looked  time.Time
}

// get returns the certificate. If the files cannot be read any more, the one that was read
// last stays.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	const pause = time.Minute
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pair != nil && time.Since(c.looked) < pause {
		return c.pair, nil
	}
	c.looked = time.Now()
	info, err := os.Stat(c.cert)
	if err == nil && c.pair != nil && info.ModTime().Equal(c.changed) {
		return c.pair, nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		if c.pair != nil {
			return c.pair, nil
		}
		return nil, err
	}
	c.pair, c.changed = &pair, info.ModTime()
	return c.pair, nil
}
