// Command release makes what is published of a version of rocketc: a static binary for each
// system, a Debian package, and the checksums of all. From the root of the repository:
//
//	go -C release run . -out /tmp/release
//
// Two runs of the same commit and the same Go make the same bytes: paths are trimmed, and the
// only time in a file is that of the commit. Each binary lists the modules that it links:
// go version -m FILE. The files MODULES.txt and SHA256SUMS are about all of them.
package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// targets are the systems that binaries are made for.
var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64",
	"windows/amd64"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r := &release{root: ".."}
	flag.StringVar(&r.out, "out", "", "the `directory` to write to; it must be empty")
	flag.StringVar(&r.version, "version", "", "the version, such as v1.2.3; else git says it")
	list := flag.String("targets", strings.Join(targets, ","), "the systems, with commas between")
	flag.Parse()
	r.targets = strings.Split(*list, ",")
	if err := r.make(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "release: %v\n", err)
		os.Exit(1)
	}
}

// A release is one version that is being made.
type release struct {
	root, out string
	version   string   // as Go writes it: v1.2.3
	targets   []string // GOOS/GOARCH
	commit    string   // its id
	epoch     string   // when the commit was made, in seconds since 1970
	made      []string // the names of the files, in out
}

// make makes all files.
func (r *release) make(ctx context.Context) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	for _, target := range r.targets {
		if err := r.binary(ctx, target); err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		if goarch, isLinux := strings.CutPrefix(target, "linux/"); isLinux {
			if err := r.deb(ctx, goarch); err != nil {
				return fmt.Errorf("the package for %s: %w", goarch, err)
			}
		}
	}
	if err := r.modules(ctx); err != nil {
		return err
	}
	return r.checksums()
}

// prepare finds out what is released, and makes the directory.
func (r *release) prepare(ctx context.Context) (err error) {
	if r.out == "" {
		return errors.New("-out is missing: name a directory")
	}
	if r.out, err = filepath.Abs(r.out); err != nil {
		return err
	}
	if r.commit, err = r.run(ctx, nil, "git", "rev-parse", "HEAD"); err != nil {
		return err
	}
	if r.epoch, err = r.run(ctx, nil, "git", "log", "-1", "--format=%ct"); err != nil {
		return err
	}
	if r.version == "" {
		if r.version, err = r.described(ctx); err != nil {
			return err
		}
	}
	if !regexp.MustCompile(`^v\d+\.\d+\.\d+([-.+~][0-9A-Za-z.~+-]+)?$`).MatchString(r.version) {
		return fmt.Errorf("%q is no version such as v1.2.3", r.version)
	}
	if err := os.MkdirAll(r.out, 0o777); err != nil {
		return err
	}
	there, err := os.ReadDir(r.out)
	if err == nil && len(there) > 0 {
		err = fmt.Errorf("%s is not empty", r.out)
	}
	return err
}

// described returns the version that the tag of the commit says, else one that comes before
// all others, with the number of the commit.
func (r *release) described(ctx context.Context) (string, error) {
	if tag, err := r.run(ctx, nil, "git", "describe", "--tags", "--exact-match"); err == nil {
		return tag, nil
	}
	return r.run(ctx, nil, "git", "log", "-1", "--date=format:%Y%m%d", "--format=v0.0.0-%cd.%h")
}

// run runs a command in the root of the repository, and returns what it prints.
func (r *release) run(ctx context.Context, env []string, words ...string) (string, error) {
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		err = fmt.Errorf("%s: %w\n%s%s", strings.Join(words, " "), err, out, failed.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}

// file returns the path of a file of the release, and notes that it is one.
func (r *release) file(name string) string {
	r.made = append(r.made, name)
	return filepath.Join(r.out, name)
}

// binary makes the binary for a system. It links no C, so that it needs nothing of the system.
func (r *release) binary(ctx context.Context, target string) error {
	goos, goarch, ok := strings.Cut(target, "/")
	if !ok {
		return errors.New("want GOOS/GOARCH")
	}
	name := strings.Join([]string{"rocketc", r.version, goos, goarch}, "_")
	if goos == "windows" {
		name += ".exe"
	}
	env := []string{"GOOS=" + goos, "GOARCH=" + goarch, "CGO_ENABLED=0", "GOFLAGS=",
		"GOAMD64=v1", "GOARM64=v8.0"}
	_, err := r.run(ctx, env, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w -X main.released="+r.version+" -X main.releasedFrom="+r.commit,
		"-o", r.file(name), "./cmd/rocketc")
	return err
}

// modules lists the modules that each binary links, with their sums.
func (r *release) modules(ctx context.Context) error {
	var b strings.Builder
	for _, name := range r.made {
		if filepath.Ext(name) == ".deb" {
			continue
		}
		text, err := r.run(ctx, nil, "go", "version", "-m", filepath.Join(r.out, name))
		if err != nil {
			return err
		}
		b.WriteString(strings.ReplaceAll(text, r.out+string(filepath.Separator), "") + "\n")
	}
	return os.WriteFile(r.file("MODULES.txt"), []byte(b.String()), 0o666)
}

// checksums writes the file that sha256sum -c reads.
func (r *release) checksums() error {
	slices.Sort(r.made)
	var b strings.Builder
	for _, name := range r.made {
		text, err := os.ReadFile(filepath.Join(r.out, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(text), name)
	}
	return os.WriteFile(filepath.Join(r.out, "SHA256SUMS"), []byte(b.String()), 0o666)
}

// seconds returns when the commit was made.
func (r *release) seconds() int64 {
	n, _ := strconv.ParseInt(r.epoch, 10, 64) // as git has printed it
	return n
}
