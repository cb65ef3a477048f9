package build

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rocketc/rocketc/golang"
)

// A Joined is the Go package of a directory that a generated file belongs to.
type Joined struct {
	// Dir is the directory, and Name the name of the package.
	Dir, Name string
	// Generated is the text of the generated file, which takes the place of the one in Dir.
	Generated []byte
	// Tags are build tags.
	Tags []string
}

// serving is a file of the package that has a program which is started for a run do the run, as
// soon as its variables have their values.
const serving = `package %s

import (
	"context"
	"fmt"
	"os"

	rocket "github.com/rocketc/rocketc/runtime"
)

func init() {
	s, err := NewSession()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	rocket.ServeChild(context.Background(), s)
	os.Exit(0)
}
`

// The files that are laid over the directory. They come last of the package, and so does what
// they initialize.
const (
	servingFile = "zzz_rocketc_serving.go"
	testingFile = "zzz_rocketc_serving_test.go"
)

// BuildServer makes a program that only does runs of the tasks of the package: that of its tests,
// without them. So it does not matter whether the package is a program. Nothing is written to the
// directory.
func (j Joined) BuildServer(ctx context.Context, output string) error {
	dir, err := realDir(j.Dir)
	if err != nil {
		return err
	}
	tools, err := findToolchain(ctx, dir)
	if err != nil {
		return err
	}
	scratch, err := newScratch(os.TempDir(), workPrefix)
	if err != nil {
		return explainRoom(err)
	}
	defer scratch.remove()
	overlay, err := j.overlay(dir, scratch.dir)
	if err != nil {
		return explainRoom(err)
	}
	args := []string{"test", "-c", "-trimpath", "-vet=off", "-buildvcs=false",
		"-overlay", overlay, "-o", output}
	if len(j.Tags) > 0 {
		args = append(args, "-tags="+strings.Join(j.Tags, ","))
	}
	out, err := tools.run(ctx, dir, nil, append(args, ".")...)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("the Go package of the schedule does not build:\n%s",
			strings.TrimSpace(string(out)))
	}
	return nil
}

// overlay writes the files that are laid over the directory into another, and returns the file
// that says so.
func (j Joined) overlay(dir, work string) (string, error) {
	replace := map[string]string{}
	tests, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	for _, file := range tests {
		replace[file] = "" // it is not there
	}
	for name, text := range map[string]string{
		golang.GeneratedFile: string(j.Generated), servingFile: fmt.Sprintf(serving, j.Name),
		testingFile: "package " + j.Name + "\n",
	} {
		file := filepath.Join(work, name)
		replace[filepath.Join(dir, name)] = file
		err = errors.Join(err, os.WriteFile(file, []byte(text), 0o600))
	}
	text, wrong := json.Marshal(map[string]any{"Replace": replace})
	file := filepath.Join(work, "overlay.json")
	return file, errors.Join(err, wrong, os.WriteFile(file, text, 0o600))
}
