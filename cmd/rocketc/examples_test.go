package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestExamplePictures: the picture beside an example is that of its schedule. With -update it
// is written anew.
func TestExamplePictures(t *testing.T) {
	for dir, args := range map[string]string{
		"home": "--from 2026-03-03 --for 1d --assume 'online true' " +
			"--assume 'keep.photos takes 40 min'",
		"etl":     "--from 2026-03-02 --for 2d --assume 'file_exists true'",
		"service": "--from 2026-03-02T02:30 --for 1h --assume 'refresh takes 2 s'",
		"crontab/step3": "--from 2026-03-02 --for 8h --assume 'dump takes 40 min' " +
			"--assume 'copy takes 50 min' --assume 'export takes 90 s'",
	} {
		dir = filepath.Join("../../examples", dir)
		got := timelineOf(t, append([]string{"timeline", "--svg", dir}, fields(args)...)...)
		name := filepath.Join(dir, "timeline.svg")
		if *update {
			if err := os.WriteFile(name, got, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(name); err != nil || string(want) != string(got) {
			t.Errorf("%s is not fresh, error %v; renew it with -update", name, err)
		}
	}
}

// TestExamplePages follows the pages of the examples, in copies of their directories: each
// command of a block `console` prints what the page says, and writes what the example has. With
// -update, the page and the files get what the commands print and write.
func TestExamplePages(t *testing.T) {
	pages, err := filepath.Glob("../../examples/*/README.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "```console\n") {
			continue
		}
		r := newReader(t)
		r.dir = filepath.Join(r.dir, filepath.Base(filepath.Dir(page)))
		if err := os.CopyFS(r.dir, os.DirFS(filepath.Dir(page))); err != nil {
			t.Fatal(err)
		}
		dirs := regexp.MustCompile(`-o (\S+)`).FindAllStringSubmatch(string(text), -1)
		for _, dir := range dirs {
			if err := os.RemoveAll(filepath.Join(r.dir, dir[1])); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(filepath.Join(r.dir, dir[1]), 0o777); err != nil {
				t.Fatal(err)
			}
		}
		followed := r.read(string(text))
		commands += r.commands
		for _, dir := range dirs {
			r.compare(filepath.Join(r.dir, dir[1]), filepath.Join(filepath.Dir(page), dir[1]))
		}
		if *update {
			if err := os.WriteFile(page, []byte(followed), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	if commands < 5 {
		t.Errorf("only %d commands were tried", commands)
	}
}

// compare compares a directory that commands have written with one on file.
func (r *reader) compare(got, want string) {
	r.Helper()
	files, err := os.ReadDir(got)
	if err != nil || len(files) == 0 {
		r.Errorf("nothing is written into %s, error %v", got, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(got, file.Name()))
		if err != nil {
			r.Fatal(err)
		}
		name := filepath.Join(want, file.Name())
		if *update {
			if err := os.WriteFile(name, text, 0o666); err != nil {
				r.Fatal(err)
			}
		}
		if onFile, err := os.ReadFile(name); err != nil || !bytes.Equal(onFile, text) {
			r.Errorf("what is written is not %s, error %v\n%s", name, err, text)
		}
	}
}
