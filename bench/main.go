// Command bench measures what rocketc costs, beside other schedulers for Go.
//
//	go run ./bench [-quick] [-only rest,fire] [-peers rocketc,floor] [-json FILE] [-svg DIR]
//	go run ./bench -doc docs/performance.md
//	go run ./bench -doc bench/runlog.md
//	go run ./bench -soak [DURATION]
//
// It compiles rocketc, and the other schedulers, which are a module of their own in
// bench/peers: so nobody but the benchmark ever sees their dependencies. Each scenario is a
// row of scenarios. It asks all peers for the same work, in turns, as often as there are
// repetitions. Every peer runs in a process of its own, which is new for each measurement and
// speaks the protocol of package subject; for rocketc that is the compiled schedule. What is
// told are medians, and how many times the floor they are: the floor is a heap, a timer and a
// goroutine for each launch, and nothing else.
//
// Processes talk by pipes, use no network, and end with the benchmark, whatever ends it.
// All files are in a temporary directory, which is removed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/rocketc/rocketc/internal/module"
	"github.com/rocketc/rocketc/internal/pgserver"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// limit is how long the benchmark may take at most.
const limit = time.Hour

// run does what the command line asks for.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("took over %v", limit))
	defer cancel()
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	if o.doc != "" && len(o.only) == 0 {
		if o.only, err = tablesOf(o.doc); err != nil {
			return err
		}
	}
	b := &bench{options: o, log: stderr, began: time.Now()}
	if b.dir, err = os.MkdirTemp("", "bench-"); err != nil {
		return err
	}
	defer func() {
		if ctx.Err() != nil {
			err = context.Cause(ctx) // whatever has failed failed because of it
		}
		err = errors.Join(err, b.server.Remove(), os.RemoveAll(b.dir))
	}()
	if err := b.prepare(ctx); err != nil {
		return err
	}
	if o.soak > 0 {
		return b.soakFor(ctx, stdout)
	}
	if err := b.all(ctx); err != nil {
		return err
	}
	return errors.Join(b.report(stdout), errors.Join(b.errs...))
}

// A bench is a run of the benchmark.
type bench struct {
	options
	root     string // directory of the module
	dir      string // temporary directory
	log      io.Writer
	began    time.Time
	versions map[string]string // of the peers
	figures  figures
	others   []float64         // CPUs that other processes used, for each measurement
	programs map[string]string // compiled schedules, by their sources
	errs     []error           // of measurements
	server   *pgserver.Server  // nil: not started
}

// prepare compiles rocketc and the peers.
func (b *bench) prepare(ctx context.Context) error {
	root, err := b.output(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module.Path)
	if err != nil {
		return fmt.Errorf("the benchmark runs in the tree of rocketc only: %w", err)
	}
	b.root = strings.TrimSpace(root)
	b.programs = map[string]string{}
	b.say("compiling rocketc")
	if err := b.compile(ctx, b.root, b.rocketc(), "./cmd/rocketc"); err != nil {
		return err
	}
	if b.soak > 0 {
		return nil
	}
	b.say("compiling the other schedulers")
	module := filepath.Join(b.root, "bench", "peers")
	if err := b.compile(ctx, module, b.dir+"/peers/", "./..."); err != nil {
		return err
	}
	list, err := b.output(ctx, "go", "-C", module, "list", "-m", "all")
	b.versions = versionsIn(list)
	return err
}

// rocketc returns the path of the compiler.
func (b *bench) rocketc() string { return filepath.Join(b.dir, "rocketc") }

// compile compiles Go packages of a module.
func (b *bench) compile(ctx context.Context, module, output, packages string) error {
	_, err := b.output(ctx, "go", "-C", module, "build", "-o", output, packages)
	return err
}

// environ returns the environment of all processes: files go to the temporary directory.
func (b *bench) environ() []string {
	return append(os.Environ(), "TZ=UTC", "GOWORK=off", "GOFLAGS=", "TMPDIR="+b.dir,
		"ROCKETC_CACHE="+filepath.Join(b.dir, "cache"), "ROCKET_LOG=warn")
}

// command returns a command that ends with the context.
func (b *bench) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	cmd.Env = b.environ()
	return cmd
}

// output runs a command, and returns what it writes. Its error says what it wrote to
// standard error.
func (b *bench) output(ctx context.Context, name string, args ...string) (string, error) {
	cmd := b.command(ctx, name, args...)
	out, err := cmd.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		err = fmt.Errorf("%v: %w\n%s", cmd, err, failed.Stderr)
	}
	return string(out), err
}

// say tells how far the benchmark is.
func (b *bench) say(format string, args ...any) {
	fmt.Fprintf(b.log, "%4.0f s  %s\n", time.Since(b.began).Seconds(), fmt.Sprintf(format, args...))
}

// all runs the scenarios, with all repetitions.
func (b *bench) all(ctx context.Context) error {
	for repetition := range b.repetitions() {
		for _, s := range inTurn() {
			unasked := s.is&onLogs > 0 && len(b.only) == 0
			if unasked || !asks(b.only, s.name) || repetition > 0 && s.is&once > 0 {
				continue
			}
			b.say("%s, repetition %d of %d", s.name, repetition+1, b.repetitions())
			if err := b.note(ctx, s.run(b, ctx)); err != nil {
				return err
			}
		}
	}
	return nil
}

// note notes the error of a measurement, if it is one: the others go on. It returns the reason
// for which all of them end, if there is one.
func (b *bench) note(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return context.Cause(ctx)
	}
	b.say("%v", err)
	b.errs = append(b.errs, err)
	return nil
}

// asks reports whether a list of the command line has a name; an empty one has all.
func asks(list []string, name string) bool {
	return len(list) == 0 || slices.Contains(list, name)
}
