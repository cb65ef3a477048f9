package notify

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// webHook returns the web hook whose address, after https://, is the address of another
// scheme.
func webHook(u *url.URL) *url.URL {
	hook := *u
	hook.Scheme, hook.User, hook.Fragment = "https", nil, ""
	return &hook
}

// isHost reports whether the host of an address is that of a server, and not a word in its
// place.
func isHost(u *url.URL) bool { return strings.ContainsAny(u.Host, ".:") }

// bold returns a title and a message as one text, the title between marks.
func bold(mark string, n note) string {
	if n.title == "" || n.message == "" {
		return n.title + n.message
	}
	return mark + n.title + mark + "\n" + n.message
}

// slackText has for Slack's marks the text that shows them.
var slackText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// readSlack reads slack://hooks.slack.com/services/T/B/X, slack://hook:T-B-X@webhook,
// slack://T/B/X and slack://xoxb-TOKEN@CHANNEL. In front of a token a colon may stand for the
// dash.
func readSlack(u *url.URL) (target, error) {
	q := &request{service: "Slack", limit: 30_000}
	message := func(n note) map[string]string {
		n.title, n.message = slackText.Replace(n.title), slackText.Replace(n.message)
		return map[string]string{"text": bold("*", n)}
	}
	q.body = func(n note) any { return message(n) }
	user := u.User.Username()
	token, hasPassword := u.User.Password()
	switch parts := segments(u.Path); {
	case isHost(u):
		if len(parts) == 0 {
			return nil, bad("the address has no path of a web hook")
		}
		q.url = webHook(u)
	case user == "hook" && hasPassword:
		parts = strings.FieldsFunc(token, func(r rune) bool { return r == '-' || r == '/' })
		if len(parts) != 3 {
			return nil, bad("the token of a web hook has three parts: T-B-X")
		}
		q.url = web("hooks.slack.com", "/services/"+strings.Join(parts, "/"))
	case len(parts) == 2:
		q.url = web("hooks.slack.com", "/services/"+u.Host+"/"+strings.Join(parts, "/"))
	case strings.HasPrefix(user, "xox") && len(parts) == 0:
		if hasPassword {
			user += "-" + token
		}
		q.url = web("slack.com", "/api/chat.postMessage")
		q.header = http.Header{"Authorization": {"Bearer " + user}}
		q.refused = slackRefused
		q.body = func(n note) any {
			m := message(n)
			m["channel"] = u.Host
			return m
		}
	default:
		return nil, bad("the address has neither a web hook of Slack nor a token with a channel")
	}
	return q, nil
}

// slackRefused reads the answer of Slack's API.
func slackRefused(answer []byte) string {
	var a struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
	}
	if err := json.Unmarshal(answer, &a); err != nil || !a.OK && a.Error == "" {
		return "the answer is not that of Slack"
	}
	return a.Error
}

// readDiscord reads discord://discord.com/api/webhooks/ID/TOKEN and discord://TOKEN@ID.
func readDiscord(u *url.URL) (target, error) {
	q := &request{service: "Discord", limit: 1900}
	if isHost(u) && u.User == nil {
		if len(segments(u.Path)) == 0 {
			return nil, bad("the address has no path of a web hook")
		}
		q.url = webHook(u)
	} else {
		set, err := settings(u, "thread_id")
		if err != nil {
			return nil, err
		}
		if u.User.Username() == "" || len(segments(u.Path)) > 0 {
			return nil, bad("the address lacks the token or the number of a web hook")
		}
		q.url = web("discord.com", "/api/webhooks/"+u.Host+"/"+u.User.Username())
		if thread := set["thread_id"]; thread != "" {
			q.url.RawQuery = url.Values{"thread_id": {thread}}.Encode()
		}
	}
	q.body = func(n note) any {
		return map[string]any{
			"content":          bold("**", n),
			"allowed_mentions": map[string]any{"parse": []string{}}, // @everyone is a text
		}
	}
	return q, nil
}

// readTeams reads teams://HOST/PATH and teams://GROUP@TENANT/ALT/OWNER[/EXTRA]?host=HOST.
func readTeams(u *url.URL) (target, error) {
	q := &request{service: "Teams", limit: 20_000, body: teamsBody}
	if isHost(u) {
		if len(segments(u.Path)) == 0 {
			return nil, bad("the address has no path of a web hook")
		}
		q.url = webHook(u)
		return q, nil
	}
	set, err := settings(u, "host")
	parts := segments(u.Path)
	switch {
	case err != nil:
		return nil, err
	case u.User.Username() == "" || len(parts) < 2 || len(parts) > 3 || set["host"] == "":
		return nil, bad("the address lacks a part of a web hook of Teams")
	}
	path := "/webhookb2/" + u.User.Username() + "@" + u.Host + "/IncomingWebhook/" +
		strings.Join(parts, "/")
	q.url = web(set["host"], path)
	return q, nil
}

// teamsBody returns a message with an adaptive card.
func teamsBody(n note) any {
	block := func(text, weight string) map[string]any {
		return map[string]any{"type": "TextBlock", "text": text, "weight": weight, "wrap": true}
	}
	var body []map[string]any
	if n.title != "" {
		body = append(body, block(n.title, "Bolder"))
	}
	if n.message != "" { // a line break of a card is an empty line
		body = append(body, block(strings.ReplaceAll(n.message, "\n", "\n\n"), "Default"))
	}
	return map[string]any{
		"type": "message",
		"attachments": []map[string]any{{
			"contentType": "application/vnd.microsoft.card.adaptive",
			"content": map[string]any{"type": "AdaptiveCard", "version": "1.4",
				"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "body": body},
		}},
	}
}

// A telegram is chats of Telegram, each of which gets the message by a request of its own.
type telegram []*request

// readTelegram reads telegram://TOKEN@telegram?chats=CHAT,CHAT. A host in place of the word
// telegram is that of a server of one's own for bots.
func readTelegram(u *url.URL) (target, error) {
	set, err := settings(u, "chats channels")
	if err != nil {
		return nil, err
	}
	token, _ := u.User.Password()
	chats := strings.FieldsFunc(set["chats"], func(r rune) bool { return r == ',' })
	switch {
	case u.User.Username() == "" || token == "":
		return nil, bad("the address has no token of a bot, NUMBER:TEXT")
	case len(chats) == 0:
		return nil, bad("the address names no chat")
	case len(segments(u.Path)) > 0:
		return nil, bad("the address of a chat of Telegram has no path")
	}
	host := "api.telegram.org"
	if isHost(u) {
		host = u.Host
	}
	var all telegram
	for _, chat := range chats {
		all = append(all, &request{
			service: "Telegram", limit: 4000, refused: telegramRefused,
			url: web(host, "/bot"+u.User.Username()+":"+token+"/sendMessage"),
			body: func(n note) any {
				return map[string]any{"chat_id": chat, "text": bold("", n)}
			},
		})
	}
	return all, nil
}

// name returns the service.
func (t telegram) name() string { return t[0].name() }

// post sends the message to each chat, and ends at the first that fails.
func (t telegram) post(ctx context.Context, w wire, n note) error {
	for _, chat := range t {
		if err := chat.post(ctx, w, n); err != nil {
			return err
		}
	}
	return nil
}

// telegramRefused reads the answer of Telegram.
func telegramRefused(answer []byte) string {
	var a struct {
		OK          bool   `json:"ok"`
		Description string `json:"description"`
	}
	if err := json.Unmarshal(answer, &a); err != nil || !a.OK && a.Description == "" {
		return "the answer is not that of Telegram"
	}
	if a.OK {
		return ""
	}
	return clip(printable(a.Description, ""), maxQuoted)
}
