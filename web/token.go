package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/rocketc/rocketc/control"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A right is what one who asks may do.
type right int

const (
	nothing right = iota
	look
	steer
)

// A key is a token that opens the page, by what is kept of it.
type key struct {
	token, cookie [sha256.Size]byte
	right         right
}

type keys []key

// leastToken is how many bytes a token has at least.
const leastToken = 16

// readKeys reads the tokens. If the schedule names none, made is the one that the program has
// made.
func (d *desk) readKeys() (made string, err error) {
	for _, list := range []struct {
		tokens []arg.Source
		right  right
	}{{d.console.Tokens, steer}, {d.console.ReadTokens, look}} {
		for _, from := range list.tokens {
			value, err := arg.Value(d.session.Scope(), from)
			token, isText := value.(string)
			switch {
			case err != nil:
				return "", fmt.Errorf("a token: %w", err)
			case !isText || len(token) < leastToken:
				return "", fmt.Errorf("a token has %d bytes at least", leastToken)
			}
			d.keys = append(d.keys, keyOf(token, list.right))
		}
	}
	if len(d.keys) > 0 {
		return "", nil
	}
	if !hostsOf(d.console, "").local {
		return "", errors.New("other machines can reach the address, and there is no token")
	}
	made, err = control.Token(d.server.Schedule)
	d.keys = keys{keyOf(made, steer)}
	return made, err
}

func keyOf(token string, r right) key {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte("cookie"))
	return key{sha256.Sum256([]byte(token)), [sha256.Size]byte(mac.Sum(nil)), r}
}

// ofToken returns the key of a token, and what one who has it may do. It takes the same time
// whatever the token is.
func (k keys) ofToken(token string) (found key) {
	sum := sha256.Sum256([]byte(token))
	for _, key := range k {
		if subtle.ConstantTimeCompare(sum[:], key.token[:]) == 1 {
			found = key
		}
	}
	return found
}

// ofCookie returns the key of a cookie.
func (k keys) ofCookie(value string) (found key) {
	sum, _ := hex.DecodeString(value)
	for _, key := range k {
		if subtle.ConstantTimeCompare(sum, key.cookie[:]) == 1 {
			found = key
		}
	}
	return found
}

// cookieName is that of the cookie that stands for a token. Cookies do not tell ports apart,
// so the name does.
func (d *desk) cookieName() string { return "rocket_" + d.port }

// rightOf returns what one who asks may do: by a token in the header, or a cookie.
func (d *desk) rightOf(r *http.Request) right {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return d.keys.ofToken(token).right
	}
	if cookie, err := r.Cookie(d.cookieName()); err == nil {
		return d.keys.ofCookie(cookie.Value).right
	}
	return nothing
}

// admit gives a browser a cookie for a token. It reports whether the token is one.
func (d *desk) admit(w http.ResponseWriter, token string) bool {
	key := d.keys.ofToken(token)
	if key.right == nothing {
		return false
	}
	http.SetCookie(w, &http.Cookie{
		Name: d.cookieName(), Value: hex.EncodeToString(key.cookie[:]), Path: "/",
		MaxAge: int(cookieTime.Seconds()), HttpOnly: true, Secure: d.secure,
		SameSite: http.SameSiteLaxMode,
	})
	return true
}
