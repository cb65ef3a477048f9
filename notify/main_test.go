package notify

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The authority that the system trusts in these tests, and a certificate of it for all places.
var certificate tls.Certificate

// TestMain has the system trust an authority of the tests' own, as one does that runs servers
// with such certificates.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "notify")
	if err != nil {
		log.Fatal(err)
	}
	os.Setenv("SSL_CERT_FILE", filepath.Join(dir, "ca.pem"))
	os.Setenv("SSL_CERT_DIR", dir)
	if err := certify(filepath.Join(dir, "ca.pem")); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// certify makes the authority, which it writes to a file, and the certificate.
func certify(file string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true,
		Subject: pkix.Name{CommonName: "authority"}, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Now().AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageCertSign}
	text, err := x509.CreateCertificate(rand.Reader, authority, authority, key.Public(), key)
	if err != nil {
		return err
	}
	pemText := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: text})
	if err := os.WriteFile(file, pemText, 0o600); err != nil {
		return err
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: authority.NotBefore,
		NotAfter: authority.NotAfter, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		DNSNames: []string{"hooks.slack.com", "slack.com", "discord.com", "api.telegram.org",
			"ntfy.sh", "x.webhook.office.com", "push.example.com", "mail.example.com"}}
	text, err = x509.CreateCertificate(rand.Reader, leaf, authority, key.Public(), key)
	certificate = tls.Certificate{Certificate: [][]byte{text}, PrivateKey: key}
	return err
}

// to returns a wire on which one server has all addresses.
func to(listener net.Listener) wire {
	return wire{dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "tcp", listener.Addr().String())
	}}
}
