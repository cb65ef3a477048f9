package notify

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is found into testdata")

// described returns where a place is, and what it gets.
func described(t *testing.T, place target, n note) (lines []string) {
	t.Helper()
	switch place := place.(type) {
	case telegram:
		for _, q := range place {
			lines = append(lines, described(t, q, n)...)
		}
	case *request:
		body, err := json.Marshal(place.body(n))
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, "POST "+place.url.String())
		for _, key := range slices.Sorted(maps.Keys(place.header)) {
			lines = append(lines, key+": "+place.header.Get(key))
		}
		lines = append(lines, string(body))
	case *postOffice:
		lines = append(lines, fmt.Sprintf("%s port %s user %q password %q TLS %v none %v",
			place.host, place.port, place.user, place.password, place.implicit, place.plain),
			fmt.Sprintf("from %v to %v", place.from, place.to))
	}
	return lines
}

// TestAddresses reads addresses of all kinds, in all their forms. testdata/addresses.txt has
// them, one in a line, each followed by what becomes of it.
func TestAddresses(t *testing.T) {
	text, err := os.ReadFile("testdata/addresses.txt")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for block := range strings.SplitSeq(string(text), "\n\n") {
		address, _, _ := strings.Cut(strings.TrimSpace(block), "\n")
		place, err := parse(address)
		if err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		lines := described(t, place, note{title: "T", message: "m\n<n>"})
		fmt.Fprintf(&b, "%s\n    %s\n\n", address, strings.Join(lines, "\n    "))
	}
	got := strings.TrimSuffix(b.String(), "\n")
	if *update {
		if err := os.WriteFile("testdata/addresses.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != string(text) {
		t.Errorf("testdata/addresses.txt differs; got\n%s", got)
	}
}

// wrong has texts that are no addresses, each before a part of what is said of it. They all
// have s3cr3t in them, or nothing that could be secret.
var wrong = [][2]string{
	{"s3cr3t", "no scheme that is known"},
	{"s3cr3t@example.com", "no scheme that is known"},
	{"mailto:s3cr3t@example.com", "no scheme that is known"},
	{"sms://s3cr3t", `the scheme "sms" of the address is not known`},
	{"s3cr3t sms://x", "no scheme that is known"},
	{"s3cr3t://x", "no scheme that is known"},
	{"generic+https://s3cr3t", `the scheme "generic+https" of the address is not known`},
	{"s3cr3tAndLongerThanAScheme://x", "no scheme that is known"},
	{"ntfy://", "names no host"},
	{"https://:8080/s3cr3t", "names no host"},
	{"https:///s3cr3t", "names no host"},
	{"https://example.com/a b/s3cr3t", "a space or a control character"},
	{"https://example.com/\x00s3cr3t", "a space or a control character"},
	{"https://example.com/\r\nX: s3cr3t", "a space or a control character"},
	{"smtp://u:s3cr3t/x@h.i:z?from=a@b.c", "no URL"},
	{"https://example.com/%zz/s3cr3t", "no URL"},
	{"https://hooks.slack.com/services/s3cr3t", "hooks.slack.com takes messages of another form"},
	{"https://Discord.com/api/webhooks/1/s3cr3t", "discord.com takes"},
	{"https://x.webhook.office.com/s3cr3t", "webhook.office.com takes"},
	{"http://ntfy.sh/s3cr3t", "ntfy.sh takes"},
	{"https://api.telegram.org/bots3cr3t/x", "api.telegram.org takes"},
	{"slack://s3cr3t", "neither a web hook of Slack nor a token"},
	{"slack://hook:s3cr3t-B@webhook", "three parts"},
	{"slack://hooks.slack.com?s3cr3t", "no path of a web hook"},
	{"slack://pass:s3cr3t@channel", "neither a web hook"},
	{"discord://s3cr3t", "lacks the token or the number"},
	{"discord://s3cr3t@12/raw", "lacks the token or the number"},
	{"discord://s3cr3t@12?thread=1", "does not know; it knows thread_id"},
	{"discord://discord.com?s3cr3t", "no path of a web hook"},
	{"teams://s3cr3t@ten/alt", "lacks a part"},
	{"teams://s3cr3t@ten/alt/own", "lacks a part"},
	{"teams://example.com?s3cr3t", "no path of a web hook"},
	{"telegram://s3cr3t@telegram?chats=1", "no token of a bot"},
	{"telegram://1:s3cr3t@telegram", "names no chat"},
	{"telegram://1:s3cr3t@telegram/x?chats=1", "has no path"},
	{"telegram://1:s3cr3t@telegram?chat=1", "it knows chats"},
	{"telegram://1:s3cr3t@telegram?chats=1&s3cr3t", "it knows chats"},
	{"telegram://1:s3cr3t@telegram?chats=%", "not written as key=value"},
	{"ntfy://ntfy.sh/s3cr3t/more", "no topic, or more than one"},
	{"ntfy://ntfy.sh/?s3cr3t=1", "it knows scheme, disabletls, priority"},
	{"ntfy://ntfy.sh/s3cr3t?priority=9", "a number from 1 to 5"},
	{"ntfy://ntfy.sh/s3cr3t?scheme=ftp", "http or https"},
	{"gotify://s3cr3t", "no token"},
	{"gotify://h/s3cr3t?priority=s3cr3t", "a number from 0 to 10"},
	{"gotify://h/s3cr3t?disabletls=perhaps", "yes or no"},
	{"smtp://u:s3cr3t@h?from=a@b.c", "from whom and to whom"},
	{"smtp://u:s3cr3t@h?from=s3cr3t&to=d@e.f", "from is no mail address"},
	{"smtp://h?from=a@b.c&to=d@e.f,s3cr3t", "to is no list of mail addresses"},
	{"smtp://h/s3cr3t?from=a@b.c&to=d@e.f", "has no path"},
	{"smtp://u:s3cr3t@h?from=a@b.c&to=d@e.f&starttls=maybe", "yes or no"},
	{"smtp://:25?from=a@b.c&to=s3cr3t@e.f", "names no host"},
	{"smtp://h?from=a@b.c%0d%0aRCPT:s3cr3t&to=d@e.f", "from is no mail address"},
}

// TestWrongAddresses: what is wrong with a text that is no address is said, with a way out,
// and without anything of the text.
func TestWrongAddresses(t *testing.T) {
	for _, w := range wrong {
		address, want := w[0], w[1]
		_, err := parse(address)
		e := (*AddressError)(nil)
		switch {
		case !errors.As(err, &e):
			t.Errorf("%q: the error is %v", address, err)
		case !strings.Contains(e.Problem, want) || e.Help() == "":
			t.Errorf("%q: %s (%s), want %q", address, e.Problem, e.Way, want)
		case strings.Contains(e.Problem+e.Way, "s3cr3t"):
			t.Errorf("%q: the error shows it: %s (%s)", address, e.Problem, e.Way)
		}
	}
}

// FuzzAddress: no text makes the parser panic, what is wrong with one is an AddressError, and
// what is not wrong has a place.
func FuzzAddress(f *testing.F) {
	for _, w := range wrong {
		f.Add(w[0])
	}
	for _, k := range kinds {
		f.Add(k.example)
	}
	f.Fuzz(func(t *testing.T, address string) {
		place, err := parse(address)
		if err == nil {
			if place.name() == "" {
				t.Error("no name")
			}
			secretsOf(address)
			return
		}
		if e := (*AddressError)(nil); !errors.As(err, &e) || e.Problem == "" || e.Way == "" {
			t.Errorf("%q: %#v", address, err)
		}
	})
}
