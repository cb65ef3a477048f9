package golang_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/rocketc/rocketc/golang"
)

func TestImportPath(t *testing.T) {
	for path, want := range map[string]string{
		"example.com/desk/prices": "prices", "example.com/go-yaml/v3": "yaml",
		"example.com/mail-go": "mail",
		"v2":                  "v2",
		"gopkg.in/yaml.v3":    "yaml", "example.com/my-prices": "prices", "./prices": "prices",
	} {
		if !golang.IsImportPath(path) {
			t.Errorf("%s is no import path", path)
		}
		if got := golang.ExpectedName(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	for _, text := range []string{
		"", "a b", "-x", "./...", "https://example.com/x", "a\x00b", "a;b", "\u200b",
	} {
		if golang.IsImportPath(text) {
			t.Errorf("%q is an import path", text)
		}
	}
}

// TestStandardPath: the packages that the table knows are those of the standard
// library.
func TestStandardPath(t *testing.T) {
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	standard := strings.Fields(string(out))
	known := 0
	for _, path := range standard {
		name := path[strings.LastIndexByte(path, '/')+1:]
		if got, ok := golang.StandardPath(name); ok && got == path {
			known++
		} else if ok && !slices.Contains(standard, got) {
			t.Errorf("%s is %s, which is not a package", name, got)
		}
	}
	if known < 150 {
		t.Errorf("only %d packages are known", known)
	}
	if path, ok := golang.StandardPath("prices"); ok {
		t.Errorf("prices is %s", path)
	}
}
