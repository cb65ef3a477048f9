package console

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	rocket "github.com/rocketc/rocketc/runtime"
)

// The formats of the log.
const (
	autoFormat    = "auto"    // one of the others, by where standard error leads
	textFormat    = "text"    // for people
	jsonFormat    = "json"    // an object a line
	journalFormat = "journal" // for people who read a journal, which has the time and the level
)

var logFormats = []string{autoFormat, textFormat, jsonFormat, journalFormat}

// logOptions say how a program logs. An empty string leaves the choice to the
// environment, and else to the default.
type logOptions struct{ level, format string }

// newLogger returns the logger of a program.
func newLogger(w io.Writer, s *rocket.Schedule, o logOptions, env environment) (
	*slog.Logger, error,
) {
	level, err := logLevel("--log", o.level)
	if o.level == "" {
		level, err = logLevel("ROCKET_LOG", env.get("ROCKET_LOG"))
	}
	if err != nil {
		return nil, err
	}
	handler := &slog.HandlerOptions{Level: level}
	columns := TerminalWidth(w)
	format := o.format
	switch {
	case format != "" && !slices.Contains(logFormats, format):
		return nil, fmt.Errorf("--log-format is %q: want auto, text, json or journal", format)
	case format != "" && format != autoFormat:
	case columns > 0:
		format = textFormat
	case isJournal(w, env.get("JOURNAL_STREAM")):
		format = journalFormat
	default:
		format = jsonFormat
	}
	if format == jsonFormat {
		return slog.New(slog.NewJSONHandler(w, handler)), nil
	}
	return slog.New(newTextHandler(w, level, newStyle(s, format, columns, env))), nil
}

// newStyle returns how text looks on a terminal of so many columns; 0 stands
// for a file.
func newStyle(s *rocket.Schedule, format string, columns int, env environment) style {
	if format == journalFormat {
		return style{journal: true, bar: "│"}
	}
	if columns == 0 {
		return style{clock: "2006-01-02 15:04:05", bar: "│"}
	}
	kind := env.get("TERM")
	look := style{clock: "15:04:05", bar: "│"}
	look.color = kind != "" && kind != "dumb" && env.get("NO_COLOR") == ""
	if kind == "dumb" {
		look.bar = "|"
	}
	names := []string{s.Name}
	for _, t := range s.Tasks {
		names = append(names, t.Name)
	}
	for _, name := range names {
		if n := utf8.RuneCountInString(name); n <= columns/4 {
			look.names = max(look.names, n)
		}
	}
	return look
}

// logLevel returns the level of that name; no name is info. The source of the
// name stands in the error.
func logLevel(source, name string) (slog.Level, error) {
	var level slog.Level
	if name == "" {
		return level, nil
	}
	if err := level.UnmarshalText([]byte(strings.TrimSpace(name))); err != nil {
		return level, fmt.Errorf("%s is %q: want debug, info, warn or error", source, name)
	}
	return level, nil
}

// TerminalWidth returns how many columns the terminal has that w is; 0 if w is
// no terminal.
func TerminalWidth(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok {
		return 0
	}
	return windowWidth(file)
}

// isJournal reports whether w is the stream to the journal that JOURNAL_STREAM
// names, as device:inode. A program whose standard error was redirected has the
// variable all the same.
func isJournal(w io.Writer, stream string) bool {
	file, ok := w.(*os.File)
	return ok && stream != "" && stream == deviceInode(file)
}
