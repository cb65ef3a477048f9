package main

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/template"
	"time"
)

// maintainer is who the package names.
const maintainer = "The rocketc authors <rocketc@users.noreply.github.com>"

//go:embed nfpm.yaml.tmpl
var nfpmConfig string

//go:embed rocketc@.service
var unitTemplate string

// overrides says what lintian need not find: programs of Go link nothing of the system.
const overrides = "rocketc: statically-linked-binary [usr/bin/rocketc]\n"

// debVersion is the version as Debian writes it: without the v, and with a tilde before what
// makes a version come before the one without it.
func (r *release) debVersion() string {
	return strings.Replace(strings.TrimPrefix(r.version, "v"), "-", "~", 1)
}

// deb makes the Debian package of a binary that is made.
func (r *release) deb(ctx context.Context, goarch string) error {
	tree, err := os.MkdirTemp("", "rocketc-deb-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tree)
	p := &debPackage{release: r, Tree: tree, Arch: goarch, Files: map[string]string{},
		Version: r.debVersion(), Maintainer: maintainer,
		Binary: filepath.Join(r.out, "rocketc_"+r.version+"_linux_"+goarch),
		Time:   time.Unix(r.seconds(), 0).UTC().Format(time.RFC3339)}
	if err := errors.Join(p.addPages(ctx), p.addRest()); err != nil {
		return err
	}
	var config bytes.Buffer
	if err := template.Must(template.New("").Parse(nfpmConfig)).Execute(&config, p); err != nil {
		return err
	}
	name := filepath.Join(tree, "nfpm.yaml")
	if err := os.WriteFile(name, config.Bytes(), 0o666); err != nil {
		return err
	}
	_, err = r.run(ctx, []string{"SOURCE_DATE_EPOCH=" + r.epoch, "GOFLAGS="},
		"go", "-C", "release", "tool", "nfpm", "package", "-p", "deb", "-f", name,
		"-t", r.file(fmt.Sprintf("rocketc_%s_%s.deb", p.Version, goarch)))
	return err
}

// A debPackage is a package that is being made. The template of its configuration reads it.
type debPackage struct {
	*release
	Tree                            string // the directory of the files that are made for it
	Arch, Version, Maintainer, Time string
	Binary                          string            // its path
	Files                           map[string]string // where files of the tree are installed
}

// add writes a file of the package; its time is left out if it is compressed.
func (p *debPackage) add(dst, text string) error {
	name := strings.ReplaceAll(strings.TrimPrefix(dst, "/"), "/", "_")
	p.Files[name] = dst
	data := []byte(text)
	if strings.HasSuffix(dst, ".gz") {
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		data = b.Bytes()
	}
	return os.WriteFile(filepath.Join(p.Tree, name), data, 0o666)
}

// addPages adds what rocketc says of itself: completion and manual pages.
func (p *debPackage) addPages(ctx context.Context) error {
	rocketc, err := p.host(ctx)
	if err != nil {
		return err
	}
	for shell, dst := range map[string]string{
		"bash": "/usr/share/bash-completion/completions/rocketc",
		"zsh":  "/usr/share/zsh/vendor-completions/_rocketc",
		"fish": "/usr/share/fish/vendor_completions.d/rocketc.fish",
	} {
		text, err := p.run(ctx, nil, rocketc, "completion", shell)
		if err := errors.Join(err, p.add(dst, text+"\n")); err != nil {
			return err
		}
	}
	env := []string{"SOURCE_DATE_EPOCH=" + p.epoch}
	main, err := p.run(ctx, env, rocketc, "help", "--man")
	if err != nil {
		return err
	}
	for _, name := range pages(main) {
		text, err := p.run(ctx, env, rocketc, "help", "--man", strings.TrimPrefix(name, "rocketc-"))
		err = errors.Join(err, p.add("/usr/share/man/man1/"+name+".1.gz", text+"\n"))
		if err != nil {
			return err
		}
	}
	return p.add("/usr/share/man/man1/rocketc.1.gz", main+"\n")
}

// addRest adds the unit of systemd, and what Debian asks for.
func (p *debPackage) addRest() error {
	license, err := os.ReadFile(filepath.Join(p.root, "LICENSE"))
	if err != nil {
		return err
	}
	changes, err := os.ReadFile(filepath.Join(p.root, "CHANGELOG.md"))
	if err != nil {
		return err
	}
	date := time.Unix(p.seconds(), 0).UTC().Format(time.RFC1123Z)
	return errors.Join(
		p.add("/lib/systemd/system/rocketc@.service", unitTemplate),
		p.add("/usr/share/lintian/overrides/rocketc", overrides),
		p.add("/usr/share/doc/rocketc/copyright",
			"Source: https://github.com/rocketc/rocketc\n\n"+string(license)),
		p.add("/usr/share/doc/rocketc/changelog.gz", string(changes)),
		p.add("/usr/share/doc/rocketc/changelog.Debian.gz", fmt.Sprintf(
			"rocketc (%s) unstable; urgency=medium\n\n  * What has changed is in changelog.gz.\n\n"+
				" -- %s  %s\n", p.Version, maintainer, date)),
	)
}

// host returns the rocketc of this machine, which prints its pages.
func (p *debPackage) host(ctx context.Context) (string, error) {
	if p.Arch == runtime.GOARCH && runtime.GOOS == "linux" {
		return p.Binary, nil
	}
	name := filepath.Join(p.Tree, "rocketc")
	_, err := p.run(ctx, []string{"GOFLAGS="}, "go", "build", "-trimpath",
		"-buildvcs=false", "-ldflags=-X main.released="+p.version, "-o", name, "./cmd/rocketc")
	return name, err
}

// pages returns the names of the manual pages that the page of rocketc refers to.
func pages(page string) (names []string) {
	for line := range strings.Lines(page) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == ".Xr" {
			names = append(names, words[1])
		}
	}
	return names
}
