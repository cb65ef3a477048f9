package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/rocketc/rocketc"
	"github.com/rocketc/rocketc/build"
	"github.com/rocketc/rocketc/console"
	"github.com/rocketc/rocketc/plan"
	rocket "github.com/rocketc/rocketc/runtime"
)

// On a machine without Go, or without the modules that a run log links, a schedule that needs
// no Go runs all the same: its
// plan is made of the values that a compiled program is made of, so rocketc
// hands them to the same runtime. A binary is then a copy of rocketc with the
// sources of the schedule behind it:
//
//	rocketc │ sources as JSON │ SHA-256 of these │ their length, 8 bytes │ mark, 8 bytes
//
// What removes the end of the file (strip does) makes it rocketc again.

// An exitStatus is how a program that ran inside rocketc has ended.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// withoutGo reports whether something failed for want of Go alone: there is no go command, or
// it cannot have the modules that the run log links, and the schedule needs none.
func withoutGo(err error, p *plan.Plan) bool {
	return (errors.Is(err, build.ErrNoGo) || errors.Is(err, build.ErrNoModules)) && !p.NeedsGo
}

// runPlan runs the schedule of a plan in this process. It returns an
// [exitStatus].
func runPlan(p *plan.Plan, name string, args []string) error {
	nameBuild(&p.Schedule)
	return exitStatus(console.Run(&p.Schedule, append([]string{name}, args...)))
}

// nameBuild gives a schedule that has tasks for workers, and runs inside rocketc, a build of its
// own: the binary is the same for all schedules. mark was called before.
func nameBuild(s *rocket.Schedule) {
	if s.Engine == nil {
		return
	}
	if own, err := embeddedHash(rocketc.ProgramSources()); err == nil {
		s.Build = s.Sources + "-" + own
	}
}

// A bundle is what stands behind a copy of rocketc.
type bundle struct {
	Name    string           `json:"name"`
	Sources []rocketc.Source `json:"sources"`
}

const (
	bundleMark   = "RKTSCHED"
	bundleFooter = sha256.Size + 8 + len(bundleMark)
	maxBundle    = 1 << 30
)

// buildWithoutGo makes the binary of a schedule out of this program, because of an error.
func (s *schedule) buildWithoutGo(output string, cause error) error {
	if cmp.Or(os.Getenv("GOOS"), runtime.GOOS) != runtime.GOOS ||
		cmp.Or(os.Getenv("GOARCH"), runtime.GOARCH) != runtime.GOARCH {
		return fmt.Errorf("%w; without it there are only programs for %s/%s",
			cause, runtime.GOOS, runtime.GOARCH)
	}
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	text, err := os.ReadFile(exe)
	if err != nil {
		return err
	}
	b := bundle{Name: s.name}
	for _, source := range s.sources {
		source.Name = filepath.Base(source.Name)
		b.Sources = append(b.Sources, source)
	}
	payload, err := json.Marshal(b)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(payload)
	text = append(append(text, payload...), sum[:]...)
	text = append(binary.BigEndian.AppendUint64(text, uint64(len(payload))), bundleMark...)
	if output == os.DevNull {
		return nil
	}
	return build.Replace(output, 0o777, bytes.NewReader(text))
}

// runBundle runs the schedule that stands behind this program, and returns its
// exit status; ok is false where there is none.
func runBundle(args []string) (status int, ok bool) {
	exe, err := os.Executable()
	if err != nil {
		return 0, false
	}
	b, err := readBundle(exe)
	if b == nil && err == nil {
		return 0, false
	}
	if err == nil {
		var p *plan.Plan
		o := linkedOptions()
		o.Name = b.Name
		p, list := rocketc.Check(b.Sources, o)
		if err = list.Err(); err == nil {
			(&schedule{sources: b.Sources}).mark(&p.Schedule)
			nameBuild(&p.Schedule)
			return console.Run(&p.Schedule, args), true
		}
	}
	fmt.Fprintf(os.Stderr, "%s: %v\n", exe, err)
	return exitWrong, true
}

// readBundle returns what stands behind the program in the file, or nil.
func readBundle(name string) (*bundle, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil // it runs, so it is there; whatever it is, it is no bundle
	}
	defer file.Close()
	end, err := file.Seek(-int64(bundleFooter), io.SeekEnd)
	if err != nil {
		return nil, nil
	}
	footer := make([]byte, bundleFooter)
	_, err = io.ReadFull(file, footer)
	if err != nil || string(footer[sha256.Size+8:]) != bundleMark {
		return nil, nil
	}
	length := int64(binary.BigEndian.Uint64(footer[sha256.Size:]))
	if length < 0 || length > min(end, maxBundle) {
		return nil, errors.New("the schedule in this program is damaged")
	}
	payload := make([]byte, length)
	if _, err := file.ReadAt(payload, end-length); err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(payload); !bytes.Equal(sum[:], footer[:sha256.Size]) {
		return nil, errors.New("the schedule in this program is damaged")
	}
	var b bundle
	return &b, json.Unmarshal(payload, &b)
}
