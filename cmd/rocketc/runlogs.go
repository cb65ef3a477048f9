package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/rocketc/rocketc/runlog"
	"github.com/rocketc/rocketc/runlog/postgres"
	"github.com/rocketc/rocketc/runlog/sqlite"
	rocket "github.com/rocketc/rocketc/runtime"
	"github.com/rocketc/rocketc/runtime/arg"
)

// A logKind is a kind of run logs that a command line can name.
type logKind struct {
	schemes    []string // of addresses that are no paths: postgres
	extensions []string // of new files: .jsonl
	magic      string   // what its files begin with; at most 13 bytes, or 16 if no text
	log        func(address string) rocket.RunLog
}

// logKinds are the kinds, the one first that a file has of which nothing else is known.
var logKinds = []logKind{
	{extensions: []string{".jsonl", ".json", ".ndjson"}, magic: `{"head":`,
		log: func(path string) rocket.RunLog { return &runlog.File{Path: absolute(path)} }},
	{extensions: []string{".csv"}, magic: "seq,time,",
		log: func(path string) rocket.RunLog {
			return &runlog.File{Path: absolute(path), Format: runlog.CSV}
		}},
	{extensions: []string{".db", ".sqlite", ".sqlite3"}, magic: "SQLite format 3\x00",
		log: func(path string) rocket.RunLog { return &sqlite.Log{Path: absolute(path)} }},
	{schemes: []string{"postgres", "postgresql"}, log: postgresLog},
}

// postgresLog returns the log at an address. After a # there is the name of the schedule.
func postgresLog(address string) rocket.RunLog {
	address, schedule := cutSchedule(address)
	return &postgres.Log{Address: arg.Literal{Value: address}, Schedule: schedule}
}

// absolute returns a path that does not depend on $STATE_DIRECTORY, which is for programs.
func absolute(path string) string {
	if os.Getenv("STATE_DIRECTORY") == "" {
		return path
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// errNoLog is returned if a command line names no run log.
var errNoLog = errors.New("name a run log: a file, the address of a database, " +
	"or the schedule whose log it is")

// A namedLog is a run log that a command line names.
type namedLog struct {
	log  rocket.RunLog
	zone string // of the schedule; empty if there is none
}

// openRunLog returns the run log that an argument names, which is there: a file, the
// address of a database, or a schedule.
func (inv *invocation) openRunLog(name string) (namedLog, error) {
	if isAddress(name) {
		log, err := logOfAddress(name)
		return namedLog{log: log}, err
	}
	if name == "" {
		return namedLog{}, usageError{errNoLog}
	}
	if isSchedule(name) {
		return inv.logOfSchedule(name)
	}
	kind, err := kindOfFile(name)
	if err != nil {
		return namedLog{}, err
	}
	return namedLog{log: kind.log(name)}, nil
}

// isSchedule reports whether an argument is the path of a schedule: a .rkt file, a directory.
func isSchedule(name string) bool {
	info, err := os.Stat(name)
	return filepath.Ext(name) == ".rkt" || err == nil && info.IsDir()
}

// isAddress reports whether an argument is an address, not a path.
func isAddress(name string) bool { return strings.Contains(name, "://") || isWords(name) }

// inWords matches the begin of an address of PostgreSQL in words: host=db dbname=runs.
var inWords = regexp.MustCompile(`^(?:host|hostaddr|port|dbname|user|password|service|sslmode) *=`)

// isWords reports whether an argument is an address in words.
func isWords(name string) bool { return inWords.MatchString(name) && !isThere(name) }

// cutSchedule splits an address from the name of the schedule, which is behind a #; in words,
// behind the last.
func cutSchedule(address string) (database, schedule string) {
	if i := strings.LastIndexByte(address, '#'); isWords(address) && i >= 0 {
		return address[:i], address[i+1:]
	}
	database, schedule, _ = strings.Cut(address, "#")
	return database, schedule
}

// passwordWord matches a password that an address has by name.
var passwordWord = regexp.MustCompile(`(?i)(password *= *)(?:'(?:[^'\\]|\\.)*'|[^\s&#]*)`)

// shown returns the argument that names a log without the password of an address.
func shown(name string) string {
	if !isAddress(name) {
		return name
	}
	if address, err := url.Parse(name); err == nil && address.User != nil {
		name = address.Redacted()
	}
	return passwordWord.ReplaceAllString(name, "${1}xxxxx")
}

// logOfAddress returns the log at an address, which says what schedule it is of.
func logOfAddress(name string) (rocket.RunLog, error) {
	scheme, _, _ := strings.Cut(name, "://")
	if isWords(name) {
		scheme = "postgres"
	}
	for _, kind := range logKinds {
		if !slices.Contains(kind.schemes, scheme) {
			continue
		}
		if _, schedule := cutSchedule(name); schedule == "" {
			return nil, usagef("%s has the logs of many schedules; add the name of one, "+
				"after a #: %[1]s#backup", strings.TrimSuffix(shown(name), "#"))
		}
		return kind.log(name), nil
	}
	return nil, usagef("there is no kind of run log with the address %s://; "+
		"name a file or a schedule", scheme)
}

// kindOfFile returns the kind of a file by what it begins with, else by its name.
func kindOfFile(path string) (logKind, error) {
	kind, known, err := kindOfContent(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && isArchived(path):
		return kindOfName(path)
	case errors.Is(err, fs.ErrNotExist) && isThere(path+".gz"):
		return logKind{}, usagef("%s is not there; %[1]s.gz is: unpack it", path)
	case err != nil:
		return logKind{}, unreadable(path, err)
	case known:
		return kind, nil
	}
	if kind, err := kindOfName(path); err == nil {
		return kind, nil
	}
	return logKinds[0], nil
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// errPacked is why a file that gzip has written is no run log.
var errPacked = errors.New("it is compressed; unpack it")

// kindOfContent returns the kind of a file by what it begins with, if that is known.
func kindOfContent(path string) (kind logKind, known bool, err error) {
	if err := runlog.Regular(path); err != nil {
		return logKind{}, false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return logKind{}, false, err
	}
	defer f.Close()
	text := make([]byte, 16)
	n, err := io.ReadFull(f, text)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return logKind{}, false, err
	}
	begin := strings.TrimPrefix(string(text[:n]), "\ufeff") // an editor has put it there
	if strings.HasPrefix(begin, "\x1f\x8b") {
		return logKind{}, false, errPacked
	}
	for _, kind := range logKinds {
		if kind.magic != "" && strings.HasPrefix(begin, kind.magic) {
			return kind, true, nil
		}
	}
	return logKind{}, false, nil
}

// isArchived reports whether there are older segments of a log whose newest is not there: it
// is being renamed, or the program has died meanwhile.
func isArchived(path string) bool {
	ext := filepath.Ext(path)
	numbered := strings.TrimSuffix(path, ext) + "-" + strings.Repeat("[0-9]", 12) + ext
	names, _ := filepath.Glob(numbered) // a name with special characters has no pattern
	return len(names) > 0
}

// kindOfName returns the kind of a new file by its name.
func kindOfName(path string) (logKind, error) {
	var known []string
	for _, kind := range logKinds {
		if slices.Contains(kind.extensions, strings.ToLower(filepath.Ext(path))) {
			return kind, nil
		}
		known = append(known, kind.extensions[:min(1, len(kind.extensions))]...)
	}
	return logKind{}, usagef("the name of %s does not say what kind of run log it is to be: "+
		"it ends in %s", path, strings.Join(known, ", "))
}

// logOfSchedule returns the run log of a schedule.
func (inv *invocation) logOfSchedule(path string) (namedLog, error) {
	s, err := inv.read([]string{path}, tagsFlag{})
	if err != nil {
		return namedLog{}, err
	}
	p, err := inv.checked(s, s.options())
	if err != nil {
		return namedLog{}, err
	}
	log := p.Schedule.RunLog
	if log == nil {
		return namedLog{}, fmt.Errorf("the run log of %s is in memory, and ends with its program; "+
			`one that lasts is written: config { log file "runs.jsonl" }`, path)
	}
	var file string // empty if the log is no file
	switch log := log.(type) {
	case *runlog.File:
		file = log.Path
	case *sqlite.Log:
		file = log.Path
	}
	if file != "" {
		if _, err := kindOfFile(runlog.Locate(file)); err != nil {
			return namedLog{}, fmt.Errorf("the run log of %s: %w; the path in the schedule counts "+
				"from the working directory of its program", path, err)
		}
	}
	return namedLog{log, p.Schedule.Config.Timezone}, nil
}
