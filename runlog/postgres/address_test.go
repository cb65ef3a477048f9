package postgres

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/runlog"
	"github.com/rocketc/rocketc/runtime/arg"
)

// TestPasswords: an address is shown without its password, and an error of one that cannot be
// read shows nothing of it.
func TestPasswords(t *testing.T) {
	const secret = "s3cret"
	for _, address := range []string{
		"postgres://me:s3cret@host/runs", "postgres://me:s3cret@host:1/runs?sslmode=disable",
		"postgres://me:s3cret@@host/runs", "postgres://host/runs?password=s3cret&user=me",
		"postgres://host/runs?user=me&password=s3cret", "host=a password=s3cret dbname=b",
		"host=a password = 's3cret s3cret' dbname=b", "PASSWORD=s3cret", "postgres://:s3cret@host",
		"postgres://me:s3cret#1@host/runs", "postgres://me:s3cret%zz@host/runs",
		"host=a port=s3cret", "postgres://me@host/runs?sslmode=s3cret&",
	} {
		log := &Log{Address: arg.First{arg.Env("NONE"), arg.Literal{Value: address}},
			Schedule: "a", Keep: runlog.Keep{Runs: 7}}
		shown := log.String()
		if strings.Contains(address, "ass") || strings.Contains(address, ":s3cret") {
			if strings.Contains(shown, secret) {
				t.Errorf("it is shown as %s", shown)
			}
		}
		if !strings.HasPrefix(shown, `postgres env "NONE"`) ||
			!strings.HasSuffix(shown, "keep 7 runs") {
			t.Errorf("it is shown as %s", shown)
		}
		if _, err := configure(address, "a"); err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
