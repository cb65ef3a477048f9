package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A request is a place that takes a message by a POST of JSON.
type request struct {
	service string
	url     *url.URL
	header  http.Header
	// limit is how long a text may be, in UTF-16 units; 0: any length.
	limit int
	// body returns what becomes the JSON of a message.
	body func(note) any
	// refused returns why the service has not taken the message, if it answers so with a
	// status that says it has. It is nil if the status is all.
	refused func(answer []byte) string
}

// name returns the service.
func (q *request) name() string { return q.service }

// The bounds of an answer.
const (
	maxAnswer = 64 << 10 // bytes that are read
	maxQuoted = 300      // of it in an error, in UTF-16 units
)

// post sends the message and judges the answer.
func (q *request) post(ctx context.Context, w wire, n note) error {
	if q.limit > 0 {
		n.message = clip(n.message, q.limit-len(n.title))
	}
	body, err := json.Marshal(q.body(n))
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, q.url.String(),
		bytes.NewReader(body))
	if err != nil {
		return errors.New("the address is no URL") // err has it in it
	}
	for key, values := range q.header {
		r.Header[key] = values
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "rocketc")
	answer, err := w.client().Do(r)
	if err != nil {
		if e := (*url.Error)(nil); errors.As(err, &e) {
			err = e.Err // without the address
		}
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	return q.judge(answer, text, err)
}

// judge returns why the message is not taken, or nil. err is that of reading the answer,
// which counts only if the answer matters.
func (q *request) judge(answer *http.Response, text []byte, err error) error {
	switch answer.StatusCode / 100 {
	case 2:
		if q.refused == nil {
			return nil
		}
		if err != nil {
			return err
		}
		if why := q.refused(text); why != "" {
			return errors.New("refused: " + why)
		}
		return nil
	case 3:
		return fmt.Errorf("the answer is %s, which leads elsewhere: write the address to which it "+
			"leads", answer.Status)
	}
	why := "the answer is " + answer.Status
	if after := answer.Header.Get("Retry-After"); after != "" {
		why += ", try again after " + clip(printable(after, ""), 40)
	}
	if quoted := strings.TrimSpace(printable(string(text), "")); quoted != "" {
		why += ": " + clip(quoted, maxQuoted)
	}
	return errors.New(why)
}

// client returns a client that follows no redirection and keeps no connection.
func (w wire) client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: w.dial, DisableKeepAlives: true,
			ForceAttemptHTTP2: true, MaxResponseHeaderBytes: maxAnswer,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}

// services are those that take other messages than a web hook of one's own, by a part of
// their addresses, and what is written instead.
var services = []struct{ host, path, way string }{
	{"hooks.slack.com", "", "write slack:// in place of https://"},
	{"discord.com", "/api/webhooks/", "write discord:// in place of https://"},
	{"discordapp.com", "/api/webhooks/", "write discord:// in place of https://"},
	{".webhook.office.com", "", "write teams:// in place of https://"},
	{"ntfy.sh", "", "write ntfy:// in place of https://"},
	{"api.telegram.org", "", "it is written: telegram://TOKEN@telegram?chats=CHAT"},
}

// readHook reads http:// and https://, the address of a web hook.
func readHook(u *url.URL) (target, error) {
	host := strings.ToLower(u.Hostname())
	for _, s := range services {
		if (host == s.host || s.host[0] == '.' && strings.HasSuffix(host, s.host)) &&
			strings.HasPrefix(u.Path, s.path) {
			return nil, &AddressError{strings.TrimPrefix(s.host, ".") +
				" takes messages of another form", s.way}
		}
	}
	if u.Hostname() == "" {
		return nil, bad("the address names no host")
	}
	q := &request{service: "web hook", url: u, body: hookBody}
	if user := u.User; user != nil {
		password, _ := user.Password()
		r := http.Request{Header: http.Header{}}
		r.SetBasicAuth(user.Username(), password)
		q.header = r.Header
		plain := *u
		plain.User = nil
		q.url = &plain
	}
	return q, nil
}

// A hookMessage is what a web hook gets.
type hookMessage struct {
	Title   string `json:"title"`
	Message string `json:"message"`
	// The rest is that of the run.
	Task      string      `json:"task,omitempty"`
	RunID     string      `json:"run_id,omitempty"`
	Scheduled *time.Time  `json:"scheduled,omitempty"`
	Causes    []hookCause `json:"causes,omitempty"`
}

// A hookCause is a cause of the run.
type hookCause struct {
	Task  string    `json:"task"`
	Event string    `json:"event"`
	RunID string    `json:"run_id,omitempty"`
	Time  time.Time `json:"time"`
	Error string    `json:"error,omitempty"`
}

// hookBody returns what a web hook gets.
func hookBody(n note) any {
	m := hookMessage{Title: n.title, Message: n.message}
	if n.run == nil {
		return m
	}
	m.Task, m.RunID = n.run.Task().Name(), n.run.ID
	if at := n.run.Scheduled.In(n.zone); !at.IsZero() {
		m.Scheduled = &at
	}
	for _, c := range n.run.Causes {
		m.Causes = append(m.Causes, hookCause{c.Task, c.Event.String(), c.RunID,
			eventTime(c).In(n.zone), clip(c.Error, maxError)})
	}
	return m
}
