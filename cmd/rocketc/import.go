package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/foreign"
	"github.com/rocketc/rocketc/foreign/proof"
	"github.com/rocketc/rocketc/spelling"
)

// importCommand makes a schedule of what another scheduler is told.
type importCommand struct {
	Output string   `short:"o" placeholder:"DIR" help:"Writes the schedule into a directory."`
	Strict bool     `help:"Fails if something does not carry over."`
	TZ     string   `name:"tz" placeholder:"ZONE" help:"The time zone, such as Europe/Helsinki."`
	System *bool    `negatable:"" help:"The lines of a crontab name their users."`
	From   string   `placeholder:"TIME" help:"When the proof begins; else with this year."`
	JSON   bool     `name:"json" help:"Writes the schedule, the notes and the proof as JSON."`
	Args   []string `arg:"" name:"kind" help:"What the files are of, and files, or -."`
}

// Help returns what `rocketc help import` adds.
func (*importCommand) Help() string {
	return `KIND is ` + list(kindNames()) + `; if it is left out, the files say it. A directory
stands for the files in it. The schedule goes to standard output, or into a file of DIR; what
does not carry over is a note in it, and on standard error. Then both sides are compared over four
years: what the source would start, and a simulation of the schedule. The exit status is 1 if
they differ and no reason is known.`
}

// An imported is what an import has made.
type imported struct {
	*foreign.Import
	name string // of the schedule
	text string
}

// Run imports the files.
func (c *importCommand) Run(inv *invocation) error {
	zone, err := c.zone()
	if err != nil {
		return err
	}
	kind, files, err := c.read(inv)
	if err != nil {
		return err
	}
	made := imported{Import: kind.read(files, foreign.Options{Zone: zone, System: c.System}),
		name: scheduleName(files)}
	if c.TZ != "" {
		made.Config = append(made.Config, foreign.Attribute{Key: "timezone",
			Value: foreign.Quote(c.TZ)})
	}
	made.text = made.Write()
	if len(made.Jobs) == 0 {
		c.tell(inv, made.AllNotes())
		return fmt.Errorf("there is no job in %s", names(files))
	}
	if !c.JSON || c.Strict {
		c.tell(inv, made.AllNotes())
	}
	if c.Strict && len(made.AllNotes()) > 0 {
		return errReported
	}
	return c.prove(inv, made, zone)
}

// zone returns the time zone of the machine that ran the source.
func (c *importCommand) zone() (*time.Location, error) {
	name := c.TZ
	if name == "" {
		name = localZone()
	}
	return loadZone(name)
}

// tell writes notes to standard error.
func (c *importCommand) tell(inv *invocation, notes []foreign.Note) {
	for _, n := range notes {
		what := fmt.Sprintf("note %d", n.Number)
		if c.Strict {
			what = "error"
		}
		fmt.Fprintf(inv.stderr, "%s: %s: %s\n", n.Place, what, n.Text)
	}
}

// prove proves the schedule, and writes it and what the proof has found.
func (c *importCommand) prove(inv *invocation, made imported, zone *time.Location) error {
	from, err := c.from(zone)
	if err != nil {
		return err
	}
	file := made.name + ".rkt"
	s := &schedule{name: made.name, dir: ".",
		sources: []rocketc.Source{{Name: file, Text: []byte(made.text)}}}
	p, found := rocketc.Check(s.sources, s.options())
	if p == nil {
		_ = inv.report(s, found)
		return errors.New("this is a defect of rocketc: what it has written is no schedule")
	}
	end := inv.doing("proving")
	lessCollecting()
	report, err := proof.Of(made.Import, &p.Schedule, proof.Options{From: from,
		To: from.AddDate(proof.Years, 0, 0), Context: inv.ctx})
	end()
	if err != nil {
		return err
	}
	if err := c.write(inv, made, file, report); err != nil {
		return err
	}
	if report.Unexplained() > 0 {
		return errReported
	}
	return nil
}

// from returns when the proof begins.
func (c *importCommand) from(zone *time.Location) (time.Time, error) {
	if c.From == "" {
		return time.Date(time.Now().In(zone).Year(), 1, 1, 0, 0, 0, 0, zone), nil
	}
	at, err := instantOf("--from", c.From, zone)
	return at.Truncate(time.Minute), err
}

// write writes the schedule, and what the proof has found.
func (c *importCommand) write(inv *invocation, made imported, file string,
	report *proof.Report) error {
	told := inv.stderr
	if c.Output != "" {
		path := filepath.Join(c.Output, file)
		if err := writeNew(path, made.text); err != nil {
			return err
		}
		file, told = path, inv.stdout
	}
	switch {
	case c.JSON:
		return c.writeJSON(inv.stdout, made, file, report)
	case c.Output == "":
		if _, err := io.WriteString(inv.stdout, made.text); err != nil {
			return err
		}
	default:
		fmt.Fprintf(told, "%s has %s\n", file, countOfTasks(len(made.Jobs)))
	}
	return report.WriteText(told)
}

func countOfTasks(n int) string {
	if n == 1 {
		return "1 task"
	}
	return fmt.Sprintf("%d tasks", n)
}

// writeNew writes a file that is not there yet, and its directory.
func writeNew(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return usagef("%s is there already; name another directory, or remove it", path)
	}
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

// writeJSON writes everything as one object.
func (c *importCommand) writeJSON(w io.Writer, made imported, file string,
	report *proof.Report) error {
	type note struct {
		Number int    `json:"number"`
		Place  string `json:"place"`
		Text   string `json:"text"`
	}
	notes := []note{}
	for _, n := range made.AllNotes() {
		notes = append(notes, note{n.Number, n.Place.String(), n.Text})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(struct {
		File     string        `json:"file"`
		Schedule string        `json:"schedule"`
		Notes    []note        `json:"notes"`
		Proof    *proof.Report `json:"proof"`
	}{file, made.text, notes, report})
}

// read reads the files that the arguments name, and says of which kind they are.
func (c *importCommand) read(inv *invocation) (*importKind, []foreign.File, error) {
	kind, paths := kindNamed(c.Args[0]), c.Args
	if kind != nil {
		if paths = paths[1:]; len(paths) == 0 {
			return nil, nil, usagef("name the files of %s, or - for standard input", c.Args[0])
		}
	}
	var files []foreign.File
	for _, path := range paths {
		found, err := c.readPath(inv, path, kind)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		return nil, nil, usagef("there is no file to import in %s", strings.Join(paths, ", "))
	}
	if kind == nil {
		for _, f := range files {
			is := sourceKind(f)
			if is == nil || kind != nil && is != kind {
				return nil, nil, usageError{meant(f.Name+" does not say what it is: "+
					"name a kind, "+list(kindNames()), spelling.Nearest(c.Args[0], kindNames()))}
			}
			kind = is
		}
	}
	return kind, files, nil
}

// readPath reads a file, standard input, or the files of a directory.
func (c *importCommand) readPath(inv *invocation, path string, kind *importKind) (
	[]foreign.File, error,
) {
	if path == "-" {
		text, err := readLimited(inv.stdin)
		return []foreign.File{{Name: stdinName, Text: text}}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		if !strings.ContainsAny(path, "./") && path == c.Args[0] {
			return nil, usageError{meant(fmt.Sprintf("there is no kind, and no file, %q", path),
				spelling.Nearest(path, kindNames()))}
		}
		return nil, unreadable(path, err)
	}
	if !info.IsDir() {
		text, err := readImport(path)
		return []foreign.File{{Name: path, Text: text}}, err
	}
	return readTree(path, kind)
}

// readTree reads those files of a directory that a kind wants, those of its directories, too.
func readTree(dir string, kind *importKind) (files []foreign.File, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return unreadable(path, err)
		}
		if d.IsDir() || kind != nil && !kind.wants(path) {
			return nil
		}
		text, err := readImport(path)
		files = append(files, foreign.File{Name: path, Text: text})
		return err
	})
	if kind == nil {
		if kind = kindOfTree(files); kind == nil {
			return files, err
		}
		files = slices.DeleteFunc(files, func(f foreign.File) bool { return !kind.wants(f.Name) })
	}
	return files, err
}

// readImport reads a file, which may be as large as a source.
func readImport(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSource+1))
	if err == nil && len(text) > maxSource {
		err = usagef("%s is too large: more than %d MB", path, maxSource>>20)
	}
	if err == nil && bytes.IndexByte(text, 0) >= 0 {
		err = usagef("%s is no text", path)
	}
	return text, err
}

func names(files []foreign.File) string {
	var list []string
	for _, f := range files {
		list = append(list, f.Name)
	}
	if len(list) > 3 {
		list = append(list[:3], "…")
	}
	return strings.Join(list, ", ")
}

// scheduleName returns what the schedule is called: after the file, if there is one.
func scheduleName(files []foreign.File) string {
	base := filepath.Base(files[0].Name)
	if len(files) > 1 {
		base = filepath.Base(filepath.Dir(files[0].Name))
	}
	base = strings.TrimSuffix(base, filepath.Ext(base))
	if base == "" || base == "." || strings.HasPrefix(base, "<") || base == "/" {
		return "schedule"
	}
	return foreign.Name(base)
}

// list joins words as a sentence does.
func list(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(slices.Clone(words[:last]), ", ") + " or " + words[last]
}
