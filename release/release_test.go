package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// made makes a release.
func made(t *testing.T) *release {
	t.Helper()
	r := &release{root: "..", out: t.TempDir(), version: "v0.1.0-test.1", targets: targets}
	if err := r.make(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r
}

// command runs a command, which has to succeed, and returns what it prints.
func command(t *testing.T, env []string, words ...string) string {
	t.Helper()
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(words, " "), err, out)
	}
	return string(out)
}

// TestRelease makes a release for all systems twice, compares the bytes, checks the sums and
// the lists of modules, and installs the package and removes it in a root of its own.
func TestRelease(t *testing.T) {
	if testing.Short() || runtime.GOOS != "linux" {
		t.Skip("it takes minutes, and the package is for Linux")
	}
	one, two := made(t), made(t)
	for _, name := range append(one.made, "SHA256SUMS") {
		a, err := os.ReadFile(filepath.Join(one.out, name))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(two.out, name))
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s differs between two runs, error %v", name, err)
		}
	}
	command(t, nil, "sh", "-c", "cd "+one.out+" && sha256sum -c SHA256SUMS")
	sbom, err := os.ReadFile(filepath.Join(one.out, "MODULES.txt"))
	if err != nil || !strings.Contains(string(sbom), "\tdep\tgithub.com/alecthomas/kong\t") ||
		strings.Contains(string(sbom), one.out) {
		t.Errorf("the modules are %s, error %v", sbom, err)
	}
	for _, target := range targets {
		goos, goarch, _ := strings.Cut(target, "/")
		for _, line := range []string{"GOOS=" + goos, "GOARCH=" + goarch, "CGO_ENABLED=0"} {
			if !strings.Contains(sectionOf(string(sbom), goos+"_"+goarch), "\tbuild\t"+line+"\n") {
				t.Errorf("the binary for %s is not built with %s", target, line)
			}
		}
	}
	deb := filepath.Join(one.out, "rocketc_0.1.0~test.1_"+runtime.GOARCH+".deb")
	t.Run("lintian", func(t *testing.T) {
		lintian, err := exec.LookPath("lintian")
		if err != nil {
			t.Skip("lintian is not installed: apt-get install lintian")
		}
		command(t, nil, lintian, "--allow-root", "--fail-on", "error,warning", deb)
	})
	t.Run("dpkg", func(t *testing.T) { install(t, one, deb) })
	t.Run("systemd", func(t *testing.T) { boot(t, deb) })
}

// sectionOf returns what a list of modules says of the binary for a system.
func sectionOf(list, system string) string {
	_, after, _ := strings.Cut(list, "_"+system)
	section, _, _ := strings.Cut(after, "\nrocketc_")
	return section
}

// install installs the package below a directory, looks at what is there, and removes it.
func install(t *testing.T, r *release, deb string) {
	if _, err := exec.LookPath("dpkg"); err != nil || os.Geteuid() != 0 {
		t.Skip("it needs dpkg, and to be root")
	}
	root := t.TempDir()
	for _, dir := range []string{"info", "updates"} {
		if err := os.MkdirAll(filepath.Join(root, "var/lib/dpkg", dir), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "var/lib/dpkg/status"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	command(t, nil, "dpkg", "--root="+root, "-i", deb)
	rocketc := filepath.Join(root, "usr/bin/rocketc")
	version := command(t, nil, rocketc, "version")
	if !strings.HasPrefix(version, "rocketc v0.1.0-test.1 go") ||
		!strings.Contains(version, "\ncommit "+r.commit+"\n") {
		t.Errorf("the version is %s", version)
	}
	for _, name := range []string{"lib/systemd/system/rocketc@.service", "etc/rocketc",
		"usr/share/man/man1/rocketc.1.gz", "usr/share/man/man1/rocketc-timeline.1.gz",
		"usr/share/bash-completion/completions/rocketc", "usr/share/doc/rocketc/copyright"} {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Error(err)
		}
	}
	enable(t, root)
	runUnit(t, root, rocketc)
	command(t, nil, "dpkg", "--root="+root, "-r", "rocketc")
	for _, name := range []string{"usr/bin/rocketc", "lib/systemd/system/rocketc@.service"} {
		if _, err := os.Stat(filepath.Join(root, name)); err == nil {
			t.Errorf("%s is there after the package was removed", name)
		}
	}
}

// enable has systemd enable the unit for a schedule, and disable it again, in a root of its own,
// in which nothing runs.
func enable(t *testing.T, root string) {
	t.Helper()
	systemctl, err := exec.LookPath("systemctl")
	if err != nil {
		t.Log("systemd is not installed: nothing is enabled")
		return
	}
	link := filepath.Join(root, "etc/systemd/system/multi-user.target.wants/rocketc@first.service")
	command(t, nil, systemctl, "--root="+root, "enable", "rocketc@first")
	if to, err := os.Readlink(link); err != nil || filepath.Base(to) != "rocketc@.service" {
		t.Errorf("enabled is %q, error %v", to, err)
	}
	command(t, nil, systemctl, "--root="+root, "disable", "rocketc@first")
	if _, err := os.Lstat(link); err == nil {
		t.Error("the unit is still enabled")
	}
}

// runUnit runs a schedule with the command of the unit, without Go.
func runUnit(t *testing.T, root, rocketc string) {
	t.Helper()
	dir := filepath.Join(root, "etc/rocketc/first")
	text := `task a when true { command "touch done" }
task b when after a { do shutdown }`
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "first.rkt"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	var line string
	for l := range strings.Lines(unitTemplate) {
		if after, is := strings.CutPrefix(l, "ExecStart="); is {
			line = strings.ReplaceAll(strings.TrimSpace(after), "%i", "first")
		}
	}
	words := strings.Fields(line)
	if len(words) != 3 || words[0] != "/usr/bin/rocketc" {
		t.Fatalf("the unit runs %q", words)
	}
	ctx, stop := context.WithTimeout(t.Context(), 60e9)
	defer stop()
	cmd := exec.CommandContext(ctx, rocketc, words[1], filepath.Join(root, words[2]))
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"PATH=/bin:/usr/bin", "ROCKETC_CACHE=" + t.TempDir()}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := os.Stat(filepath.Join(cmd.Dir, "done")); err != nil {
		t.Error(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
}

// TestGoInstall installs rocketc from the module alone, as a proxy has it, into empty
// directories of Go.
func TestGoInstall(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles all modules")
	}
	const path, version = "github.com/rocketc/rocketc", "v0.1.0"
	proxy := t.TempDir()
	at := filepath.Join(proxy, filepath.FromSlash(path), "@v")
	if err := os.MkdirAll(at, 0o777); err != nil {
		t.Fatal(err)
	}
	archive, err := os.Create(filepath.Join(at, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	err = zip.CreateFromDir(archive, module.Version{Path: path, Version: version}, root)
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{version + ".mod": string(mod), "list": version,
		version + ".info": `{"Version":"` + version + `"}`} {
		if err := os.WriteFile(filepath.Join(at, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	known := strings.TrimSpace(command(t, nil, "go", "env", "GOMODCACHE"))
	home := t.TempDir()
	env := []string{"HOME=" + home, "GOMODCACHE=" + home + "/modules", "GOBIN=" + home + "/bin",
		"GOPROXY=file://" + proxy + ",file://" + known + "/cache/download", "GONOSUMDB=*",
		"GOFLAGS=-modcacherw -trimpath", "GOENV=off", "GOSUMDB=off"}
	command(t, env, "go", "install", path+"/cmd/rocketc@"+version)
	got := command(t, nil, home+"/bin/rocketc", "version")
	if !strings.HasPrefix(got, "rocketc "+version+" go") {
		t.Errorf("the version is %s", got)
	}
	first := filepath.Join(home, "first")
	command(t, []string{"HOME=" + home}, home+"/bin/rocketc", "init", first)
	command(t, []string{"HOME=" + home}, home+"/bin/rocketc", "check", first)
}

// TestUnit: systemd understands the unit, which runs rocketc run on a directory, and enables it
// for a schedule.
func TestUnit(t *testing.T) {
	if !strings.Contains(unitTemplate, "\nExecStart=/usr/bin/rocketc run /etc/rocketc/%i\n") {
		t.Error("the unit does not run the schedule of its name")
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd is not installed")
	}
	root := t.TempDir()
	units := filepath.Join(root, "lib/systemd/system")
	if err := os.MkdirAll(units, 0o777); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(units, "rocketc@.service")
	if err := os.WriteFile(name, []byte(unitTemplate), 0o666); err != nil {
		t.Fatal(err)
	}
	enable(t, root)
	out, _ := exec.Command(analyze, "verify", "--man=no", "rocketc@.service").CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if !strings.Contains(line, "/usr/bin/rocketc is not executable") {
			t.Error(line)
		}
	}
}

func TestDebVersion(t *testing.T) {
	for version, want := range map[string]string{"v1.2.3": "1.2.3", "v1.2.3-rc.1": "1.2.3~rc.1",
		"v0.0.0-20261126.749e9b7": "0.0.0~20261126.749e9b7"} {
		if got := (&release{version: version}).debVersion(); got != want {
			t.Errorf("%s is %s, want %s", version, got, want)
		}
	}
}
