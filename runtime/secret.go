package rocket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/rocketc/rocketc/runtime/arg"
)

// hideSecrets keeps the values of secret parameters out of what leaves the session: its
// log, its records, its errors. Whatever would show one shows ***** there.
func (s *Session) hideSecrets() {
	isSecret := func(p Param) bool { return p.Secret }
	if !slices.ContainsFunc(s.schedule.Params, isSecret) {
		return
	}
	s.logger = slog.New(&hidingHandler{s.logger.Handler(), s})
	for _, p := range s.schedule.Params {
		if v, ok, err := s.param(p.Name); p.Secret && ok && err == nil {
			s.hideText(fmt.Sprint(v))
		}
	}
}

// hideText has the value of a secret hidden from now on. The values that the secret had
// before stay hidden.
func (s *Session) hideText(text string) {
	for stored := false; !stored; {
		was := s.secrets.Load()
		var texts mask
		if was != nil {
			texts = slices.Clone(*was)
		}
		for _, form := range forms(text) {
			if !slices.Contains(texts, form) {
				texts = append(texts, form)
			}
		}
		stored = s.secrets.CompareAndSwap(was, &texts)
	}
}

// hiddenTexts returns the texts that are hidden now.
func (s *Session) hiddenTexts() mask {
	if texts := s.secrets.Load(); texts != nil {
		return *texts
	}
	return nil
}

// forms returns the texts in which a secret may be shown: as it is, each of its lines, and
// as an error or JSON quotes them.
func forms(secret string) (texts []string) {
	for _, text := range append(strings.Split(secret, "\n"), secret) {
		quoted, _ := json.Marshal(text)
		for _, form := range []string{text, inner(strconv.Quote(text)), inner(string(quoted))} {
			if strings.TrimSpace(form) != "" && !slices.Contains(texts, form) {
				texts = append(texts, form)
			}
		}
	}
	return texts
}

// inner returns a quoted text without its quotes.
func inner(quoted string) string { return quoted[1 : len(quoted)-1] }

// secretVariables returns the environment variables that secrets may be read from, also
// by way of other parameters.
func secretVariables(params []Param) (names []string) {
	values := map[string]arg.Source{}
	for _, p := range params {
		values[p.Name] = p.Value
	}
	var look func(from arg.Source)
	look = func(from arg.Source) {
		for source := range arg.All(from) {
			switch source := source.(type) {
			case arg.Env:
				names = append(names, string(source))
			case arg.Param:
				next := values[string(source)]
				delete(values, string(source)) // parameters may refer to each other in a circle
				if next != nil {
					look(next)
				}
			}
		}
	}
	for _, p := range params {
		if p.Secret && p.Value != nil {
			look(p.Value)
		}
	}
	return names
}

// hide returns the text without secrets.
func (s *Session) hide(text string) string { return s.hiddenTexts().Replace(text) }

// hideError returns the error without secrets. If the code of the error panics, that is the
// error as it is.
func (s *Session) hideError(err error) error {
	if err == nil || len(s.hiddenTexts()) == 0 {
		return err
	}
	text := ""
	if guard(func() error { text = err.Error(); return nil }) != nil {
		return err
	}
	clean := s.hide(text)
	if clean == text {
		return err
	}
	if p, ok := err.(*PanicError); ok {
		return &PanicError{
			Value: s.hide(fmt.Sprint(p.Value)),
			Stack: []byte(s.hide(string(p.Stack))),
		}
	}
	return &hiddenError{clean, err}
}

// A hiddenError has the text of an error without secrets. It is what the error is, but
// does not lead to it.
type hiddenError struct {
	text string
	err  error
}

func (e *hiddenError) Error() string        { return e.text }
func (e *hiddenError) Is(target error) bool { return errors.Is(e.err, target) }

// A hidingHandler keeps secrets out of the log.
type hidingHandler struct {
	slog.Handler
	session *Session
}

// Handle hands the record on without secrets.
func (h *hidingHandler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, h.session.hide(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(h.attr(a))
		return true
	})
	return h.Handler.Handle(ctx, clean)
}

// WithAttrs is that of the handler behind it.
func (h *hidingHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = h.attr(a)
	}
	return &hidingHandler{h.Handler.WithAttrs(clean), h.session}
}

// WithGroup is that of the handler behind it.
func (h *hidingHandler) WithGroup(name string) slog.Handler {
	return &hidingHandler{h.Handler.WithGroup(name), h.session}
}

func (h *hidingHandler) attr(a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindGroup:
		group := make([]any, len(v.Group()))
		for i, inner := range v.Group() {
			group[i] = h.attr(inner)
		}
		return slog.Group(a.Key, group...)
	case slog.KindString, slog.KindAny, slog.KindInt64, slog.KindUint64, slog.KindFloat64:
		if text := v.String(); h.session.hide(text) != text {
			return slog.String(a.Key, h.session.hide(text))
		}
	}
	return a
}
