package check_test

import (
	"strings"
	"testing"

	"github.com/rocketc/rocketc/check"
	"github.com/rocketc/rocketc/web"
)

// TestConsole lowers what `console` takes, and reports all else at its place.
func TestConsole(t *testing.T) {
	for _, c := range []struct{ console, want string }{
		{`console "127.0.0.1:8080"`, `console "127.0.0.1:8080"`},
		{`console "[::1]:0"`, `console "[::1]:0"`},
		{`console "localhost:1" token env "A"`, `console "localhost:1" token env "A"`},
		{`console "127.0.0.1:1" token env "A" >> "0123456789abcdef" read_only host "x"`,
			`token env "A" >> "*****" read_only host "x"`},
		{`console "0.0.0.0:1" token env "A" tls "c" "k"`, `token env "A" tls "c" "k"`},
		{`console`, ":18: error[RKT031]: the address is missing before"},
		{`console token env "A"`, ":18: error[RKT031]: the address is missing before"},
		{`console 8080`, ":18: error[RKT124]: the address of console is a text"},
		{`console "8080"`, ":18: error[RKT124]: the address has no host and port"},
		{`console "localhost:http"`, ":18: error[RKT124]: the port is not a number up to"},
		{`console "localhost:65536"`, ":18: error[RKT124]: the port is not a number up to"},
		{`console "0.0.0.0:1"`, ":18: error[RKT177]: other machines can reach this address"},
		{`console ":1" token env "A" read_only`, ":18: warning[RKT237]: tokens go over"},
		{`console ":1" tls "c" "k"`, ":18: error[RKT177]: other machines can reach"},
		{`console "10.0.0.1:1" token env "A"`, ":18: warning[RKT237]: tokens go over"},
		{`console "localhost:1" token "short"`, ":38: error[RKT124]: a token is a text of at"},
		{`console "localhost:1" token 5`, ":38: error[RKT124]: a token is a text of at"},
		{`console "localhost:1" token nobody`, `:38: error[RKT103]: param "nobody" is not`},
		{`console "localhost:1" tls "c"`, `:40: error[RKT031]: unexpected "}" after the cert`},
		{`console "localhost:1" tls "" "k"`, ":36: error[RKT124]: the file of the certificate"},
		{`console "localhost:1" tls "c" 5`, ":40: error[RKT124]: the file of the key is a text"},
		{`console "localhost:1" tls "c" "k" tls "c" "k"`, ":44: error[RKT112]: tls is given twice"},
		{`console "localhost:1" host "a:5"`, ":37: error[RKT124]: a host has no port here"},
		{`console "localhost:1" host 5`, ":37: error[RKT124]: the name of the host is a text"},
		{`console "localhost:1" read_only`, `:32: error[RKT001]: unexpected "read_only"`},
		{`console "localhost:1"; console "localhost:2"`, ":33: error[RKT112]: console is given"},
	} {
		src := "config { " + c.console + " }\ntask a when minutely { command \"true\" }\n"
		p, diags := parse("a.rkt", []byte(src), check.Options{Console: web.New})
		got := ""
		for _, d := range diags {
			got += d.Error() + "\n"
		}
		if len(diags) == 0 && p.Schedule.Console != nil {
			got = p.Schedule.Console.Spec().String()
		}
		if !strings.Contains(got, c.want) || c.want == "" {
			t.Errorf("%s: got %s, want %s", c.console, got, c.want)
		}
	}
	_, diags := parse("a.rkt", []byte(`config { console "localhost:1" }`), check.Options{})
	if len(diags) == 0 || !strings.Contains(diags[0].Error(), ":10: error[RKT190]: console is") {
		t.Errorf("without a page: %v", diags)
	}
}
