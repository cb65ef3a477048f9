package web

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// certify writes a certificate of this machine with a number, and its key, into a directory, as
// of an instant.
func certify(t *testing.T, dir string, number int64, at time.Time) (pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "desk"},
		NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), IsCA: true,
		BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: cert},
		"key.pem":  {Type: "PRIVATE KEY", Bytes: private},
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(cert)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(parsed)
	return pool
}

// TestTLS: with a certificate, the page is there by https alone.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	pool := certify(t, dir, 1, time.Now())
	s := open(t)
	s.desk.console.Certificate = filepath.Join(dir, "cert.pem")
	s.desk.console.Key = filepath.Join(dir, "key.pem")
	address, _ := s.listen()
	client := &http.Client{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
	t.Cleanup(client.CloseIdleConnections)
	answer, err := client.Get("https://" + address + "/?token=" + steerToken)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if cookies := answer.Cookies(); answer.StatusCode != 303 || len(cookies) != 1 ||
		!cookies[0].Secure {
		t.Errorf("status %d, cookies %v", answer.StatusCode, cookies)
	}
	if link := s.desk.link("x"); !strings.HasPrefix(link, "https://") {
		t.Errorf("the link is %s", link)
	}
	plain, err := http.Get("http://" + address + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Body.Close()
	if text, _ := io.ReadAll(plain.Body); plain.StatusCode != 400 {
		t.Errorf("without https: status %d: %s", plain.StatusCode, text)
	}
	old := &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11}
	if conn, err := tls.Dial("tcp", address, old); err == nil {
		conn.Close()
		t.Error("TLS 1.1 is spoken")
	}
}

// TestCertificateIsRenewed: a new certificate counts without a restart, soon; one that cannot be
// read does not.
func TestCertificateIsRenewed(t *testing.T) {
	dir := t.TempDir()
	began := time.Now()
	certify(t, dir, 1, began)
	synctest.Test(t, func(t *testing.T) {
		c := &certificate{
			cert: filepath.Join(dir, "cert.pem"), key: filepath.Join(dir, "key.pem")}
		expect := func(when string, number int64) {
			t.Helper()
			pair, err := c.get(nil)
			if err != nil {
				t.Fatalf("%s: %v", when, err)
			}
			if got := pair.Leaf.SerialNumber.Int64(); got != number {
				t.Errorf("%s: certificate %d, want %d", when, got, number)
			}
		}
		expect("at first", 1)
		certify(t, dir, 2, began.Add(time.Hour))
		expect("at once", 1)
		time.Sleep(time.Minute)
		expect("after a minute", 2)
		if err := os.WriteFile(c.key, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(c.cert, []byte("half a certific"), 0o600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		expect("damaged", 2)
		if err := os.Remove(c.cert); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		expect("gone", 2)
		certify(t, dir, 3, began.Add(2*time.Hour))
		time.Sleep(time.Minute)
		expect("renewed", 3)
	})
	if _, err := (&certificate{cert: filepath.Join(dir, "none")}).get(nil); err == nil {
		t.Error("there is a certificate without a file")
	}
}
