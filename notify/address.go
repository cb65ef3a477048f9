package notify

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// A target is a place that takes messages.
type target interface {
	// name says what it is, for errors.
	name() string
	// post delivers a note. An error may have parts of the address in it.
	post(ctx context.Context, w wire, n note) error
}

// A kind is what addresses of a scheme are.
type kind struct {
	example string
	// read returns the place at an address. The URL has a host.
	read func(*url.URL) (target, error)
}

// kinds has the kind of each scheme.
var kinds = map[string]kind{
	"http":     {"http://HOST/PATH", readHook},
	"https":    {"https://HOST/PATH", readHook},
	"slack":    {"slack://hooks.slack.com/services/T/B/X, or slack://TOKEN@CHANNEL", readSlack},
	"discord":  {"discord://discord.com/api/webhooks/ID/TOKEN, or discord://TOKEN@ID", readDiscord},
	"teams":    {"teams://HOST/PATH, the address of the web hook after https://", readTeams},
	"telegram": {"telegram://TOKEN@telegram?chats=CHAT", readTelegram},
	"ntfy":     {"ntfy://HOST/TOPIC", readNtfy},
	"gotify":   {"gotify://HOST/TOKEN", readGotify},
	"smtp":     {"smtp://USER:PASSWORD@HOST:587?from=ADDRESS&to=ADDRESS", readMail},
	"smtps":    {"smtps://USER:PASSWORD@HOST?from=ADDRESS&to=ADDRESS", readMail},
}

// Schemes returns the schemes of addresses, sorted.
func Schemes() []string { return slices.Sorted(maps.Keys(kinds)) }

// An AddressError says why a text is not an address. It has no part of the text in it but the
// scheme.
type AddressError struct {
	// Problem is what is wrong, Way what to write instead.
	Problem, Way string
}

// Error returns what is wrong.
func (e *AddressError) Error() string { return e.Problem }

// Help returns what to write instead.
func (e *AddressError) Help() string { return e.Way }

// parse returns the place at an address.
func parse(address string) (target, error) {
	address = strings.TrimSpace(address)
	scheme, rest, ok := strings.Cut(address, "://")
	scheme = strings.ToLower(scheme)
	k, known := kinds[scheme]
	if !ok || !known {
		return nil, noScheme(scheme, ok)
	}
	way := "it is written: " + k.example
	u, err := url.Parse(address)
	switch {
	case strings.ContainsFunc(rest, unicode.IsControl) || strings.Contains(rest, " "):
		return nil, &AddressError{"the address has a space or a control character in it", way}
	case err != nil:
		return nil, &AddressError{"the address is no URL",
			way + "; of a password, the characters : / ? # @ % are written as %3A and so on"}
	case u.Host == "":
		return nil, &AddressError{"the address names no host", way}
	}
	to, err := k.read(u)
	if e, is := err.(*AddressError); is && e.Way == "" {
		e.Way = way
	}
	return to, err
}

// noScheme returns the error of an address whose scheme is not known, or that has none. A
// scheme is quoted only if it looks like one: it might be a password.
func noScheme(scheme string, has bool) error {
	e := &AddressError{"the address has no scheme that is known",
		"the schemes are " + strings.Join(Schemes(), ", ") + ": ntfy://HOST/TOPIC"}
	switch {
	case !has && strings.Contains(scheme, "@"):
		e.Way = "mail goes by a server: smtp://HOST?from=ADDRESS&to=ADDRESS"
	case has && len(scheme) <= 20 && !strings.ContainsFunc(scheme, noPartOfScheme):
		e.Problem = fmt.Sprintf("the scheme %q of the address is not known", scheme)
	}
	return e
}

// noPartOfScheme reports whether a sign, in lower case, is in no scheme that services have.
func noPartOfScheme(r rune) bool {
	return !strings.ContainsRune("+-_", r) && (r < 'a' || r > 'z')
}

// bad returns an error about an address of a kind.
func bad(format string, args ...any) error {
	return &AddressError{Problem: fmt.Sprintf(format, args...)}
}

// settings returns what the query of an address says, for the keys that are known. Several
// keys for one setting stand in one entry of known, the name first: "from fromaddress".
func settings(u *url.URL, known ...string) (map[string]string, error) {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, bad("the settings after ? of the address are not written as key=value")
	}
	found := map[string]string{}
	for key, values := range query {
		i := slices.IndexFunc(known, func(names string) bool {
			return slices.Contains(strings.Fields(names), strings.ToLower(key))
		})
		if i < 0 {
			names := make([]string, len(known))
			for i, k := range known {
				names[i], _, _ = strings.Cut(k, " ")
			}
			return nil, bad("the address has a setting after ? that %s:// does not know; "+
				"it knows %s", u.Scheme, strings.Join(names, ", "))
		}
		name, _, _ := strings.Cut(known[i], " ")
		found[name] = values[0]
	}
	return found, nil
}

// web returns an address of a web server in place of that of another scheme.
func web(host, path string) *url.URL { return &url.URL{Scheme: "https", Host: host, Path: path} }

// segments returns the parts of a path.
func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// minSecret is how long a part of an address is that is hidden in errors.
const minSecret = 4

// secretsOf returns the parts of an address that may be secret: all but its scheme and the
// host. Of mail it is the password.
func secretsOf(address string) []string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return nil // nothing was sent to it
	}
	var parts []string
	user := u.User.Username()
	if password, ok := u.User.Password(); ok {
		parts = append(parts, password, user+":"+password, user+"-"+password)
	}
	if !strings.HasPrefix(u.Scheme, "smtp") {
		parts = append(parts, user)
		parts = append(parts, segments(u.Path)...)
		parts = append(parts, segments(u.EscapedPath())...)
		for _, values := range u.Query() {
			parts = append(parts, values...)
		}
		if !isHost(u) {
			parts = append(parts, u.Host)
		}
	}
	return slices.DeleteFunc(parts, func(part string) bool { return len(part) < minSecret })
}

// hide returns an error without secrets, if it has one. It then leads to no other error.
func hide(err error, secrets []string) error {
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	text := err.Error()
	for _, secret := range secrets {
		text = strings.ReplaceAll(text, secret, "*****")
	}
	if text == err.Error() {
		return err
	}
	return fmt.Errorf("%s", text)
}
