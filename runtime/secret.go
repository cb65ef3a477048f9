package rocket

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
)

// hidden is what is shown instead of a secret.
const hidden = "*****"

// hideSecrets keeps the values of secret parameters out of what the session logs and
// records: whatever would show one shows ***** there.
func (s *Session) hideSecrets() {
	for _, p := range s.schedule.Params {
		if !p.Secret {
			continue
		}
		if len(s.secretTexts) == 0 {
			s.secretTexts = map[string]string{}
			s.logger = slog.New(&hidingHandler{s.logger.Handler(), s})
		}
		if v, ok, err := s.param(p.Name); ok && err == nil {
			s.secretTexts[p.Name] = fmt.Sprint(v)
		}
	}
	s.hideTexts()
}

// hideTexts has the texts of secrets hidden from now on.
func (s *Session) hideTexts() {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(s.secretTexts)) {
		text := s.secretTexts[name]
		for _, part := range append([]string{text}, strings.Split(text, "\n")...) {
			if strings.TrimSpace(part) != "" {
				pairs = append(pairs, part, hidden)
			}
		}
	}
	if len(pairs) > 0 {
		s.secrets.Store(strings.NewReplacer(pairs...))
	}
}

// hide returns the text without secrets.
func (s *Session) hide(text string) string {
	if secrets := s.secrets.Load(); secrets != nil {
		return secrets.Replace(text)
	}
	return text
}

// hideError returns the error without secrets.
func (s *Session) hideError(err error) error {
	if err == nil || s.hide(err.Error()) == err.Error() {
		return err
	}
	return errors.New(s.hide(err.Error()))
}

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
