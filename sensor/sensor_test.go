package sensor_test

import (
	"testing"
	"time"

	"github.com/rocketc/rocketc/sensor"
)

const root = "github.com/rocketc/rocketc/stdconds/"

func TestPackage(t *testing.T) {
	pkg := sensor.Package(root + "files")
	if pkg == nil || pkg.Name != "files" || pkg.Types.Scope().Lookup("FileExists") == nil {
		t.Errorf("package files is %v", pkg)
	}
	for _, path := range []string{
		"", "files", root, root + "none", root + "files/x", "example.com/stdconds/files", "time",
	} {
		if pkg := sensor.Package(path); pkg != nil {
			t.Errorf("%q is taken for %s", path, pkg.Path)
		}
	}
}

func TestCheckArgs(t *testing.T) {
	for _, test := range []struct {
		cond string
		args map[string]any
		want bool
	}{
		{"disk_free", map[string]any{"path": "/", "least": "5%"}, true},
		{"disk_free", map[string]any{"path": "/"}, true},
		{"disk_free", map[string]any{"path": "/", "least": "much"}, false},
		{"file_changed", map[string]any{"within": time.Second}, true},
		{"file_changed", map[string]any{"within": time.Duration(0)}, false},
		{"file_exists", map[string]any{"least": "much", "within": time.Duration(0)}, true},
	} {
		if err := sensor.CheckArgs(test.cond, test.args); (err == nil) != test.want {
			t.Errorf("%s %v: %v", test.cond, test.args, err)
		}
	}
}
