package files_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rocketc/rocketc/stdconds/files"
)

// A schedule asks the same by file_changed("in.csv", 1 minute), and is told when the answer
// changes.
func ExampleFileChanged() {
	dir, err := os.MkdirTemp("", "files-example")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	path, ctx := filepath.Join(dir, "in.csv"), context.Background()
	fmt.Println(files.FileChanged(ctx, path, time.Minute))
	if err := os.WriteFile(path, []byte("a;b\n"), 0o666); err != nil {
		fmt.Println(err)
	}
	fmt.Println(files.FileChanged(ctx, path, time.Minute))
	fmt.Println(files.FileExists(ctx, path))
	// Output:
	// false <nil>
	// true <nil>
	// true <nil>
}
