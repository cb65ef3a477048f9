package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// Limit is how long it may take to post a message.
const Limit = 30 * time.Second

// ErrNoAnswer is the error if a place has not taken a message within [Limit].
var ErrNoAnswer = fmt.Errorf("no answer within %v", Limit)

// A Post is an action that posts a message. A place that cannot be reached, or refuses the
// message, is a failure of the run.
type Post struct {
	// To is the address, a text.
	To arg.Source
	// Title is one line; nil: the causes of the run, or the task, in a few words.
	Title arg.Source
	// Message is the text; nil: the causes of the run in words, a line for each.
	Message arg.Source
}

// New returns a [Post] as an action. The title and the message may be nil.
func New(to, title, message arg.Source) rocket.Action { return Post{to, title, message} }

// Act posts the message. It returns no value.
func (p Post) Act(ctx context.Context, r *rocket.Run) (any, error) {
	to, err := text(r, "address", p.To)
	if err != nil {
		return nil, err
	}
	n := noteOf(r)
	for _, part := range []struct {
		name string
		from arg.Source
		text *string
	}{{"title", p.Title, &n.title}, {"message", p.Message, &n.message}} {
		if part.from == nil {
			continue
		}
		if *part.text, err = text(r, part.name, part.from); err != nil {
			return nil, err
		}
	}
	return nil, send(ctx, direct, to, n)
}

// text returns the value of a source as a text.
func text(r *rocket.Run, name string, from arg.Source) (string, error) {
	value, err := rocket.Arg[any]{Name: name, From: from}.Value(r)
	if err != nil {
		return "", err
	}
	text, err := arg.Text(value)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return text, nil
}

// Sources returns the arguments of the action.
func (p Post) Sources() []arg.Source { return []arg.Source{p.To, p.Title, p.Message} }

// CheckAddress reports an address that is known before the program runs and is not one: an
// [*AddressError].
func (p Post) CheckAddress() error {
	if literal, ok := p.To.(arg.Literal); ok {
		address, isText := literal.Value.(string)
		if !isText {
			return &AddressError{"an address is a text",
				`for example notify "ntfy://HOST/TOPIC"`}
		}
		_, err := parse(address)
		return err
	}
	return nil
}

// String returns the action as the language writes it. Of an address only the scheme is
// shown.
func (p Post) String() string {
	s := "notify " + shown(p.To)
	if p.Title != nil {
		s += " title " + p.Title.String()
	}
	if p.Message != nil {
		s += " message " + p.Message.String()
	}
	return s
}

// shown returns an argument without what is secret in an address.
func shown(from arg.Source) string {
	switch from := from.(type) {
	case nil:
		return "?"
	case arg.Literal:
		scheme, _, ok := strings.Cut(fmt.Sprint(from.Value), "://")
		if _, known := kinds[scheme]; ok && known {
			return scheme + "://*****"
		}
		return "*****"
	case arg.First:
		texts := make([]string, len(from))
		for i, source := range from {
			texts[i] = shown(source)
		}
		return strings.Join(texts, " >> ")
	}
	return from.String()
}

// Send posts a message to an address, within [Limit] and until ctx is done. The error is an
// [*AddressError] if the address is none.
func Send(ctx context.Context, address, title, message string) error {
	return send(ctx, direct, address, note{title: title, message: message})
}

// send posts a note by way of a wire.
func send(ctx context.Context, w wire, address string, n note) error {
	to, err := parse(address)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, Limit, ErrNoAnswer)
	defer cancel()
	err = to.post(ctx, w, n.clean())
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
		if !errors.Is(err, ErrNoAnswer) {
			return err
		}
	}
	return fmt.Errorf("%s: %w", to.name(), hide(err, secretsOf(address)))
}

// A wire is how places are reached.
type wire struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// direct is the wire of programs.
var direct = wire{dial: (&net.Dialer{}).DialContext}
